"""The listing's query string. A repeated parameter means or; an unknown one is an error."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from application.inputs import Day, NameText, Wanted
from application.page import MAX_PAGE_SIZE, AppointmentQuery, Scope
from domain.appointment import Origin, Status
from domain.users import User
from presentation.api.v1.masking import hides_cpf

Sort = Literal[
    "data_agendamento",
    "-data_agendamento",
    "created_at",
    "-created_at",
    "updated_at",
    "-updated_at",
    "nome_paciente",
    "-nome_paciente",
    "nome_unidade",
    "-nome_unidade",
    "status",
    "-status",
]
MAX_PAGE = 10_000


class AppointmentFiltersIn(BaseModel):
    """Which appointments are meant. Dates are local to each appointment's unit."""

    model_config = ConfigDict(extra="forbid")

    scope: Scope = Scope.ALL
    nome_unidade: Wanted = []
    nome_marca: Wanted = []
    status: list[Status] = []
    origem: list[Origin] = []
    data_inicio: Day | None = None
    data_fim: Day | None = None
    driver_id: Wanted = []
    collector_id: Wanted = []
    car_id: Wanted = []
    logistics_package_id: Wanted = []
    tag: Wanted = []
    pendencia: Wanted = []
    cliente_id: Wanted = []
    q: NameText | None = Field(default=None, max_length=100)

    def asked_by(self, viewer: User) -> AppointmentQuery:
        told: dict[str, Any] = {name: getattr(self, name) for name in type(self).model_fields}
        frozen = {name: tuple(value) for name, value in told.items() if isinstance(value, list)}
        return AppointmentQuery(**(told | frozen), is_cpf_hidden=hides_cpf(viewer))


class AppointmentQueryIn(AppointmentFiltersIn):
    scope: Scope = Scope.CURRENT
    sort: Sort | None = None
    page: int = Field(default=1, ge=1, le=MAX_PAGE)
    page_size: int = Field(default=20, ge=1, le=MAX_PAGE_SIZE)
