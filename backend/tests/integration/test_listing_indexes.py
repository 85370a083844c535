"""What is served by an index on every server. (The scopes of today bound the day's index on MongoDB; the embedded server
reads an index only where one range is asked for, and scans for those.)"""

from typing import Any

import pytest

from application.page import AppointmentQuery, Scope
from infrastructure.mongo import Mongo
from infrastructure.repositories.appointment_query import filter_of, sort_of
from infrastructure.repositories.appointment_repository import AppointmentRepository
from infrastructure.repositories.history_repository import HistoryRepository
from tests.builders import NOW, VALID_CPF

FILTERS = ("nome_unidade", "nome_marca", "status", "origem", "driver_id", "collector_id", "tag", "pendencia")


@pytest.mark.parametrize(
    "query",
    [
        {"scope": Scope.UNSCHEDULED},
        *({"scope": Scope.ALL, name: ("a",)} for name in FILTERS),
        *({"scope": Scope.ALL, name: ("a", "b")} for name in FILTERS),
        {"scope": Scope.ALL, "q": "maria"},
        {"q": VALID_CPF, "scope": Scope.ALL},
    ],
)
async def test_every_listing_has_its_index(
    mongodb_url: str, database_name: str, query: dict[str, Any]
) -> None:
    mongo = Mongo(mongodb_url, database_name)
    await AppointmentRepository(mongo, HistoryRepository(mongo)).ensure_indexes()
    asked = AppointmentQuery(**query)
    cursor = mongo.database["appointments"].find(filter_of(asked, NOW)).sort(sort_of(asked)).limit(20)
    plan = str((await cursor.explain())["queryPlanner"]["winningPlan"])
    mongo.close()
    assert "IXSCAN" in plan
    assert "COLLSCAN" not in plan
