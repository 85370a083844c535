"""Proof of completeness: every booking that Cal.com lists as standing is accounted for here, or listed with the reason why not.
Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from application.booked import Booked
from domain.appointment import Appointment, Status
from domain.booking.push import PushState
from domain.slots import Slot


class Why(StrEnum):
    UNKNOWN = "desconhecida"
    ERASED = "apagada"
    CLOSED_HERE = "fechada_aqui"
    OTHER_TIME = "outro_horario"
    PUSH_DUE = "envio_pendente"
    PUSH_REFUSED = "envio_recusado"
    CONFLICT = "conflito"
    KEPT = "mantida"
    GONE_THERE = "sumiu_la"


@dataclass(frozen=True, slots=True)
class Listed:
    """A booking (of a shared one each seat) that Cal.com listed as standing. `day` is local to its unit."""

    key: str
    event_type_id: int | None
    day: date | None
    slot: Slot | None


@dataclass(frozen=True, slots=True)
class Unaccounted:
    """A booking of one side that the other does not have so. `key` is told only where no appointment is."""

    key: str
    why: Why
    day: str | None
    event_type_id: int | None = None
    appointment_id: str | None = None


def unaccounted(listed: Iterable[Listed], standing: Mapping[str, Booked]) -> list[Listed]:
    """Those of the listed that do not stand here at the same time; `standing` holds, by key, what stands for an appointment."""
    return [each for each in listed if not _is_accounted(each, standing.get(each.key))]


def reason(listed: Listed, appointment: Appointment | None, *, is_erased: bool) -> Why | None:
    """Why the booking does not stand here, by the appointment that knows its key; None where it does by now."""
    if appointment is None:
        return Why.ERASED if is_erased else Why.UNKNOWN
    chain = appointment.side.chain
    if not chain.rows or chain.current.key != listed.key or not chain.current.is_open:
        return Why.CLOSED_HERE
    if chain.current.times != listed.slot:
        return Why.OTHER_TIME
    if appointment.status is Status.CANCELADO:
        return _meant(appointment, "status")
    return _meant(appointment, "slot") if appointment.slot != listed.slot else None


def table(
    listed: Sequence[Listed],
    others: Sequence[Unaccounted],
    unit_of: Callable[[int | None], str | None],
) -> dict[str, Any]:
    """The record: per local day and event type how many bookings are there and how many of them accounted for here, and
    everything else."""
    there = Counter((_text(each.day), each.event_type_id) for each in listed)
    not_here = Counter((o.day, o.event_type_id) for o in others if o.why is not Why.GONE_THERE)
    rows = [
        {
            "day": day,
            "event_type_id": event_type_id,
            "nome_unidade": unit_of(event_type_id),
            "there": total,
            "here": total - not_here[day, event_type_id],
        }
        for (day, event_type_id), total in sorted(there.items(), key=lambda item: str(item[0]))
    ]
    return {
        "there": len(listed),
        "here": len(listed) - not_here.total(),
        "days": rows,
        "others": [asdict(other) for other in others],
    }


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _is_accounted(listed: Listed, here: Booked | None) -> bool:
    return here is not None and here.stands_at(listed.slot)


def _meant(appointment: Appointment, name: str) -> Why:
    """What became of the clinic's own value of `name`."""
    side = appointment.side
    push = side.pushes.get(name)
    if push is not None and push.state is PushState.REFUSED:
        return Why.PUSH_REFUSED
    if name in side.intents:
        return Why.PUSH_DUE
    is_open = any(each.field == name for each in side.disagreements)
    return Why.CONFLICT if is_open else Why.KEPT
