"""A push: one value of the clinic's on its way to the booking (DESIGN.md, "Pushable", "In flight")."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from domain.slots import Slot


class Act(StrEnum):
    """What the booking side is asked to do."""

    MOVE = "remarcar"
    CANCEL = "cancelar"
    DECLINE = "recusar"
    CONFIRM = "confirmar"
    MARK_ABSENT = "marcar_ausencia"
    BOOK = "reservar"


class PushState(StrEnum):
    WAITING = "esperando"
    UNDER_WAY = "enviando"
    IN_DOUBT = "sem_resposta"
    SENT = "enviada"
    REFUSED = "recusada"


@dataclass(frozen=True, slots=True)
class Order:
    """What staff meant and the booking side does not have yet: `field` of the appointment, the row `key` that it is for
    (empty for a new booking), and the `value` it carries (a Slot, a Word, or whether the patient was absent)."""

    field: str
    act: Act
    key: str
    value: Any

    def is_met_by(self, told: Any) -> bool:
        """Whether the booking, which tells this value, says what was asked for. How long a visit takes is its own to say."""
        if isinstance(self.value, Slot) and isinstance(told, Slot):
            return self.value.inicio == told.inicio
        return bool(told == self.value)


@dataclass(frozen=True, slots=True)
class Push:
    """An order that a worker took. `at` is when it was sent last, `look_at` when a worker looks at it again (both UTC).

    `attempts` counts sendings, `looks` what was looked up of one whose outcome nobody knows. `reason` is a stable code,
    `detail` its words for staff.
    """

    order: Order
    state: PushState
    at: datetime
    look_at: datetime | None = None
    attempts: int = 1
    looks: int = 0
    reason: str | None = None
    detail: str | None = None

    @property
    def in_flight(self) -> bool:
        """Whether the value may arrive at the booking at any moment."""
        return self.state in (PushState.UNDER_WAY, PushState.IN_DOUBT)
