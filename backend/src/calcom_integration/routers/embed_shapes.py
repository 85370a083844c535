"""The booking widget as the pages ask for it."""

from pydantic import BaseModel, ConfigDict, StrictBool

from application.inputs import IdText


class EmbedQuery(BaseModel):
    """Whose booking it is to be: an appointment's, a client's, or (neither named) the user's own."""

    model_config = ConfigDict(extra="forbid")

    cliente_id: IdText | None = None
    agendamento_id: IdText | None = None


class OfferOut(BaseModel):
    """What can be booked at a unit. `link` is what the widget is asked for and `config` what it is given; `url` is the same
    page by itself, without the patient's data. `fuso` is the zone that its hours are shown in."""

    title: str
    unidade_id: str
    nome_unidade: str
    nome_marca: str
    fuso: str
    link: str
    config: dict[str, str]
    url: str


class EmbedConfigOut(BaseModel):
    """`origin` is the only one whose messages count. `is_reschedule`: the appointment's booking is moved, so that there is
    one offer; else a new one is made."""

    origin: str
    script_url: str
    is_reschedule: bool
    offers: list[OfferOut]


class EmbedSettings(BaseModel):
    """Which of the patient's data the widget is filled in with."""

    model_config = ConfigDict(extra="forbid")

    nome: StrictBool = True
    email: StrictBool = True
    cpf: StrictBool = True
    telefone: StrictBool = True

    @classmethod
    def of(cls, prefilled: frozenset[str]) -> "EmbedSettings":
        return cls(**{name: name in prefilled for name in cls.model_fields})

    @property
    def prefilled(self) -> frozenset[str]:
        return frozenset(name for name, is_on in self.model_dump().items() if is_on)
