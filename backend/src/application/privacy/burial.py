"""Under which names a booking must never come back."""

from application.booking_address import person_seat
from domain.appointment import Appointment
from domain.booking.chain import Chain
from domain.booking.news import Person, seat_key
from domain.booking.row import Row


def buried_keys(appointment: Appointment) -> list[str]:
    """Every name by which news could mean the visit: keys, numbers (as `Addressed.awaits` spells them), and the seat that a
    person without one would be given."""
    chains = _chains(appointment)
    names = {name for chain in chains for name in chain.names}
    numbers = {f"#{number}" for chain in chains for number in chain.numbers}
    seats = {_by_person(row) for chain in chains for row in chain.rows.values() if row.is_seat}
    return sorted(names | numbers | seats)


def own_bookings(appointment: Appointment) -> list[str]:
    """The uids of its bookings that nobody else sits on."""
    rows = (row for chain in _chains(appointment) for row in chain.rows.values())
    return sorted({row.uid for row in rows if not row.is_seat})


def _by_person(row: Row) -> str:
    person = Person(row.told("email") or "", row.told("nome_paciente") or "")
    return seat_key(row.uid, person_seat(person))


def _chains(appointment: Appointment) -> tuple[Chain, ...]:
    return (appointment.side.chain, *appointment.side.previous)
