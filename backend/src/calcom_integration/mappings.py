"""The mapping in force: the newest stored version over the units that are active now."""

from datetime import datetime, timedelta

from application.ports import Clock, Units
from calcom_integration.mapping import MappingTable
from calcom_integration.store import MappingStore
from domain.merge import UnitRef

# How long a worker may go on with what it read: a delivery costs no extra round trip, a change is felt soon.
_FRESH = timedelta(seconds=5)


class Mappings:
    def __init__(self, store: MappingStore, units: Units, clock: Clock) -> None:
        self._store, self._units, self._clock = store, units, clock
        self._table: MappingTable | None = None
        self._read_at: datetime | None = None

    async def seed(self, first: MappingTable) -> None:
        """Store the first version, where there is none yet."""
        await self._store.seed(first.to_document())

    async def current(self) -> MappingTable:
        """The table to read a delivery by. Raises Unavailable where the database is."""
        now = self._clock.now()
        if self._table is None or self._read_at is None or now - self._read_at > _FRESH:
            self._table, self._read_at = await self._load(), now
        return self._table

    async def _load(self) -> MappingTable:
        active = [UnitRef(u.nome_unidade, u.nome_marca, u.fuso) for u in await self._units.all() if u.active]
        document = await self._store.newest()
        return MappingTable.from_document(document, active) if document else MappingTable(units=tuple(active))
