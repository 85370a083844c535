"""Whatever is lost on the way to the database, what staff enter is stored once, and they are told nothing but "try again"."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pymongo.database import Database

from infrastructure.mongo import Mongo
from tests.embedded import empty_database
from tests.lists import DRIVERS
from tests.profile import examples
from tests.wire.clinic import Clinic, open_clinic
from tests.wire.faults import CutAfter, CutBefore, Fault, Refuse
from tests.wire.proxy import FaultProxy

PRIMARY_STEPPED_DOWN, WRITE_CONFLICT, EXCEEDED_TIME_LIMIT = 189, 112, 262
FAULTS: list[Fault] = [
    CutBefore(),
    CutAfter(),
    Refuse(PRIMARY_STEPPED_DOWN),
    Refuse(WRITE_CONFLICT),
    Refuse(EXCEEDED_TIME_LIMIT),
]
ACTS = ("create", "write", "delete", "hire", "employ", "unite")
_FEW = settings(
    max_examples=examples(6),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
async def clinic(mongo: Mongo) -> Clinic:
    return await open_clinic(mongo)


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("act", ACTS)
async def test_a_commit_whose_answer_is_lost_stores_once(
    clinic: Clinic, proxy: FaultProxy, act: str, times: int
) -> None:
    if act in ("write", "delete"):
        await clinic.create(1)
    proxy.add(CutAfter(), "commitTransaction", times=times)

    await _do(clinic, act, 1)

    await _holds(clinic, Counter({(act, 1)}))


@pytest.mark.parametrize("command", ["insert", "update"])
@pytest.mark.parametrize("fault", [CutAfter(), Refuse(WRITE_CONFLICT)], ids=["lost", "conflict"])
@pytest.mark.parametrize("act", ACTS)
async def test_a_statement_that_fails_twice_in_a_row_stores_once(
    clinic: Clinic, proxy: FaultProxy, act: str, fault: Fault, command: str
) -> None:
    if act in ("write", "delete"):
        await clinic.create(1)
    proxy.add(fault, command, times=2)

    await _do(clinic, act, 1)

    await _holds(clinic, Counter({(act, 1)}))


@_FEW
@given(
    acts=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(1, 3)), min_size=3, max_size=8),
    faults=st.lists(st.sampled_from(FAULTS), min_size=1, max_size=len(FAULTS), unique_by=repr),
)
async def test_while_commands_fail_in_passing_nothing_is_doubled(
    clinic: Clinic,
    proxy: FaultProxy,
    prepared_database: Database[dict[str, object]],
    acts: list[tuple[str, int]],
    faults: list[Fault],
) -> None:
    proxy.clear()
    empty_database(prepared_database)
    clinic = await open_clinic(clinic.mongo)
    for fault in faults:
        proxy.add(fault, chance=0.15 / len(faults))

    for act, number in acts:
        await _do(clinic, act, number)

    proxy.clear()
    await _holds(clinic, Counter(acts))


async def _do(clinic: Clinic, act: str, number: int) -> None:
    extra: tuple[str, ...] = (f"texto {number}",) if act == "write" else ()
    await getattr(clinic, act)(number, *extra)


async def _holds(clinic: Clinic, acts: Counter[Any]) -> None:
    """What is stored is what staff know of, and nothing besides."""
    database = clinic.mongo.database
    stored = [each async for each in database["appointments"].find()]
    assert {each["_id"]: each["observacoes"] for each in stored} == {
        clinic.ids[number]: text for number, text in clinic.texts.items()
    }
    entries = Counter([each["appointment_id"] async for each in database["appointment_history"].find()])
    assert {each["_id"]: each["versao"] for each in stored} == {
        each["_id"]: entries[each["_id"]] for each in stored
    }
    done = {act: {number for name, number in acts if name == act} for act in ACTS}
    drivers = Counter([each["name"] async for each in database["drivers"].find()])
    assert drivers == Counter({*(each.name for each in DRIVERS), *(f"Motorista {n}" for n in done["hire"])})
    users = Counter([each["name"] async for each in database["users"].find()])
    assert users == Counter({f"Pessoa {n}" for n in done["employ"]})
    aliases = Counter([each["_id"] async for each in database["client_aliases"].find()])
    clients = Counter([each["_id"] async for each in database["clients"].find()])
    assert (aliases, clients) == (
        Counter({f"c{n}b" for n in done["unite"]}),
        Counter({f"c{n}a" for n in done["unite"]}),
    )
