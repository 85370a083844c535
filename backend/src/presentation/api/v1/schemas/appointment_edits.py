"""What staff may write of an appointment: the field names of DOMAIN.md."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt

from application.inputs import (
    CLEANED,
    AddressText,
    Day,
    EmailText,
    IdText,
    NameText,
    NotesText,
    OtherText,
)
from domain.appointment import Status


def _id_of(tag: Any) -> Any:
    """A tag may be given as the API tells it."""
    return tag["id"] if isinstance(tag, dict) and "id" in tag else tag


Hour = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
TagId = Annotated[str, Field(max_length=100), CLEANED, BeforeValidator(_id_of)]


class _Fields(BaseModel):
    """A field that is left out stays as it is; null clears it. Tags are ids."""

    model_config = ConfigDict(extra="forbid")

    data_agendamento: Day | None = None
    hora_agendamento: Hour | None = None
    status: Status | None = None
    tipo_consulta: OtherText | None = None
    cip: OtherText | None = None
    observacoes: NotesText | None = None
    telefone: OtherText | None = None
    email: EmailText | None = None
    cpf: OtherText | None = None
    rg: OtherText | None = None
    nome_convenio: OtherText | None = None
    numero_convenio: OtherText | None = None
    carteira_convenio: OtherText | None = None
    endereco_completo: AddressText | None = None
    documento_completo: OtherText | None = None
    driver_id: IdText | None = None
    collector_id: IdText | None = None
    car_id: IdText | None = None
    logistics_package_id: IdText | None = None
    tags: list[TagId] | None = Field(default=None, max_length=100)
    canal_confirmacao: OtherText | None = None
    data_confirmacao: Day | None = None
    hora_confirmacao: Hour | None = None
    motivo_cancelamento: OtherText | None = None
    paciente_ausente: StrictBool | None = None


class AppointmentIn(_Fields):
    nome_marca: NameText
    nome_unidade: NameText
    nome_paciente: NameText

    def given(self) -> dict[str, Any]:
        return self.model_dump(exclude_none=True)


class AppointmentPatch(_Fields):
    """`versao` is the one that the changes were made on."""

    versao: StrictInt = Field(ge=1)
    nome_marca: NameText | None = None
    nome_unidade: NameText | None = None
    nome_paciente: NameText | None = None

    def given(self) -> dict[str, Any]:
        """The fields that are to change."""
        return self.model_dump(exclude_unset=True, exclude={"versao"})
