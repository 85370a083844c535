"""The door: the one way by which news of a booking goes in, whoever brings it (DESIGN.md, 2)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from application.ports import Clock
from application.services.appointment_service import Applied, AppointmentService
from calcom_integration.dto.row import BookingRow
from calcom_integration.mapping.rows import news_of_row, planted_in
from calcom_integration.mappings import Mappings
from calcom_integration.refs import Refs
from domain.booking.news import BookingNews, Planted
from domain.history import Actor, Cause


class Waiting(Protocol):
    """The deliveries that something may follow for (see DeliveryStore)."""

    async def follow(self, absorbed: Sequence[str], survivor: str) -> None: ...

    async def wake(self, tokens: Sequence[str], key: str, now: datetime) -> int: ...


class NobodyWaits:
    """For a door through which nothing really goes."""

    async def follow(self, absorbed: Sequence[str], survivor: str) -> None:
        """There is none to point elsewhere."""

    async def wake(self, tokens: Sequence[str], key: str, now: datetime) -> int:
        return 0


class Door:
    """Every call is safe to repeat. Raises AmbiguousSeat, and Unavailable where the database is."""

    def __init__(
        self,
        service: AppointmentService,
        deliveries: Waiting,
        mappings: Mappings,
        refs: Refs,
        clock: Clock,
    ) -> None:
        self._service, self._deliveries, self._mappings = service, deliveries, mappings
        self._refs, self._clock = refs, clock

    async def apply(self, news: BookingNews, cause: Cause, actor: Actor, *, again: bool = False) -> Applied:
        """Join the news into its appointment. `again` says that an earlier try may have died half-way."""
        applied = await self._service.apply_booking(news, cause, actor)
        await self._settle(applied, news, again)
        return applied

    async def apply_row(
        self, row: BookingRow, cause: Cause, actor: Actor, older: Mapping[str, str] | None = None
    ) -> tuple[Applied, ...]:
        """Join what a row of Cal.com's API says, by the mapping in force: of each seat where it has seats. `older` names, by
        the key of a row or seat, the one that it took the place of, where the row does not tell (of a seat: CALCOM.md L)."""
        table, known = await self._mappings.current(), older or {}
        told = news_of_row(row, table, self._planted(row))
        linked = [replace(news, predecessor=known.get(news.key, news.predecessor)) for news in told]
        return tuple([await self.apply(news, cause, actor) for news in linked])

    def verified(
        self,
        claim: tuple[str, str],
        event_type_id: int | None,
        booked_at: datetime,
        slug: str | None = None,
    ) -> Planted | None:
        """What we planted, if the claim (an appointment's id and its reference) is ours and was good at `booked_at` (rule 12)."""
        return self._refs.read(claim[1], claim[0], event_type_id, booked_at, slug)

    def _planted(self, row: BookingRow) -> dict[str, Planted]:
        """The planted appointments by key."""
        booked_at = row.created_at or self._clock.now()
        return {
            key: planted
            for key, claim in planted_in(row).items()
            if (planted := self.verified(claim, row.event_type_id, booked_at, row.event_type_slug))
        }

    async def _settle(self, applied: Applied, news: BookingNews, again: bool) -> None:
        """What follows from a write."""
        if applied.absorbed and applied.appointment_id:
            await self._deliveries.follow(applied.absorbed, applied.appointment_id)
        if news.uid and (applied.outcome == "gravada" or again):
            tokens = [news.uid] + ([f"#{news.number}"] if news.number is not None else [])
            await self._deliveries.wake(tokens, news.key, self._clock.now())
