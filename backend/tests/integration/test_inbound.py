"""Deliveries through the inbox and racing workers into the real database."""

import json
from collections.abc import AsyncIterator
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calcom_integration.delivery import State
from infrastructure.clock import SystemClock
from tests.chains import APART, CHAINS, ENDS, visit, visits
from tests.deliveries import MEANT_TO_FAIL, Sent, all_sent, sent
from tests.inbound import Desk, open_desk
from tests.profile import examples

_MANY_ORDERS = settings(
    max_examples=examples(6),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
async def desk(mongodb_url: str, database_name: str) -> AsyncIterator[Desk]:
    desk = await open_desk(mongodb_url, database_name)
    yield desk
    await desk.mongo.close()


async def test_every_known_payload_ends_done_or_ignored_with_a_reason(desk: Desk) -> None:
    deliveries = all_sent()
    ids = await desk.receive(deliveries)
    await desk.work_off()

    ends = {each.name: await desk.state_of(i) for each, i in zip(deliveries, ids, strict=True)}
    assert {name for name, (state, _) in ends.items() if state is State.FAILED} == MEANT_TO_FAIL
    assert {state for state, _ in ends.values()} == {State.DONE, State.IGNORED, State.FAILED}
    assert all(reason for state, reason in ends.values() if state is State.IGNORED)


@pytest.mark.parametrize("name", CHAINS)
async def test_each_chain_gives_one_appointment_with_the_right_end(desk: Desk, name: str) -> None:
    await desk.receive([sent(each) for each in CHAINS[name]])
    await desk.work_off()

    found = await desk.appointments()
    assert {visit(each) for each in found} == ENDS[name]
    assert len(found) == len(ENDS[name])


@_MANY_ORDERS
@given(random=st.randoms(use_true_random=False))
@pytest.mark.parametrize("name", CHAINS)
async def test_any_order_with_two_workers_racing_gives_the_same(
    desk: Desk, name: str, random: Random
) -> None:
    in_order = await _after(desk, CHAINS[name])
    shuffled = [*CHAINS[name]]
    random.shuffle(shuffled)

    assert await _after(desk, shuffled, repeated=random.randrange(3)) == in_order


@_MANY_ORDERS
@given(random=st.randoms(use_true_random=False))
async def test_all_chains_at_once_in_any_order_end_as_each_alone(desk: Desk, random: Random) -> None:
    shuffled = [each for name in APART for each in CHAINS[name]]
    random.shuffle(shuffled)
    await _after(desk, shuffled)

    assert {visit(each) for each in await desk.appointments()} == set().union(*(ENDS[name] for name in APART))


async def test_a_repeated_delivery_is_the_earlier_one(desk: Desk) -> None:
    [first] = await desk.receive([sent("created__plain_secret")])
    again = await desk.inbox.receive(sent("created__plain_secret").body, {})

    assert (again.status, again.delivery_id) == ("duplicate", first)


async def test_news_that_came_before_its_row_is_joined_when_the_row_comes(desk: Desk) -> None:
    [no_show] = await desk.receive([sent("no_show__marked")])
    await desk.work_off()
    assert await desk.state_of(no_show) == (State.IGNORED, "reserva_desconhecida")

    await desk.receive([_as_created(sent("meeting_started__plain"))])
    await desk.work_off()

    assert await desk.state_of(no_show) == (State.DONE, None)
    [appointment] = await desk.appointments()
    assert appointment.paciente_ausente


async def test_a_companion_s_absence_is_not_the_patient_s(desk: Desk) -> None:
    absences = [
        _absence_of(email, minute) for minute, email in enumerate(("filho@example.com", "carla@example.com"))
    ]
    await desk.receive([sent("created__guests"), absences[0]])
    await desk.work_off()
    [appointment] = await desk.appointments()
    assert not appointment.paciente_ausente

    await desk.receive(absences[1:])
    await desk.work_off()
    [appointment] = await desk.appointments()
    assert appointment.paciente_ausente


async def test_a_delivery_s_history_names_it_as_the_cause(desk: Desk) -> None:
    [delivery_id] = await desk.receive([sent("created__plain_secret")])
    await desk.work_off()

    [appointment] = await desk.appointments()
    [entry] = await desk.history.of(appointment.id)
    assert (entry.actor.kind, entry.cause.kind, entry.cause.id) == ("calcom", "entrega", delivery_id)
    assert {change.field for change in entry.changes} >= {
        "status",
        "nome_paciente",
        "inicio",
        "calcom_booking_id",
    }


async def _after(desk: Desk, names: list[str], repeated: int = 0) -> dict[str, dict[str, object]]:
    """The appointments of an empty database after those deliveries, the first ones processed once more."""
    for collection in ("appointments", "appointment_history", "calcom_deliveries"):
        await desk.mongo.database[collection].delete_many({})
    ids = await desk.receive([sent(each) for each in names])
    await desk.work_off()
    for delivery_id in ids[:repeated]:
        await desk.store.replay_one(delivery_id, SystemClock().now())
    await desk.work_off()
    return visits(await desk.appointments())


def _absence_of(email: str, minute: int) -> Sent:
    """The recorded absence, of somebody on the booking with companions."""
    created, marked = sent("created__guests"), sent("no_show__marked")
    booking, body = json.loads(created.body)["payload"], json.loads(marked.body)
    attendees = [{"email": email, "noShow": True}]
    body["payload"] |= {
        "bookingUid": booking["uid"],
        "bookingId": booking["bookingId"],
        "attendees": attendees,
    }
    body["createdAt"] = f"2026-11-23T13:{minute:02}:00.000Z"
    return Sent(f"no_show__of_{email}", json.dumps(body).encode(), marked.headers)


def _as_created(meeting: Sent) -> Sent:
    """The creation that the recorded meeting's booking must have had."""
    body = meeting.body.replace(b'"triggerEvent":"MEETING_STARTED"', b'"triggerEvent":"BOOKING_CREATED"')
    return Sent("created__of_a_meeting", body, meeting.headers)
