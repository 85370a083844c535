"""What staff may write of an appointment: the field names of DOMAIN.md."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt

from application.inputs import Day
from domain.appointment import Status


def _id_of(tag: Any) -> Any:
    """A tag may be given as the API tells it."""
    return tag["id"] if isinstance(tag, dict) and "id" in tag else tag


ShortText = Annotated[str, Field(max_length=200)]
LongText = Annotated[str, Field(max_length=4000)]
Hour = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
TagId = Annotated[str, BeforeValidator(_id_of), Field(max_length=100)]


class _Fields(BaseModel):
    """A field that is left out stays as it is; null clears it. Tags are ids."""

    model_config = ConfigDict(extra="forbid")

    data_agendamento: Day | None = None
    hora_agendamento: Hour | None = None
    status: Status | None = None
    tipo_consulta: ShortText | None = None
    cip: ShortText | None = None
    observacoes: LongText | None = None
    telefone: ShortText | None = None
    email: ShortText | None = None
    cpf: ShortText | None = None
    rg: ShortText | None = None
    nome_convenio: ShortText | None = None
    numero_convenio: ShortText | None = None
    carteira_convenio: ShortText | None = None
    endereco_completo: LongText | None = None
    documento_completo: LongText | None = None
    driver_id: ShortText | None = None
    collector_id: ShortText | None = None
    car_id: ShortText | None = None
    logistics_package_id: ShortText | None = None
    tags: list[TagId] | None = Field(default=None, max_length=100)
    canal_confirmacao: ShortText | None = None
    data_confirmacao: Day | None = None
    hora_confirmacao: Hour | None = None
    motivo_cancelamento: LongText | None = None
    paciente_ausente: StrictBool | None = None


class AppointmentIn(_Fields):
    nome_marca: ShortText
    nome_unidade: ShortText
    nome_paciente: ShortText

    def given(self) -> dict[str, Any]:
        return self.model_dump(exclude_none=True)


class AppointmentPatch(_Fields):
    """`versao` is the one that the changes were made on."""

    versao: StrictInt = Field(ge=1)
    nome_marca: ShortText | None = None
    nome_unidade: ShortText | None = None
    nome_paciente: ShortText | None = None

    def given(self) -> dict[str, Any]:
        """The fields that are to change."""
        return self.model_dump(exclude_unset=True, exclude={"versao"})
