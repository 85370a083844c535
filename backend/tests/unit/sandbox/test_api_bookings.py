"""What the sandbox's API v2 allows and refuses with a booking (CALCOM.md B, D3, D5)."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from calcom_sandbox.acts import hosting
from tests.sandbox_api import FIELDS, Office, book, office_for_tests, order

CONFIRMED, WEEKLY, SEATED = 3, 5, 6
NEW_START = {"start": "2026-11-30T15:00:00Z"}


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with office_for_tests() as opened:
        yield opened


async def act(office: Office, uid: str, name: str, **body: Any) -> httpx.Response:
    return await office.http.post(f"/v2/bookings/{uid}/{name}", json=body)


def message(answer: httpx.Response) -> str:
    body = answer.json()
    return str(body.get("error", body)["message"])


async def test_a_rescheduled_row_reads_cancelled_and_names_no_successor(office: Office) -> None:
    old = await book(office)
    new = (await act(office, old["uid"], "reschedule", **NEW_START)).json()["data"]
    assert new["rescheduledFromUid"] == old["uid"]
    read = await office.data("GET", f"/v2/bookings/{old['uid']}")
    assert read["status"] == "cancelled"
    assert "rescheduledToUid" not in read
    again = await act(office, old["uid"], "reschedule", **NEW_START)
    assert again.status_code == 400
    assert f"rescheduled already to booking with uid={new['uid']}" in message(again)


async def test_what_was_cancelled_cannot_be_moved_or_cancelled_again(office: Office) -> None:
    uid = (await book(office))["uid"]
    assert (
        message(await act(office, uid, "cancel")) == "Cancellation reason is required when you are the host"
    )
    assert (await act(office, uid, "cancel", cancellationReason="Sem equipe")).status_code == 200
    moved, cancelled = (
        await act(office, uid, "reschedule", **NEW_START),
        await act(office, uid, "cancel", cancellationReason="De novo"),
    )
    assert (moved.status_code, cancelled.status_code) == (400, 400)
    assert "because it has been cancelled. Please" in message(moved)
    assert "cancelled already" in message(cancelled)
    assert office.inbox.triggers == ["BOOKING_CREATED", "BOOKING_CANCELLED"]


async def test_what_was_declined_answers_a_move_outside_the_envelope(office: Office) -> None:
    uid = (await book(office, CONFIRMED))["uid"]
    assert (await act(office, uid, "decline", reason="Agenda cheia")).json()["data"]["status"] == "rejected"
    moved = await act(office, uid, "reschedule", **NEW_START)
    assert moved.json() == {"statusCode": 404, "message": "Could not find original booking"}
    assert (await act(office, uid, "confirm")).json()["error"]["code"] == "TRPCError"


async def test_the_owners_key_accepts_a_moved_request_and_a_patient_without_key_asks_again(
    office: Office,
) -> None:
    uid = (await book(office, CONFIRMED))["uid"]
    moved = await act(office, uid, "reschedule", **NEW_START, rescheduledBy="maria@example.com")
    assert moved.json()["data"]["status"] == "accepted"
    del office.http.headers["authorization"]
    again = await act(office, moved.json()["data"]["uid"], "reschedule", start="2026-11-30T17:00:00Z")
    assert again.json()["data"]["status"] == "pending"


async def test_a_busy_start_is_refused_for_a_booking_and_for_a_move(office: Office) -> None:
    await book(office)
    other = (await book(office, start="2026-11-30T16:00:00Z"))["uid"]
    busy = await office.http.post("/v2/bookings", json=order())
    moved = await act(office, other, "reschedule", start="2026-11-30T13:00:00Z")
    for answer in (busy, moved):
        assert answer.status_code == 400
        assert "already has booking at this time" in message(answer)


async def test_unknown_properties_and_too_much_metadata_are_refused(office: Office) -> None:
    bodies = [
        order(foo=1),
        order(metadata={str(n): "x" for n in range(51)}),
        order(metadata={"k" * 41: "x"}),
        order(metadata={"k": "x" * 501}),
        order(start="amanhã"),
        order(attendee={"name": "Sem contato", "timeZone": "America/Sao_Paulo"}),
        order(start="2026-11-01T13:00:00Z"),
        order(bookingFieldsResponses=FIELDS | {"convenio": "Outro"}),
    ]
    answers = [await office.http.post("/v2/bookings", json=body) for body in bodies]
    assert [each.status_code for each in answers] == [400] * len(bodies)
    assert message(answers[0]) == "foo property is wrong,property foo should not exist "
    assert office.box.store.rows() == []


async def test_the_whole_series_or_what_follows_is_cancelled_with_one_delivery(office: Office) -> None:
    visits = await book(office, WEEKLY)
    body = {"cancellationReason": "Férias", "cancelSubsequentBookings": True}
    after = (await act(office, visits[1]["uid"], "cancel", **body)).json()["data"]
    assert [each["status"] for each in after] == ["accepted", "cancelled", "cancelled"]
    assert office.inbox.triggers.count("BOOKING_CANCELLED") == 1
    series = visits[0]["recurringBookingUid"]
    rest = (await act(office, series, "cancel", cancellationReason="Fim")).json()["data"]
    assert {each["status"] for each in rest} == {"cancelled"}


async def test_a_seat_is_given_up_alone_and_a_seat_of_another_booking_is_not(office: Office) -> None:
    first = await book(office, SEATED)
    second = await book(office, SEATED, name="Lia")
    elsewhere = await book(office, SEATED, name="Rui", start="2026-11-30T16:00:00Z")
    assert first["uid"] == second["uid"]
    wrong = await act(office, elsewhere["uid"], "cancel", seatUid=second["seatUid"])
    assert "does not belong to this booking" in message(wrong)
    left = (await act(office, first["uid"], "cancel", seatUid=second["seatUid"])).json()["data"]
    assert [each["seatUid"] for each in left["attendees"]] == [first["seatUid"]]
    assert left["status"] == "accepted"
    again = await act(office, first["uid"], "cancel", seatUid=second["seatUid"])
    assert "does not exist or has already been cancelled" in message(again)


async def test_full_and_taken_seats_are_refused_outside_the_envelope(office: Office) -> None:
    for name in ("Ana", "Bia", "Caio"):
        await book(office, SEATED, name=name)
    full = await office.http.post("/v2/bookings", json=order(SEATED, "Davi"))
    assert full.json() == {"statusCode": 409, "message": "booking_seats_full_error"}


async def test_absence_is_noted_only_once_the_visit_has_begun(office: Office) -> None:
    uid = (await book(office))["uid"]
    body = {"host": True, "attendees": [{"email": "maria@example.com", "absent": True}]}
    early = await act(office, uid, "mark-absent", **body)
    assert "only be marked as absent after" in message(early)
    office.clock.forward(days=8)
    noted = (await act(office, uid, "mark-absent", **body)).json()["data"]
    assert (noted["absentHost"], noted["attendees"][0]["absent"]) == (True, True)
    ended = await act(office, uid, "cancel", cancellationReason="tarde")
    assert ended.json() == {"statusCode": 400, "message": "Cannot cancel a booking that has already ended"}


async def test_a_row_that_vanished_is_unknown_and_leaves_its_slot(office: Office) -> None:
    uid = (await book(office))["uid"]
    office.box.store.vanish(office.box.booking(uid))
    assert (await office.http.get(f"/v2/bookings/{uid}")).status_code == 404
    for name in ("reschedule", "cancel", "confirm"):
        assert (
            await act(office, uid, name, **(NEW_START if name == "reschedule" else {}))
        ).status_code == 404
    assert await office.data("GET", "/v2/bookings") == []
    await book(office)


async def test_a_row_that_the_host_asked_to_move_counts_as_moved_to_nowhere(office: Office) -> None:
    uid = (await book(office))["uid"]
    await hosting.request_reschedule(office.box, uid, "Outro dia")
    assert "uid=undefined" in message(await act(office, uid, "reschedule", **NEW_START))


async def test_routes_of_one_version_are_unknown_under_another(office: Office) -> None:
    uid = (await book(office))["uid"]
    office.http.headers["cal-api-version"] = "2026-02-25"
    assert (await act(office, uid, "reschedule", **NEW_START)).status_code == 404
    assert (await office.http.get("/v2/event-types/1")).status_code == 404
    read = await office.data("GET", f"/v2/bookings/{uid}")
    assert (read["status"], "startTime" in read) == ("ACCEPTED", True)
