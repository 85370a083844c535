"""What has to be in a sandbox that plays Cal.diy 6.2 before a request recorded there is sent to it again."""

from datetime import UTC, datetime, timedelta

from calcom_sandbox.acts import booking, hosting
from calcom_sandbox.orders import Order
from calcom_sandbox.rows import Booking
from tests.contract.sandbox_api_scenes import Asked, Scene, exhausted, nothing
from tests.contract.sandbox_scenes import LATER, START, move
from tests.contract.sandbox_scenes_6_2 import MARINA, SEATED, WITHOUT_GUESTS, book
from tests.sandbox_api import Office

SLOT = datetime(2026, 12, 17, 13, tzinfo=UTC)
BUSY = datetime(2026, 12, 14, 12, tzinfo=UTC)


async def seated_type(office: Office) -> Asked:
    office.box.store.put_event_type(SEATED)
    return Asked()


def taken(seats: int) -> Scene:
    """So many people sit in the slot of the recordings."""

    async def scene(office: Office) -> Asked:
        row = await sit(office, seats)
        return Asked(row.uid if row else "")

    return scene


async def sit(office: Office, seats: int) -> Booking | None:
    await seated_type(office)
    row = None
    for number in range(1, seats + 1):
        answers = {"name": f"Vaga {number}", "email": f"vaga{number}@example.com", "guests": list[str]()}
        order = Order(event_type_id=SEATED.id, start=SLOT, answers=answers, answers_place=False)
        row = (await booking.book(office.box, order))[0]
    return row


async def one_on_a_seat(office: Office) -> Asked:
    order = Order(event_type_id=6, start=START, answers=WITHOUT_GUESTS, answers_place=False)
    row = (await booking.book(office.box, order))[0]
    return Asked(row.uid, {"seatUid": row.seats[0].reference_uid})


async def moved_and_answered(office: Office) -> Asked:
    """The kinds of rows of the recorded list: moved by page and by API, confirmed, declined, awaiting, cancelled."""
    box = office.box
    first = await move(box, await book(box, 1))
    office.clock.forward(minutes=1)
    await hosting.reject(box, (await book(box, 3, by_page=False)).uid)
    await hosting.request_reschedule(box, first.uid, "")
    request = await book(box, 3, by_page=False)
    await move(box, request, LATER, api_reason="prefiro domingo", rescheduled_by="marina@example.com")
    order = Order(event_type_id=1, start=START, answers=WITHOUT_GUESTS, answers_place=False)
    by_api = (await booking.book(box, order.model_copy(update={"start": LATER + timedelta(hours=1)})))[0]
    await move(box, by_api, LATER + timedelta(hours=2))
    return Asked()


async def begun(office: Office) -> Asked:
    row = await book(office.box, 1, by_page=False)
    office.clock.now = START + timedelta(minutes=5)
    return Asked(row.uid, {"attendees": [{"email": MARINA["email"], "absent": True}]})


async def busy(office: Office) -> Asked:
    row = await book(office.box, 1)
    order = Order(event_type_id=1, start=BUSY, answers=MARINA)
    await booking.book(office.box, order)
    return Asked(row.uid)


CASES_6_2: dict[str, Scene] = {
    "api__429": exhausted,
    "api__booking_get_by_other_accounts_key": taken(3),
    "api__bookings-list_rescheduledToUid": moved_and_answered,
    "api__bookings_list_other_account": taken(3),
    "api__event-type-create_confirmation_and_seats": nothing,
    "api__event-type-create_with_seats": nothing,
    "api__event-type-patch_answer_shows_hidden_field": nothing,
    "api__event-type-patch_seats_fewer_than_taken": taken(3),
    "api__event-type-patch_seats_more": seated_type,
    "api__event-type-seats_get": seated_type,
    "api__event-types-list_hides_hidden_fields": nothing,
    "api__mark-absent_updatedAt_unchanged": begun,
    "api__me_second_account": nothing,
    "api__reschedule-400_busy": busy,
    "api__seat-booking_first": seated_type,
    "api__seat-booking_fourth_full": taken(3),
    "api__seat-booking_second_same_slot": taken(1),
    "api__seat-booking_third_same_slot": taken(2),
    "api__seat-cancel-200_with_reason": one_on_a_seat,
    "api__seat-cancel-400_reason_required_by_host": one_on_a_seat,
    "api__slots_other_account_same_hour": nothing,
    "api__slots_seated_remaining": taken(3),
    "api__webhook_second_account": nothing,
}
NOT_PRODUCED_6_2 = {
    "api__schedule_get_with_overrides": "the sandbox's opening hours are fixed",
    "api__schedule_override_bad_time": "the sandbox's opening hours are fixed",
    "api__schedule_override_closed_day": "the sandbox's opening hours are fixed",
    "api__schedule_override_two_windows": "the sandbox's opening hours are fixed",
    "api__schedule_overrides_cleared": "the sandbox's opening hours are fixed",
    "api__schedules_list": "the sandbox's opening hours are fixed",
    "api__slot_reservation": "the sandbox reserves no slots",
    "api__slots_after_closed_day": "the sandbox's opening hours are fixed",
    "api__slots_after_reservation": "the sandbox reserves no slots",
}
