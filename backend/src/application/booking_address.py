"""Which rows a piece of news is about, where it does not say so by key: seats by person, rows by number (rules 9, 10)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from application.ports import AppointmentRepository
from domain.appointment import Appointment
from domain.booking.chain import Chain
from domain.booking.news import BookingNews, Person, is_seat_key
from domain.booking.row import Row
from domain.booking.seats import Ambiguous, seat_of
from domain.errors import DomainError


class AmbiguousSeat(DomainError):
    """Several seats fit the person that the news names: nothing is changed, a person must look, but where another word of
    the bookings that it `awaits` (tokens, see `Addressed`) sets the seats apart."""

    status, code, detail = (
        409,
        "assento_ambiguo",
        "Mais de um assento corresponde à pessoa; confira no Cal.com.",
    )

    def __init__(self, awaits: tuple[str, ...]) -> None:
        super().__init__()
        self.awaits = awaits


@dataclass(frozen=True, slots=True)
class Addressed:
    """News by row. `awaits` are tokens (a uid, or `#number`) whose rows, when they appear later, make it worth another
    look; `seen` are the row keys that this look already knew."""

    news: tuple[BookingNews, ...]
    awaits: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()


async def address(news: BookingNews, repository: AppointmentRepository) -> Addressed:
    """The news as one piece per row that it means. Raises AmbiguousSeat."""
    if not news.uid:
        return await _by_number(news, repository)
    if news.seat:
        return await _from_old_seat(news, repository)
    if news.people or not news.births:
        return await _by_person(news, repository)
    return Addressed((news,))


async def _by_number(news: BookingNews, repository: AppointmentRepository) -> Addressed:
    token = (f"#{news.number}",)
    found = await repository.find_by_number(news.number) if news.number is not None else []
    rows = [row for row in _rows(found) if row.number == news.number]
    seen = tuple(row.key for row in rows)
    return Addressed(tuple(replace(news, uid=row.uid) for row in rows[:1]), token, seen)


async def _by_person(news: BookingNews, repository: AppointmentRepository) -> Addressed:
    """Seats by the persons that the news names; the plain row where the booking has no seats."""
    chains = _chains(await repository.find_by_uid(news.uid))
    seen = tuple(sorted(key for chain in chains for key, row in chain.rows.items() if row.uid == news.uid))
    if news.uid in seen or (news.creates and not (seen or news.people)):
        return Addressed((news,))
    if not (seen or news.people):
        return Addressed((news,), (news.uid,), seen)
    people = news.people or _people_of(news)
    named = [_at_seat(news, person, chains) for person in people]
    return Addressed(tuple(one for one in named if one), (news.uid,), seen)


def _people_of(news: BookingNews) -> tuple[Person, ...]:
    """Whom news of a shared slot means that does not look like one: the absent, else the booker (a host's request to
    reschedule a seat hides that there are seats: CALCOM.md L)."""
    booker = Person(news.answers.get("email", ""), news.answers.get("nome_paciente", ""))
    return tuple(Person(email) for email in news.absences) or (booker,)


def _at_seat(news: BookingNews, person: Person, chains: Sequence[Chain]) -> BookingNews | None:
    """The news as that of the person's seat."""
    seat = _seat(person, news, news.uid, chains)
    if seat is None:
        # A booking that names neither a seat nor a person known here must not be lost: the person stands for the seat.
        return replace(news, seat=person_seat(person), people=(), number=None) if news.births else None
    absences = {email: absent for email, absent in news.absences.items() if email == person.email.lower()}
    name = seat.removeprefix(f"{news.uid}/")
    return replace(
        news, seat=name, people=(), number=None, absences=absences, answers={}, predecessor=None, root=None
    )


def person_seat(person: Person) -> str:
    """A seat's name made of a person: hashed, because keys reach URLs."""
    return "p" + sha256(f"{person.email.lower()}|{person.name}".encode()).hexdigest()[:20]


async def _from_old_seat(news: BookingNews, repository: AppointmentRepository) -> Addressed:
    """A seat's reschedule names the uid that others still sit on: link the person's own old seat instead, but where it
    names a seat already."""
    if not news.predecessor or is_seat_key(news.predecessor):
        return Addressed((news,))
    old_uid = news.predecessor
    chains = _chains(await repository.find_by_uid(old_uid))
    person = Person(news.answers.get("email", ""), news.answers.get("nome_paciente", ""))
    seat = _seat(
        person, news, old_uid, [Chain({k: r for k, r in c.rows.items() if k != news.key}) for c in chains]
    )
    moved_from = None if seat else old_uid
    linked = replace(news, predecessor=seat, root=None, moved_from=moved_from)
    return Addressed((linked,), (old_uid,), _keys_in(chains))


def _keys_in(chains: Sequence[Chain]) -> tuple[str, ...]:
    return tuple(sorted(key for chain in chains for key in chain.rows))


def _seat(person: Person, news: BookingNews, uid: str, chains: Sequence[Chain]) -> str | None:
    try:
        row = seat_of(person, uid, news.sent_at, chains)
    except Ambiguous as several:
        raise AmbiguousSeat((uid,)) from several
    return row.key if row else None


def _chains(appointments: list[Appointment]) -> list[Chain]:
    return [appointment.side.chain for appointment in appointments]


async def known_keys(tokens: Sequence[str], repository: AppointmentRepository) -> set[str]:
    """Keys of the rows here that `tokens` (see `Addressed.awaits`) stand for."""
    found: set[str] = set()
    for token in tokens:
        if token.startswith("#"):
            number = int(token.removeprefix("#"))
            found |= {
                row.key for row in _rows(await repository.find_by_number(number)) if row.number == number
            }
        else:
            found |= {row.key for row in _rows(await repository.find_by_uid(token)) if row.uid == token}
    return found


def _rows(appointments: list[Appointment]) -> list[Row]:
    return [row for chain in _chains(appointments) for row in chain.rows.values()]
