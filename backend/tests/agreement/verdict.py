"""Whether both sides agree: the sandbox's rows, linked into chains, against the appointments. Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from calcom_sandbox.rows import Booking
from domain.appointment import Appointment, Status
from domain.intents import RESERVATION
from domain.pending import Pending
from domain.slots import Slot

# Collected visits are history: what the booking does to them is a conflict for a person, and no change.
_HISTORY = (Status.COLETADO, Status.RECOLETA)


@dataclass(frozen=True)
class Visit:
    """One visit as Cal.com has it: the keys of its rows, the last one's first, and its slot while it stands."""

    keys: tuple[str, ...]
    slot: Slot | None


def visits(rows: Sequence[Booking]) -> list[Visit]:
    """Plain chains, and every open seat by itself. A seat that was left is in no row any more."""
    plain = {row.uid: row for row in rows if row.responses is not None}
    followed = {row.from_reschedule for row in plain.values()}
    ends = [row for row in plain.values() if row.uid not in followed]
    seated = [row for row in rows if row.responses is None and row.open]
    return [
        *(Visit(tuple(_back(row, plain)), _slot(row)) for row in ends),
        *(Visit((f"{row.uid}/{seat.reference_uid}",), _slot(row)) for row in seated for seat in row.seats),
    ]


def disagreements(
    rows: Sequence[Booking], appointments: Sequence[Appointment], asked: Collection[str] = ()
) -> Iterator[str]:
    """Every way in which the two sides differ, but for what a person was asked to decide. `asked` are the ids of
    appointments for which staff asked for a change: their bookings stay open (docs/staff-and-calcom.md)."""
    there = visits(rows)
    by_key = _by_key(appointments)
    for visit in there:
        yield from _of_visit(visit, by_key, asked)
    standing = {visit.keys[0] for visit in there if visit.slot}
    for each in appointments:
        if RESERVATION in each.side.intents and Pending.ENVIO_RECUSADO not in each.pendencias:
            yield f"the hour of {each.id} is not held"
        if each.has_open_booking and each.calcom_booking_id not in standing:
            yield f"{each.calcom_booking_id} stands here ({each.status}) and not at Cal.com"


def _of_visit(visit: Visit, by_key: Mapping[str, list[Appointment]], asked: Collection[str]) -> Iterator[str]:
    found = {each.id: each for key in visit.keys for each in by_key.get(key, ())}
    if len(found) != 1:
        yield f"{visit.keys[0]} is {len(found)} appointments"
        return
    [appointment] = found.values()
    if visit.keys[0] in {name for chain in appointment.side.previous for name in chain.names}:
        if visit.slot:
            yield f"{visit.keys[0]} was left behind here and stands at Cal.com"
        return
    if _is_asked(appointment):
        return
    is_open = appointment.status not in (Status.CANCELADO, Status.ALTERAR)
    if appointment.status is Status.ALTERAR and {appointment.id, *appointment.absorvidos} & {*asked}:
        is_open = appointment.has_open_booking
    if is_open != (visit.slot is not None):
        yield f"{visit.keys[0]} is {appointment.status} here, {visit.slot and 'open'} at Cal.com"
    elif visit.slot and appointment.slot != visit.slot:
        yield f"{visit.keys[0]} is at {appointment.slot} here, at {visit.slot} at Cal.com"


def _is_asked(appointment: Appointment) -> bool:
    """Whether a person was asked to decide: a refusal, or news of a visit that is history."""
    return Pending.ENVIO_RECUSADO in appointment.pendencias or appointment.status in _HISTORY


def _by_key(appointments: Sequence[Appointment]) -> dict[str, list[Appointment]]:
    found: dict[str, list[Appointment]] = {}
    for each in appointments:
        chains = (each.side.chain, *each.side.previous)
        for key in {key for chain in chains for key in chain.names}:
            found.setdefault(key, []).append(each)
    return found


def _back(row: Booking, rows: Mapping[str, Booking]) -> Iterator[str]:
    at: Booking | None = row
    while at is not None:
        yield at.uid
        at = rows.get(at.from_reschedule or "")


def _slot(row: Booking) -> Slot | None:
    return Slot(row.start, row.end) if row.open else None
