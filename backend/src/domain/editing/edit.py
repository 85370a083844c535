"""An edit by a member of staff, as the rules take it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain.small_lists import LogisticsPackage, Unit

REQUIRED = ("nome_marca", "nome_unidade", "nome_paciente")
CREW = ("driver_id", "collector_id", "car_id")
# What logística may change.
LOGISTICS = (*CREW, "logistics_package_id", "observacoes")
EDITABLE = (
    *(
        *REQUIRED,
        "data_agendamento",
        "hora_agendamento",
        "status",
        "tipo_consulta",
        "cip",
        "telefone",
        "email",
    ),
    *("cpf", "rg", "nome_convenio", "numero_convenio", "carteira_convenio"),
    *("endereco_completo", "documento_completo", *LOGISTICS, "tags"),
    *("canal_confirmacao", "data_confirmacao", "hora_confirmacao", "motivo_cancelamento", "paciente_ausente"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What the user `by` wants at `at` (UTC).

    `changes` hold cleaned values, by names of EDITABLE, that differ from the appointment's; None (of tags: ()) clears.
    `unit` is the active unit that the appointment would belong to and `package` the active one that is chosen, None
    where there is none. `faults` are what cleaning found wrong, by field.
    """

    changes: Mapping[str, Any]
    by: str
    at: datetime
    unit: Unit | None = None
    package: LogisticsPackage | None = None
    is_phone_valid: bool = True
    faults: Mapping[str, str] = field(default_factory=dict)
