"""Every listing, count and KPI of appointments finds what a plain evaluation in Python finds, whatever is asked
(docs/decisions/0002)."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from application.counts import kpis_of
from application.services.agenda_service import AgendaService
from domain.appointment import Appointment
from infrastructure.mongo import Mongo
from infrastructure.repositories.appointment_document import to_document
from infrastructure.repositories.appointment_indexes import DUE, PUSH_DUE, PUSH_WAITING
from infrastructure.repositories.appointment_repository import AppointmentRepository
from infrastructure.repositories.history_repository import HistoryRepository
from tests.builders import NOW
from tests.crowd import DAYS, FILTERS, UNITS, any_instant, any_query, crowd
from tests.embedded import fresh_database
from tests.fakes import FakeAppointmentRepository, FakeClock
from tests.indexes import ensure_indexes
from tests.lists import stores_over
from tests.profile import examples, sized

seeds = st.randoms(use_true_random=False)


@dataclass
class Both:
    """The same appointments in the database, with its indexes, and in plain Python."""

    real: AppointmentRepository
    plain: FakeAppointmentRepository
    mongo: Mongo


@pytest.fixture(scope="module", params=range(sized(1, 5)))
async def both(mongodb_url: str, request: pytest.FixtureRequest) -> AsyncIterator[Both]:
    with fresh_database(mongodb_url) as name:
        mongo, plain = Mongo(mongodb_url, name), FakeAppointmentRepository()
        real = AppointmentRepository(mongo, HistoryRepository(mongo))
        await ensure_indexes(mongo.database, real)
        for each in crowd(request.param):
            plain.stored[each.id] = each
        await mongo.database["appointments"].insert_many(map(to_document, plain.stored.values()))
        yield Both(real, plain, mongo)
        await mongo.close()


def ids(appointments: Sequence[Appointment]) -> list[str]:
    return [each.id for each in appointments]


@settings(max_examples=examples(300))
@given(random=seeds)
async def test_every_page_of_every_listing(both: Both, random: Random) -> None:
    query, at = any_query(random), any_instant(random)
    real, plain = await both.real.search(query, at), await both.plain.search(query, at)
    assert (ids(real.items), real.total) == (ids(plain.items), plain.total), (query, at)


@settings(max_examples=examples(200))
@given(random=seeds)
async def test_every_count_and_every_value_present(both: Both, random: Random) -> None:
    query, at = replace(any_query(random), sort=None), any_instant(random)
    plain = both.plain
    assert kpis_of(await both.real.count(query, at)) == kpis_of(await plain.count(query, at)), (query, at)
    assert await both.real.present(query, at) == await plain.present(query, at), (query, at)
    real_days, plain_days = await both.real.count_days(query, at), await plain.count_days(query, at)
    assert sorted(map(astuple, real_days)) == sorted(map(astuple, plain_days)), (query, at)


@pytest.mark.parametrize("units", [(), UNITS[:1], ("Fechada",)])
async def test_the_agenda_of_every_day(both: Both, units: tuple[str, ...]) -> None:
    clock = FakeClock()
    real = AgendaService(stores_over(both.mongo, both.real), clock)
    plain = AgendaService(replace(stores_over(both.mongo, both.real), appointments=both.plain), clock)
    for day in DAYS:
        found, wanted = await real.of(day, units), await plain.of(day, units)
        assert ids(found.visits) == ids(wanted.visits)
        assert [each.overlap for each in found.warnings] == [each.overlap for each in wanted.warnings]


async def test_what_is_asked_about_days_and_clients(both: Both) -> None:
    for count in range(len(DAYS)):
        assert await both.real.visits_on(DAYS[:count]) == await both.plain.visits_on(DAYS[:count])
    for client in FILTERS["cliente_id"]:
        assert await both.real.totals_of_client(client) == await both.plain.totals_of_client(client)
        real, plain = await both.real.ids_of_client(client), await both.plain.ids_of_client(client)
        assert sorted(real) == sorted(plain)


async def test_what_is_due(both: Both) -> None:
    """Asked for at every instant that something is due at, and just before and after it."""
    appointments = both.mongo.database["appointments"]
    due = [NOW + timedelta(milliseconds=number % 7) for number in range(len(both.plain.stored))]
    for each, at in zip(both.plain.stored, due, strict=True):
        both.plain.due_since[each] = at
        fields = {DUE: at, PUSH_DUE: at, PUSH_WAITING: at}
        await appointments.update_one({"_id": each}, {"$set": fields})
    for milliseconds in range(-1, 8):
        at = NOW + timedelta(milliseconds=milliseconds)
        plain = await both.plain.due(at, 1_000)
        assert sorted(await both.real.due(at, 1_000)) == sorted(plain)
        assert sorted(await both.real.pushes_due(at, 1_000)) == sorted(plain)
        assert await both.real.pushes_waiting(at) == len(plain)
