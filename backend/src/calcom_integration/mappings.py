"""The mapping in force: the newest stored version over the clinic's units, and how a newer one takes its place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from application.ports import Clock, Units
from calcom_integration.mapping import EventType, MappingTable, faults_of
from calcom_integration.mapping.questions import plain
from calcom_integration.mapping.titles import Titles, document_of
from calcom_integration.store import MappingStore, ProvisioningStore
from domain.errors import Invalid, StaleWrite
from domain.merge import BY_BOOKING

# How long a worker may go on with what it read: a delivery costs no extra round trip, a change is felt soon.
_FRESH = timedelta(seconds=5)
_SHOWN_SAVES = 100
_TITLES_HOLD = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Save:
    """Who stored a version of the mapping, when (UTC), and why, as far as they said."""

    version: int
    by: str | None = None
    at: datetime | None = None
    note: str | None = None


class Mappings:
    """Every call raises Unavailable where the database is. `looks` says what was last seen of the Cal.com at `server`: which
    ids its event types have."""

    def __init__(
        self,
        store: MappingStore,
        units: Units,
        clock: Clock,
        looks: ProvisioningStore | None = None,
        server: str = "",
    ) -> None:
        self._store, self._units, self._clock = store, units, clock
        self._looks, self._server = looks, server
        self._table: MappingTable | None = None
        self._read_at: datetime | None = None
        self._titles_noted_at: datetime | None = None

    async def seed(self, content: Mapping[str, Any]) -> None:
        """Store what `infra/units.yaml` says as the first version, where there is none yet. Raises ValueError where it names
        a unit that is not there."""
        if await self._store.newest() is None:
            first = MappingTable.from_content(content, await self._units.all())
            await self._append(first, "sistema", "infra/units.yaml")

    async def current(self) -> MappingTable:
        """The table to read news by, at most a few seconds old."""
        now = self._clock.now()
        if self._table is None or self._read_at is None or now - self._read_at > _FRESH:
            self._table, self._read_at = await self.newest(), now
        return self._table

    async def newest(self) -> MappingTable:
        """The table as it is stored now."""
        units, document = tuple(await self._units.all()), await self._store.newest()
        table = MappingTable.from_document(document, units) if document else MappingTable(units=units)
        seen = await self._looks.seen(self._server) if self._looks else {}
        return replace(
            table,
            seen={plain(slug): event_type_id for slug, event_type_id in seen.items()},
            titles=Titles.from_documents(await self._store.titles()),
        )

    def in_force_everywhere(self) -> datetime:
        """From when on (UTC) every process reads by what is stored now; so much later that clocks may differ a little."""
        return self._clock.now() + 2 * _FRESH

    async def saves(self) -> list[Save]:
        """Who stored the newest versions, newest first."""
        return [Save(**each) for each in await self._store.saves(_SHOWN_SAVES)]

    async def drafted(
        self, event_types: Iterable[EventType], questions: Mapping[str, Sequence[str]]
    ) -> tuple[MappingTable, MappingTable]:
        """The mapping in force, and the next version with these. Raises Invalid."""
        before = await self.newest()
        given = {name: tuple(slugs) for name, slugs in questions.items() if slugs}
        after = replace(before, event_types=tuple(event_types), questions=given, version=before.version + 1)
        faults = faults_of(after)
        if faults:
            raise Invalid(faults)
        return before, after

    async def save(
        self,
        edited: int,
        event_types: Iterable[EventType],
        questions: Mapping[str, Sequence[str]],
        by: str,
        note: str | None = None,
    ) -> None:
        """Store the next version, made of version `edited`; nothing where it says the same. Raises Invalid; StaleWrite where
        another version was stored since."""
        before, after = await self.drafted(event_types, questions)
        if before.version != edited:
            raise StaleWrite
        if _says_more(after, before) and not await self._append(after, by, note):
            raise StaleWrite

    async def learn(self, ids: Mapping[str, int]) -> bool:
        """Note the ids that Cal.com has for event types of the mapping, by slug, as a new version; other slugs are nobody's
        business here. Whether an id changed."""
        while True:
            before = await self.newest()
            after = replace(
                before, event_types=_with_ids(before.event_types, ids), version=before.version + 1
            )
            if not _says_more(after, before):
                return False
            if await self._append(after, BY_BOOKING, "ids dos tipos de evento no Cal.com"):
                return True

    @property
    def knows_titles(self) -> bool:
        """Whether this process noted lately what Cal.com calls its event types."""
        noted_at = self._titles_noted_at
        return noted_at is not None and self._clock.now() - noted_at < _TITLES_HOLD

    async def note_titles(self, titles: Mapping[str, str]) -> None:
        """Note what Cal.com calls its event types now, by slug; news is read by it at once in this process."""
        now = self._clock.now()
        known = Titles.from_documents(await self._store.titles())
        for slug, title in titles.items():
            seen = known.with_seen(slug, title, now)
            if seen:
                before = document_of(slug, known.by_slug.get(slug, ()))
                await self._store.put_titles(before, document_of(slug, seen))
                self._table = None
        self._titles_noted_at = now

    async def _append(self, table: MappingTable, by: str, note: str | None) -> bool:
        saved = {"by": by, "at": self._clock.now(), "note": note}
        is_stored = await self._store.append(table.to_document() | saved)
        self._table = None
        return is_stored


def _says_more(after: MappingTable, before: MappingTable) -> bool:
    return replace(after, version=before.version) != before


def _with_ids(event_types: Sequence[EventType], ids: Mapping[str, int]) -> tuple[EventType, ...]:
    """An id that turns out to be another event type's is no longer this one's; one that the clinic mapped by itself, without
    a slug, stays where it is."""
    fixed = {t.id for t in event_types if not t.slug}
    told = {plain(slug): event_type_id for slug, event_type_id in ids.items() if event_type_id not in fixed}
    mapped = {slug: told[slug] for slug in (plain(t.slug or "") for t in event_types) if slug in told}
    taken = set(mapped.values())
    return tuple(
        replace(t, id=mapped.get(plain(t.slug or ""), None if t.id in taken else t.id)) for t in event_types
    )
