"""The one way by which an appointment changes, whoever wants it changed."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar
from uuid import uuid4

from application.booking_address import address, known_keys
from application.booking_join import Join, join
from application.booking_values import Catalog
from application.ports import AppointmentRepository, Changed, ChangePublisher, Clock, Tags, Write
from domain.appointment import Appointment, Status
from domain.booking.news import BookingNews
from domain.errors import StaleWrite, Unavailable
from domain.history import Actor, Cause, HistoryEntry, changes_between
from domain.merge import UnitRef
from domain.pending import Pending

T = TypeVar("T")

# A lost race is redone on fresh data; losing this often in a row means that something else is wrong.
_ROUNDS = 12
_DUPLICATE_FIELDS = ("nome_paciente", "nome_unidade", "data_agendamento", "hora_agendamento")


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of a piece of news. `outcome` is `gravada`, `igual`, `desconhecida` (no such row here) or `apagada`.

    `absorbed` are ids that are now part of `appointment_id`. `awaits` and `seen`: see `Addressed`.
    """

    outcome: str
    appointment_id: str | None = None
    absorbed: tuple[str, ...] = ()
    awaits: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()


class AppointmentService:
    def __init__(
        self,
        repository: AppointmentRepository,
        tags: Tags,
        clock: Clock,
        publisher: ChangePublisher,
        default_unit: UnitRef,
        max_tags: int,
        new_id: Callable[[], str] = lambda: str(uuid4()),
    ) -> None:
        self._repository, self._tags, self._clock, self._publisher = repository, tags, clock, publisher
        self._default_unit, self._max_tags, self._new_id = default_unit, max_tags, new_id

    async def apply_booking(self, news: BookingNews, cause: Cause, actor: Actor) -> Applied:
        """Join news of a booking into its appointment (or appointments: news may name several seats).

        Safe to repeat, and to run at once with any other write. Raises AmbiguousSeat; Unavailable where the database
        is, or the race was lost too often.
        """
        addressed = await address(news, self._repository)
        results = [await self._apply_row(one, cause, actor) for one in addressed.news]
        best = next(
            (r for r in results if r.outcome == "gravada"), results[0] if results else Applied("desconhecida")
        )
        return replace(best, awaits=addressed.awaits, seen=addressed.seen)

    async def keys_of(self, tokens: Sequence[str]) -> set[str]:
        """Keys of the booking rows known here that `tokens` (`Applied.awaits`) stand for."""
        return await known_keys(tokens, self._repository)

    async def amend(
        self, appointment_id: str, amended: Callable[[Appointment], Appointment], cause: Cause, actor: Actor
    ) -> Appointment | None:
        """The appointment after a pure change of it that must not be lost to a race: it is redone on fresh data. None
        where there is no such appointment (any more)."""

        async def attempt() -> Appointment | None:
            before = await self._repository.get(appointment_id)
            after = amended(before) if before else None
            if before is None or after is None or after == before:
                return before
            after = replace(after, updated_at=self._clock.now())
            await self._write(Join(before, after, ()), cause, actor, doubted=False)
            return await self._repository.get(appointment_id)

        return await _redone(attempt)

    async def add_batch(self, appointments: Sequence[Appointment], cause: Cause, actor: Actor) -> None:
        """Store new appointments all or nothing, and tell of the first, which is enough to make lists look again.
        Raises StaleWrite where one of the ids is taken."""
        entries = [entry for each in appointments for entry in self._entries(None, each, cause, actor)]
        await self._repository.insert_batch(appointments, entries)
        for first in appointments[:1]:
            await self._publisher.publish(Changed(first.id, 1, cause.kind))

    async def _apply_row(self, news: BookingNews, cause: Cause, actor: Actor) -> Applied:
        return await _redone(lambda: self._try_row(news, cause, actor))

    async def _try_row(self, news: BookingNews, cause: Cause, actor: Actor) -> Applied:
        keys = sorted({news.key, *news.older})
        known = await self._repository.find_by_keys(keys)
        if not known and await self._repository.is_erased(keys):
            return Applied("apagada")
        if not known and not news.creates:
            return Applied("desconhecida")
        known, doubted = await self._with_planted(known, news)
        result = join(news, known, await self._catalog(news, known), self._new_id(), self._clock.now())
        return await self._write(result, cause, actor, doubted)

    async def _with_planted(
        self, known: list[Appointment], news: BookingNews
    ) -> tuple[list[Appointment], bool]:
        """The planted appointment, where the row is new and its chain absent or closed; else a doubt (rule 12)."""
        if known or not news.planted_id:
            return known, False
        planted = await self._repository.get(news.planted_id)
        if planted is None:
            return known, False
        chain = planted.side.chain
        is_free = not chain.rows or not chain.current.is_open
        return ([planted] if is_free else known), not is_free

    async def _catalog(self, news: BookingNews, known: list[Appointment]) -> Catalog:
        told = [news.answers, *(row.facts for a in known for row in a.side.chain.rows.values())]
        tags = await self._tags.active() if any("tags" in names for names in told) else []
        return Catalog(self._default_unit, tags, self._max_tags)

    async def _write(self, result: Join, cause: Cause, actor: Actor, doubted: bool) -> Applied:
        if not result.is_written:
            return Applied("igual", result.after.id, result.after.absorvidos)
        after = await self._marked(result, doubted)
        expected = result.before.versao if result.before else 0
        await self._repository.commit(
            Write(
                put=after,
                expected=expected,
                entries=self._entries(result.before, after, cause, actor),
                absorbed=result.absorbed,
                new_keys=result.new_keys,
            )
        )
        for gone in result.absorbed:
            await self._publisher.publish(Changed(gone.id, gone.versao + 1, "uniao"))
        await self._publisher.publish(Changed(after.id, expected + 1, cause.kind))
        return Applied("gravada", after.id, after.absorvidos)

    def _entries(
        self, before: Appointment | None, after: Appointment, cause: Cause, actor: Actor
    ) -> tuple[HistoryEntry, ...]:
        changes = changes_between(before, after)
        entry = HistoryEntry(str(uuid4()), after.id, self._clock.now(), actor, cause, changes)
        return (entry,) if changes else ()

    async def _marked(self, result: Join, doubted: bool) -> Appointment:
        """The appointment with `possivel_duplicado` set or cleared, looked up only where it may have changed."""
        before, after = result.before, result.after
        moved = before is None or any(getattr(before, f) != getattr(after, f) for f in _DUPLICATE_FIELDS)
        reopened = (
            before is not None
            and Status.CANCELADO in (before.status, after.status)
            and before.status != after.status
        )
        if not (moved or reopened or doubted):
            return after
        twin = doubted or (after.status != Status.CANCELADO and await self._repository.has_twin(after))
        codes = {*after.pendencias} - {Pending.POSSIVEL_DUPLICADO} | (
            {Pending.POSSIVEL_DUPLICADO} if twin else set()
        )
        return replace(after, pendencias=tuple(sorted(codes)))


async def _redone(attempt: Callable[[], Awaitable[T]]) -> T:
    for _ in range(_ROUNDS):
        try:
            return await attempt()
        except StaleWrite:
            await asyncio.sleep(random.uniform(0, 0.02))  # noqa: S311 - spreads racers, guards nothing
    raise Unavailable
