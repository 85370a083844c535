"""The collection `units`."""

from collections.abc import Sequence
from dataclasses import asdict

from pymongo import ASCENDING, IndexModel

from application.ports import Unit
from infrastructure.mongo import Mongo, create_indexes, driver_errors, insert_missing

_KEY = ("nome_unidade", "nome_marca")
_INDEXES = [IndexModel([(field, ASCENDING) for field in _KEY], unique=True)]


class UnitRepository:
    """Implements the port Units on MongoDB."""

    def __init__(self, mongo: Mongo) -> None:
        self._units = mongo.database["units"]

    async def ensure_indexes(self) -> None:
        await create_indexes(self._units, _INDEXES)

    @driver_errors()
    async def all(self) -> list[Unit]:
        """Every unit, inactive ones included, by name."""
        found = self._units.find().sort([(field, ASCENDING) for field in _KEY])
        return [Unit(id=each.pop("_id"), **each) async for each in found]

    async def seed(self, units: Sequence[Unit]) -> None:
        """Add those whose unit and brand are not stored yet; what staff changed stays."""
        for unit in units:
            document = asdict(unit)
            document["_id"] = document.pop("id")
            key = {field: document[field] for field in _KEY}
            await insert_missing(self._units, key, document)
