"""Seats: who has left a shared booking is told only by the row's list of those who still sit there (CALCOM.md L)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from application.booked import Booked, BookedRows
from application.ports import AppointmentRepository
from calcom_integration.client import CalComClient, Final, Refusal
from calcom_integration.dto.row import BookingRow
from calcom_integration.mapping import seats as told
from calcom_integration.mapping.rows import news_of_row
from calcom_integration.mapping.table import MappingTable
from calcom_integration.reconcile.entrance import Entrance, each_of
from calcom_integration.reconcile.sift import is_open
from calcom_integration.reconcile.stays import Sitter, Stay, moves
from domain.booking.chain import Chain
from domain.booking.row import NEVER


@dataclass(frozen=True, slots=True)
class Left:
    """A seat that is open here and that its row, read again, does not list."""

    seat: Booked
    row: BookingRow


@dataclass
class Seats:
    """`missing` are seats that are open here and that a page's row did not list, by key, each with its row's uid."""

    missing: dict[str, Booked] = field(default_factory=dict)

    async def note(self, read: Iterable[BookingRow], booked: BookedRows) -> None:
        """Take in a page: every row that may be shared."""
        listed = {row.uid: row.keys for row in read if row.is_seated or not row.people}
        for seat in await booked.of_uids([*listed]):
            if seat.is_seat and seat.is_open and seat.uid in listed:
                self.missing.pop(seat.key, None)
                if seat.key not in listed[seat.uid]:
                    self.missing[seat.key] = seat


async def left_seats(missing: Iterable[Booked], client: CalComClient) -> list[Left]:
    """Those that are still not listed where their row is read once more. A row that stands and shows nobody hides who sits
    there: nothing follows from it."""
    by_uid: dict[str, list[Booked]] = {}
    for seat in missing:
        by_uid.setdefault(seat.uid, []).append(seat)
    found: list[Left] = []
    for uid, seats in by_uid.items():
        row = await read(uid, client)
        if row is not None and (row.is_seated or not is_open(row)):
            found += [Left(seat, row) for seat in seats if seat.key not in row.keys]
    return found


async def read(uid: str, client: CalComClient) -> BookingRow | None:
    try:
        [row, *_] = await client.bookings.get(uid)
    except Final as error:
        if error.code is Refusal.NOT_FOUND:
            return None
        raise
    return row


@dataclass(frozen=True, slots=True)
class Here:
    """What is known here of the people who left a seat."""

    booked: BookedRows
    repository: AppointmentRepository
    client: CalComClient

    async def stay(self, left: Left) -> Stay | None:
        """The way that ended on the seat; None where it goes on from there by now."""
        appointment = await self.repository.get(left.seat.appointment_id)
        chain = appointment.side.chain if appointment else Chain()
        is_end = bool(chain.rows) and chain.current.key == left.seat.key
        return _stay(chain, left.row) if is_end else None

    async def newcomers(
        self, late: Sequence[BookingRow], left: Sequence[Stay], table: MappingTable
    ) -> list[Stay]:
        """These people on seats of the `late` rows that nobody here has heard of. They may have gone on since the page was
        read: the row is read once more."""
        sitters = {stay.sitter for stay in left}
        stays = [(row, stay) for row in late for stay in _seated(row, table) if stay.sitter in sitters]
        known = await self.booked.tokens([stay.begin for _, stay in stays])
        unknown = [(row, stay) for row, stay in stays if stay.begin not in known]
        return [
            replace(stay, is_over=_is_over(stay.end, await read(row.uid, self.client)))
            for row, stay in unknown
        ]

    async def strays(self, left: Sequence[Stay]) -> list[Stay]:
        """What else is known of these people that nobody knows the beginning of."""
        emails = sorted({stay.sitter[0] for stay in left if stay.sitter})
        ends = {stay.end for stay in left}
        found: list[Stay] = []
        for appointment_id in await self.booked.strays(emails) if emails else ():
            appointment = await self.repository.get(appointment_id)
            chain = appointment.side.chain if appointment else Chain()
            if chain.stray and chain.current.key not in ends:
                row = await read(chain.current.uid, self.client)
                found += [_stay(chain, row)] if row else []
        return found


async def settle(
    left: Sequence[Left],
    late: Sequence[BookingRow],
    table: MappingTable,
    here: Here,
    entrance: Entrance,
) -> None:
    """Let the `late` rows in, whoever came from a seat that was left linked to it; then close the seats whose people came
    nowhere. Webhooks may have told of either since the rows were read: what is known here now counts."""
    gone = {each.seat.key: each for each in left}
    stays = [stay for each in left if (stay := await here.stay(each))]
    newcomers = await here.newcomers(late, stays, table)
    after = moves(stays, [*await here.strays(stays), *newcomers])
    followed = {*after.values()}

    async def let_in(row: BookingRow) -> None:
        await entrance.let_in(row, after)

    async def close(each: Left) -> None:
        await entrance.close(told.left(each.row, _seat_uid(each.seat.key)))

    await each_of(late, let_in)
    for begin in after.keys() - {stay.begin for stay in newcomers}:
        await entrance.link(told.moved(begin, after[begin]))
    await each_of([gone[stay.end] for stay in stays if stay.end not in followed], close)


def _stay(chain: Chain, row: BookingRow) -> Stay:
    """The way that the chain tells; `row` is the one that it ends on, as it reads now."""
    stray, end = chain.stray, chain.current
    seen = [fact.at for fact in (end.token,) if fact] + [at for at in (end.born,) if at]
    return Stay(
        sitter=_sitter(end.told("email"), end.told("nome_paciente"), row),
        begin=stray.key if stray else end.key,
        end=end.key,
        since=(stray or end).born or NEVER,
        seen=max(seen, default=NEVER),
        is_booked=stray is None,
        is_over=_is_over(end.key, row),
    )


def _seated(row: BookingRow, table: MappingTable) -> Iterable[Stay]:
    for news in news_of_row(row, table):
        sitter = _sitter(news.answers.get("email"), news.answers.get("nome_paciente"), row)
        at = news.sent_at
        yield Stay(sitter=sitter, begin=news.key, end=news.key, since=at, seen=at)


def _is_over(key: str, row: BookingRow | None) -> bool:
    """Whether nobody sits on the seat, as its row reads now."""
    return row is None or not is_open(row) or key not in row.keys


def _sitter(email: str | None, name: str | None, row: BookingRow) -> Sitter | None:
    """None for nobody: the nameless are not told apart."""
    return ((email or "").lower(), name, row.event_type_id) if name else None


def _seat_uid(key: str) -> str:
    return key.partition("/")[2]
