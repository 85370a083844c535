"""Planted identity over the real database (DESIGN.md, rule 12): who may join the appointment that staff made."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from application.ports import Write
from calcom_integration.delivery import State
from calcom_integration.refs import Refs
from domain.appointment import Origin, Status
from domain.pending import Pending
from tests.builders import an_appointment
from tests.deliveries import Sent
from tests.generated_deliveries import Row, cancelled, created
from tests.inbound import Desk, open_desk

BOOKED = datetime(2026, 11, 23, 12, tzinfo=UTC)
EVENT_TYPE = 2  # of the recorded creation
START = datetime(2026, 12, 1, 13, tzinfo=UTC)
PLANTED = "0b7b3a52-6a67-4c3e-9d5c-000000000001"


@pytest.fixture
async def desk(mongodb_url: str, database_name: str) -> AsyncIterator[Desk]:
    desk = await open_desk(mongodb_url, database_name)
    await desk.repository.commit(
        Write(put=an_appointment(id=PLANTED, nome_paciente="Paciente Plantado"), expected=0)
    )
    yield desk
    await desk.mongo.close()


async def test_a_good_reference_joins_what_staff_planted(desk: Desk) -> None:
    await _book(desk, "uid1", desk.refs.sign(PLANTED, EVENT_TYPE, BOOKED - timedelta(hours=1)))

    [found] = await desk.appointments()
    assert (found.id, found.origem, found.calcom_booking_id) == (PLANTED, Origin.MANUAL, "uid1")
    assert found.inicio == START
    assert Pending.POSSIVEL_DUPLICADO not in found.pendencias


async def test_the_reference_is_judged_by_when_the_booking_was_made(desk: Desk) -> None:
    """It expired long before this test was run, but not before the patient booked."""
    made = BOOKED - timedelta(hours=11, minutes=59)
    await _book(desk, "uid1", desk.refs.sign(PLANTED, EVENT_TYPE, made))

    assert [each.id for each in await desk.appointments()] == [PLANTED]


@pytest.mark.parametrize(
    "wrong",
    [
        "expired",
        "another event type",
        "another appointment",
        "another key",
        "a later expiry",
        "nonsense",
        "none",
    ],
)
async def test_a_bad_reference_makes_an_appointment_of_its_own(desk: Desk, wrong: str) -> None:
    hour_ago = BOOKED - timedelta(hours=1)
    good = desk.refs.sign(PLANTED, EVENT_TYPE, hour_ago)
    version, expiry, mac = good.split(".")
    refs = {
        "expired": desk.refs.sign(PLANTED, EVENT_TYPE, BOOKED - timedelta(hours=12, seconds=1)),
        "another event type": desk.refs.sign(PLANTED, EVENT_TYPE + 1, hour_ago),
        "another appointment": desk.refs.sign("0b7b3a52", EVENT_TYPE, hour_ago),
        "another key": Refs("somebody else's key").sign(PLANTED, EVENT_TYPE, hour_ago),
        "a later expiry": f"{version}.{int(expiry) + 1}.{mac}",
        "nonsense": "v1.não.é",
        "none": "",
    }
    await _book(desk, "uid1", refs[wrong])

    planted, own = sorted(await desk.appointments(), key=lambda each: each.id != PLANTED)
    assert (planted.id, planted.calcom_booking_id, planted.versao) == (PLANTED, None, 1)
    assert (own.calcom_booking_id, own.origem) == ("uid1", Origin.CALCOM)
    assert Pending.POSSIVEL_DUPLICADO not in own.pendencias


async def test_an_appointment_with_an_open_booking_takes_no_second_one(desk: Desk) -> None:
    ref = desk.refs.sign(PLANTED, EVENT_TYPE, BOOKED)
    await _book(desk, "uid1", ref)
    await _book(desk, "uid2", ref)

    planted, own = sorted(await desk.appointments(), key=lambda each: each.id != PLANTED)
    assert (planted.id, planted.calcom_booking_id) == (PLANTED, "uid1")
    assert own.calcom_booking_id == "uid2"
    assert Pending.POSSIVEL_DUPLICADO in own.pendencias


async def test_an_appointment_whose_booking_was_cancelled_takes_the_next(desk: Desk) -> None:
    ref = desk.refs.sign(PLANTED, EVENT_TYPE, BOOKED)
    await _book(desk, "uid1", ref)
    await _process(desk, cancelled(_row("uid1"), BOOKED + timedelta(minutes=1)))
    [visit] = await desk.appointments()
    await _book(desk, "uid2", desk.refs.sign(PLANTED, EVENT_TYPE, BOOKED, visit.side.chain.fingerprint))

    [found] = await desk.appointments()
    assert (found.id, found.calcom_booking_id) == (PLANTED, "uid2")


async def test_the_reference_of_a_cancelled_booking_takes_nothing_over(desk: Desk) -> None:
    """Whoever booked by it keeps it: used again, by a stranger say, it makes an appointment of its own."""
    ref = desk.refs.sign(PLANTED, EVENT_TYPE, BOOKED)
    await _book(desk, "uid1", ref)
    await _process(desk, cancelled(_row("uid1"), BOOKED + timedelta(minutes=1)))
    await _book(desk, "uid2", ref)

    planted, own = sorted(await desk.appointments(), key=lambda each: each.id != PLANTED)
    assert (planted.id, planted.calcom_booking_id, planted.status) == (PLANTED, "uid1", Status.CANCELADO)
    assert own.calcom_booking_id == "uid2"


async def test_what_a_reference_signs_cannot_be_left_out_or_changed(desk: Desk) -> None:
    version, expiry, _mark, mac = desk.refs.sign(PLANTED, EVENT_TYPE, BOOKED, "0" * 16).split(".")

    await _book(desk, "uid1", f"{version}.{expiry}.{mac}")
    await _book(desk, "uid2", f"{version}.{expiry}.{'1' * 16}.{mac}")

    assert PLANTED in {each.id for each in await desk.appointments() if each.calcom_booking_id is None}


async def test_of_two_bookings_at_once_one_joins_and_both_are_kept(desk: Desk) -> None:
    ref = desk.refs.sign(PLANTED, EVENT_TYPE, BOOKED)
    both = [created(_row(uid), BOOKED, metadata=_metadata(ref)) for uid in ("uid1", "uid2")]
    await desk.receive([Sent("created", body, {}) for body in both])
    await desk.work_off()

    found = await desk.appointments()
    assert {each.calcom_booking_id for each in found} == {"uid1", "uid2"}
    assert PLANTED in {each.id for each in found}


async def _book(desk: Desk, uid: str, ref: str) -> None:
    await _process(desk, created(_row(uid), BOOKED, metadata=_metadata(ref)))


async def _process(desk: Desk, body: bytes) -> None:
    [delivery_id] = await desk.receive([Sent("generated", body, {})])
    await desk.work_off()
    assert (await desk.state_of(delivery_id))[0] is State.DONE


def _metadata(ref: str) -> dict[str, str]:
    return {"agendamento_id": PLANTED, "ref": ref}


def _row(uid: str) -> Row:
    return Row(uid, int(uid[-1]), START, "Paciente Plantado", uid)
