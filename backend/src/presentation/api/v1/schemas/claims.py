"""What an appointment says of its patient that waits for a person, as the API tells it."""

from pydantic import BaseModel, ConfigDict, Field

from presentation.api.v1.schemas.clients import ClientOut


class ClaimedContactOut(BaseModel):
    """A contact (`telefone` or `email`) that the appointment gives and its client does not have."""

    campo: str
    do_agendamento: str
    do_cliente: str | None


class ClaimsOut(BaseModel):
    """`cliente` is the appointment's; `contatos` differ from its, `a_unir` are clients that may be the same person."""

    cliente: ClientOut | None
    contatos: list[ClaimedContactOut]
    a_unir: list[ClientOut]


class ConfirmContactIn(BaseModel):
    """The contacts of the appointment that somebody saw and says are the patient's; what is not sent waits on."""

    model_config = ConfigDict(extra="forbid")

    telefone: str | None = Field(default=None, max_length=200)
    email: str | None = Field(default=None, max_length=200)

    @property
    def seen(self) -> dict[str, str]:
        return {name: value for name, value in self.model_dump().items() if value is not None}
