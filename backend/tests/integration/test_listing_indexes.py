"""What is served by an index on every server, among 20,000 appointments."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.collection import Collection

from application.page import AppointmentQuery, Scope
from domain.appointment import Appointment, Origin, Status, Tag
from infrastructure.mongo import Mongo
from infrastructure.repositories.appointment_counts import count_pipeline, present_pipeline
from infrastructure.repositories.appointment_document import to_document
from infrastructure.repositories.appointment_query import filter_of, sort_of
from infrastructure.repositories.appointment_repository import AppointmentRepository
from infrastructure.repositories.history_repository import HistoryRepository
from tests.builders import NOW, VALID_CPF, an_appointment
from tests.embedded import fresh_database
from tests.indexes import ensure_indexes

Appointments = Collection[dict[str, Any]]

MANY, AT_ONCE = 20_000, 2_500
FILTERS = ("nome_unidade", "nome_marca", "status", "origem", "driver_id", "collector_id", "tag", "pendencia")
MONTH = {"data_inicio": date(2026, 10, 25), "data_fim": date(2026, 11, 23), "scope": Scope.ALL}


def visits() -> Iterator[Appointment]:
    """A hundred a day. Names are short, for every beginning of a word is an entry of the search's index."""
    random, start = Random(7), an_appointment(nome_paciente="Eva", hora_agendamento="08:00")
    first = date(2026, 8, 20)
    for number in range(MANY):
        yield replace(
            start,
            id=f"{number:05}",
            versao=1,
            data_agendamento=first + timedelta(days=number // 100),
            nome_unidade=f"Unidade {random.randrange(6)}",
            nome_marca=f"Marca {random.randrange(3)}",
            status=random.choice(list(Status)),
            origem=random.choice(list(Origin)),
            driver_id=f"d{random.randrange(5)}",
            collector_id=f"c{random.randrange(5)}",
            tags=(Tag("t1", "Jejum", "#ffffff"),) if random.random() < 0.2 else (),
            pendencias=("cpf_ausente",) if random.random() < 0.4 else (),
        )


@pytest.fixture(scope="module")
def crowded(mongodb_url: str) -> Iterator[Appointments]:
    """The collection with its indexes and 20,000 appointments."""
    with fresh_database(mongodb_url) as name, MongoClient[dict[str, Any]](mongodb_url) as client:
        asyncio.run(_prepare(mongodb_url, name))
        appointments = client[name]["appointments"]
        documents = [to_document(each) for each in visits()]
        for start in range(0, MANY, AT_ONCE):
            appointments.insert_many(documents[start : start + AT_ONCE], ordered=False)
        yield appointments


async def _prepare(mongodb_url: str, name: str) -> None:
    mongo = Mongo(mongodb_url, name)
    await ensure_indexes(mongo.database, AppointmentRepository(mongo, HistoryRepository(mongo)))
    await mongo.close()


def is_indexed(plan: dict[str, Any]) -> bool:
    return "IXSCAN" in str(plan) and "COLLSCAN" not in str(plan)


@pytest.mark.parametrize(
    "query",
    [
        *({"scope": scope} for scope in (Scope.CURRENT, Scope.HISTORY, Scope.UNSCHEDULED)),
        MONTH,
        *({"scope": Scope.ALL, name: ("a",)} for name in FILTERS),
        *({"scope": Scope.ALL, name: ("a", "b")} for name in FILTERS),
        {"scope": Scope.ALL, "q": "maria"},
        {"q": VALID_CPF, "scope": Scope.ALL},
    ],
)
def test_every_listing_has_its_index(crowded: Appointments, query: dict[str, Any]) -> None:
    asked = AppointmentQuery(**query)
    plan = crowded.find(filter_of(asked, NOW)).sort(sort_of(asked)).limit(20).explain()
    assert is_indexed(plan["queryPlanner"]["winningPlan"])


@pytest.mark.parametrize("query", [MONTH, *(MONTH | {name: ("a",)} for name in FILTERS)])
@pytest.mark.parametrize("pipeline", [count_pipeline, present_pipeline])
def test_every_count_reads_its_period_from_an_index(
    crowded: Appointments, pipeline: Any, query: dict[str, Any]
) -> None:
    aggregation = {
        "aggregate": "appointments",
        "pipeline": pipeline(AppointmentQuery(**query), NOW),
        "cursor": {},
    }
    assert is_indexed(crowded.database.command("explain", aggregation))
