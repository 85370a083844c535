"""The one way by which an appointment changes, whoever wants it changed."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from application.booking_address import address, known_keys
from application.booking_join import Join, join
from application.booking_values import Catalog
from application.creation import Creation, create_once
from application.duplicates import flagged, unflagged
from application.edit_reader import EditReader
from application.ports import AppointmentRepository, Changed, ChangePublisher, Clock, History, Write
from application.races import redone
from application.services.small_lists import Stores
from domain.appointment import Appointment, Origin, blank
from domain.booking.news import BookingNews
from domain.editing import created, edited
from domain.errors import Absorbed, Forgotten, NotFound, OpenBooking, Outdated
from domain.history import FOLLOW_UPS, Actor, Cause, deletion_of, entry_of
from domain.merge import UnitRef
from domain.pushing import in_flight
from domain.users import User
from domain.visit import visit_of


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of a piece of news. `outcome` is `gravada`, `igual`, `desconhecida` (no such row here) or `apagada`.

    `absorbed` are ids that are now part of `appointment_id`. `awaits` and `seen`: see `Addressed`. Where it was written:
    `is_new` says that it made the appointment, `is_visible` that staff see something change. `of_series`: the row is known to
    be one of a series.
    """

    outcome: str
    appointment_id: str | None = None
    is_new: bool = False
    is_visible: bool = False
    absorbed: tuple[str, ...] = ()
    awaits: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    of_series: bool = False


class AppointmentService:
    def __init__(
        self,
        repository: AppointmentRepository,
        history: History,
        stores: Stores,
        clock: Clock,
        publisher: ChangePublisher,
        default_unit: UnitRef,
        max_tags: int,
        new_id: Callable[[], str] = lambda: str(uuid4()),
    ) -> None:
        self._repository, self._history, self._clock, self._publisher = repository, history, clock, publisher
        self._stores, self._reader = stores, EditReader(stores, max_tags)
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
        awaited = addressed.awaits if best.outcome == "desconhecida" else ()
        if awaited and await self._repository.is_erased(awaited):
            return Applied("apagada")  # what it waits for never comes back
        return replace(best, awaits=addressed.awaits, seen=addressed.seen)

    async def create(
        self, given: Mapping[str, Any], user: User, creation: Creation | None = None
    ) -> Appointment:
        """The new appointment that `user` entered. `given` are raw values by names of `domain.editing.EDITABLE`.

        Raises Invalid; Duplicated where the same visit is there already; as `create_once` does.
        """

        async def attempt() -> Appointment:
            at = self._clock.now()
            start = blank(self._new_id(), Origin.MANUAL, user.name, at)
            after = created(start, await self._reader.read(start, given, user.name, at))
            return await self._store_by_hand(None, after, user, "criacao", creation)

        return await redone(lambda: create_once(creation, self._repository.created_by, attempt))

    async def edit(
        self, appointment_id: str, versao: int, given: Mapping[str, Any], user: User
    ) -> Appointment:
        """The appointment after what `user` changed of its version `versao`; as it is where nothing is changed.

        Raises Invalid, Duplicated, NotFound; Outdated where it was written since, whoever wrote; Absorbed.
        """

        async def attempt() -> Appointment:
            before = await self._at_version(appointment_id, versao, given.keys())
            edit = await self._reader.read(before, given, user.name, self._clock.now())
            return await self._store_by_hand(before, edited(before, edit), user, "edicao")

        return await redone(attempt)

    async def delete(self, appointment_id: str, versao: int, user: User) -> None:
        """Remove it; news of its booking will bring nothing back (rule 13). Raises as `edit` does, and OpenBooking."""

        async def attempt() -> None:
            before = await self._at_version(appointment_id, versao)
            if before.has_open_booking or in_flight(before):
                raise OpenBooking
            await self._repository.remove(before, deletion_of(before, _actor(user), self._clock.now()))

        await redone(attempt)
        await self._publisher.publish(Changed(appointment_id, versao + 1, "exclusao"))

    async def _at_version(self, appointment_id: str, versao: int, given: Collection[str] = ()) -> Appointment:
        """The appointment as it is, where whoever saw `versao` may write `given` over it. Raises Absorbed, NotFound, Outdated.

        The follow-up of a write (a name spelled, a client linked) is nobody's edit: it outdates only what it touched.
        """
        current = await self._repository.get(appointment_id)
        if current is None:
            survivor_id = await self._repository.survivor_of(appointment_id)
            raise Absorbed(survivor_id) if survivor_id else NotFound
        if current.anonimizado_em:
            raise Forgotten
        if current.versao == versao:
            return current
        since = [each for each in await self._history.of(appointment_id) if each.versao > versao]
        changed = {change.field for each in since for change in each.changes}
        if current.versao > versao and not changed & {*given} and {e.cause.kind for e in since} <= FOLLOW_UPS:
            return current
        raise Outdated(current, tuple(sorted(changed)))

    async def _store_by_hand(
        self,
        before: Appointment | None,
        after: Appointment,
        user: User,
        kind: str,
        creation: Creation | None = None,
    ) -> Appointment:
        if after == before:
            return after
        moved = before is None or visit_of(before) != visit_of(after)
        if moved:
            after = unflagged(after)
        entries = entry_of(before, after, _actor(user), Cause(kind), after.updated_at)
        write = Write(put=after, expected=after.versao, entries=entries, alone=moved, creation=creation)
        await self._repository.commit(write)
        stored = replace(after, versao=after.versao + 1)
        await self._publisher.publish(Changed(stored.id, stored.versao, kind))
        return stored

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
            await self._write(Join(before, after, ()), cause, actor)
            return await self._repository.get(appointment_id)

        return await redone(attempt)

    async def add_batch(self, appointments: Sequence[Appointment], cause: Cause, actor: Actor) -> None:
        """Store new appointments all or nothing, and tell of the first, which is enough to make lists look again.
        Raises StaleWrite where one of the ids is taken."""
        at = self._clock.now()
        entries = [entry for each in appointments for entry in entry_of(None, each, actor, cause, at)]
        await self._repository.insert_batch(appointments, entries)
        for first in appointments[:1]:
            await self._publisher.publish(Changed(first.id, 1, cause.kind))

    async def _apply_row(self, news: BookingNews, cause: Cause, actor: Actor) -> Applied:
        return await redone(lambda: self._try_row(news, cause, actor))

    async def _try_row(self, news: BookingNews, cause: Cause, actor: Actor) -> Applied:
        keys = sorted({news.key, *news.older})
        known = await self._repository.find_by_keys(keys)
        if not known and await self._is_buried(news):
            return Applied("apagada")
        if news.older and await self._repository.is_erased(sorted(news.older)):
            news = replace(news, predecessor=None, root=None)  # what was forgotten is no part of any chain
        if not known and not news.creates:
            return Applied("desconhecida")
        known, doubt = await self._with_planted(known, news)
        result = join(news, known, await self._catalog(news, known), self._new_id(), self._clock.now())
        row = result.after.side.chain.rows.get(news.key)
        applied = await self._write(result, cause, actor, doubt)
        return replace(applied, of_series=row is not None and row.recurring)

    async def _is_buried(self, news: BookingNews) -> bool:
        """Whether it is of a deleted or erased row, or of one that took its place before that: who books again afterwards,
        also by moving what was closed, is a new patient (rule 13)."""
        if await self._repository.is_erased([news.key]):
            return True
        return bool(news.older) and await self._repository.is_erased(sorted(news.older), news.sent_at)

    async def _with_planted(
        self, known: list[Appointment], news: BookingNews
    ) -> tuple[list[Appointment], str | None]:
        """The planted appointment, where the row is new, its chain absent or closed, and the one that was signed; else its id, a
        doubt (rule 12)."""
        if known or not news.planted:
            return known, None
        survivor_id = await self._repository.survivor_of(news.planted.appointment_id)
        planted = await self._repository.get(survivor_id or news.planted.appointment_id)
        if planted is None or planted.anonimizado_em:
            return known, None
        chain = planted.side.chain
        is_closed = not chain.rows or not chain.current.is_open
        is_free = is_closed and chain.fingerprint == news.planted.fingerprint
        return ([planted], None) if is_free else (known, planted.id)

    async def _catalog(self, news: BookingNews, known: list[Appointment]) -> Catalog:
        told = [news.answers, *(row.facts for a in known for row in a.side.chain.rows.values())]
        listed = await self._stores.tags.all() if any("tags" in names for names in told) else []
        tags = [each.tag for each in listed if each.active]
        return Catalog(self._default_unit, tags, self._max_tags)

    async def _write(self, result: Join, cause: Cause, actor: Actor, doubt: str | None = None) -> Applied:
        if not result.is_written:
            return Applied("igual", result.after.id, absorbed=result.after.absorvidos)
        after = await flagged(result.before, result.after, result.absorbed, self._repository, doubt)
        expected = result.before.versao if result.before else 0
        entries = entry_of(result.before, after, actor, cause, self._clock.now())
        write = Write(put=after, expected=expected, entries=entries, absorbed=result.absorbed)
        await self._repository.commit(write)
        for gone in result.absorbed:
            await self._publisher.publish(Changed(gone.id, gone.versao + 1, "uniao"))
        await self._publisher.publish(Changed(after.id, expected + 1, cause.kind))
        is_new = result.before is None
        is_visible = bool(entries or result.absorbed)
        return Applied("gravada", after.id, is_new, is_visible, absorbed=after.absorvidos)


def _actor(user: User) -> Actor:
    return Actor("usuario", user.name)
