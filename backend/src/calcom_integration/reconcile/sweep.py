"""One run: every page read and let in, then what only the whole reading can tell."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from application.booked import Booked, BookedRows
from application.ports import AppointmentRepository, Clock
from application.services.appointment_service import AppointmentService
from application.services.outbox import Outbox
from calcom_integration.client import BookingFilter, CalComClient
from calcom_integration.door import Door
from calcom_integration.dto.row import BookingRow
from calcom_integration.mappings import Mappings
from calcom_integration.reconcile import absent, doubtful, late, seats, titles
from calcom_integration.reconcile.census import Census
from calcom_integration.reconcile.entrance import Entrance, Start, few_at_once
from calcom_integration.reconcile.late import Late
from calcom_integration.reconcile.report import Report
from calcom_integration.reconcile.seats import Here, Seats
from calcom_integration.reconcile.sift import names_in, sift
from calcom_integration.refresh import Refresh
from calcom_integration.run import RULES, Kind, Run, Tally
from domain.history import Cause


@dataclass(frozen=True, slots=True)
class Way:
    """How what was read goes in: really, or as a rehearsal."""

    door: Door
    refresh: Refresh
    service: AppointmentService


@dataclass(frozen=True, kw_only=True)
class Sides:
    """Both sides of the comparison. `overlap` is how much before the watermark is read again, `push_patience` how long a push may
    take."""

    client: CalComClient
    real: Way
    rehearsed: Way
    booked: BookedRows
    repository: AppointmentRepository
    mappings: Mappings
    outbox: Outbox
    clock: Clock
    overlap: timedelta
    push_patience: timedelta
    default_zone: str


@dataclass
class Sweep:
    """A run under way. `since` is the watermark before it; `progress` is told how far it has come, page by page."""

    run: Run
    sides: Sides
    since: datetime | None
    progress: Callable[[str, Tally], Awaitable[None]]
    _late: Late = field(default_factory=Late)
    _seats: Seats = field(default_factory=Seats)
    _listed: dict[str, datetime | None] = field(default_factory=dict)
    _is_complete: bool = False

    def __post_init__(self) -> None:
        sides, run = self.sides, self.run
        self._cause = Cause("reconciliacao", run.id)
        self._way = sides.rehearsed if run.dry_run else sides.real
        self._report = Report(is_real=not run.dry_run)
        self._entrance = Entrance(self._way.door, self._way.refresh, self._report, self._cause)
        self._census = Census(sides.booked, sides.repository, sides.default_zone)

    async def carry_out(self) -> None:
        """Read, compare, let in. Raises CalComError and Unavailable; what was let in by then stays, and `outcome` tells it."""
        await self._read()
        sides = self.sides
        await late.settle(self._late, sides.booked, self._entrance, self._report)
        await self._settle_seats()
        here = await self._open_here()
        vanished = await self._look_for_the_absent(here)
        # Where nothing was looked up since, what was read a moment ago need not be read again.
        is_fresh = all(each.uid in self._listed for each in here)
        looked_up = await doubtful.look_up(sides.booked, self._listed, self._entrance, sides.clock.now())
        if self._has_window:
            standing = await self._census.standing(here if is_fresh and not looked_up else ())
            await self._census.account(standing, vanished)
        self._report.tally.overdue_pushes = await sides.outbox.waiting(sides.push_patience)

    def outcome(self) -> Run:
        """The run with all that it saw and did so far. A reading that missed rows moves no watermark."""
        seen = [at for at in self._listed.values() if at] if self._is_complete else []
        return replace(
            self.run,
            tally=self._report.tally,
            drift=tuple(self._report.drift),
            is_complete=self._is_complete,
            watermark=max([*seen, *([self.since] if self.since else [])], default=None),
            rules=RULES,
            completeness=self._census.table,
        )

    @property
    def _has_window(self) -> bool:
        return self.run.kind is not Kind.INCREMENTAL

    def _asked(self) -> BookingFilter:
        if not self._has_window and self.since is not None:
            return BookingFilter(after_updated_at=self.since - self.sides.overlap)
        return BookingFilter(after_start=self.run.window.start, before_end=self.run.window.end)

    async def _read(self) -> None:
        """The rows of the next page may begin to go in while the last of this one are on their way."""
        await titles.note(self.sides.client, self.sides.mappings)
        reader = self.sides.client.bookings.reader(self._asked())
        async with few_at_once() as start:
            async for page in reader.read():
                self._report.tally.pages = reader.pages
                await self._take_in(page, start)
                self._report.tally.rows = len(self._listed)
                await self.progress(self.run.id, self._report.tally)
        self._is_complete = reader.is_complete

    async def _take_in(self, page: Sequence[BookingRow], start: Start[BookingRow]) -> None:
        if not page:
            return
        table = await self.sides.mappings.current()
        known = await self.sides.booked.tokens(names_in(page))
        sifted = sift(page, known, table.version)
        self._report.tally.equal += sifted.equal
        self._listed |= {row.uid: row.updated_at for row in page}
        self._late.note(page, sifted.late, known)
        self._census.note(page, table)
        await self._seats.note(page, self.sides.booked)
        for row in sifted.ready:
            await start(self._entrance.let_in, row)

    async def _settle_seats(self) -> None:
        left = await seats.left_seats(self._seats.missing.values(), self.sides.client)
        table = await self.sides.mappings.current()
        newcomers = self._late.seated
        if left or newcomers:
            here = Here(self.sides.booked, self.sides.repository, self.sides.client)
            await seats.settle(left, newcomers, table, here, self._entrance)

    async def _open_here(self) -> list[Booked]:
        """What is open here in the window; nothing where too little was read to compare it with."""
        window = self.run.window
        if not self._has_window or not self._is_complete or window.start is None or window.end is None:
            return []
        here = await self.sides.booked.open_between(window.start, window.end)
        return [each for each in here if each.told and each.told.fim <= window.end]

    async def _look_for_the_absent(self, here: Sequence[Booked]) -> list[Booked]:
        args = (self._entrance, self._way.service, self._report, self._cause)
        return await absent.settle(here, self._listed, *args)
