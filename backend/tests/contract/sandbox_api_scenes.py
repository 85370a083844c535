"""What has to be in the sandbox before a recorded request of API v2 is sent to it again."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeAlias

from calcom_sandbox.acts import cancelling, hosting
from tests.contract.sandbox_api_histories import history, moved_twice, one_day, two_rows, upcoming_only
from tests.contract.sandbox_scenes import (
    ANSWERED,
    JOAO,
    START,
    book,
    move,
)
from tests.sandbox_api import Office

ADDRESS = "http://127.0.0.1:8899/v2-created"


@dataclass(frozen=True)
class Asked:
    """What replaces the recorded uid in the path, and parts of the recorded body."""

    uid: str = ""
    body: dict[str, Any] = field(default_factory=dict)


Scene: TypeAlias = Callable[[Office], Awaitable[Asked]]


def filled(fill: Callable[[Office], Awaitable[None]]) -> Scene:
    """The scene of a list."""

    async def scene(office: Office) -> Asked:
        await fill(office)
        return Asked()

    return scene


async def nothing(_: Office) -> Asked:
    return Asked()


async def booked(office: Office, request: dict[str, Any]) -> dict[str, Any]:
    data: dict[str, Any] = await office.data("POST", "/v2/bookings", json=request)
    return data


def request(type_id: int, name: str, start: str = "2026-11-30T13:00:00Z") -> dict[str, Any]:
    person = {
        "name": name,
        "email": f"{name.split()[0].lower()}@example.com",
        "timeZone": "America/Sao_Paulo",
    }
    return {"start": start, "eventTypeId": type_id, "attendee": person}


def full() -> dict[str, Any]:
    """The recorded booking with everything in it."""
    person = {"phoneNumber": "+5511900001111", "language": "pt-BR"}
    fields = {"cpf": "123.456.789-09", "telefone": "+5511900001111", "convenio": "Unimed"}
    answers = {**fields, "sintomas": ["Tosse"], "primeira-vez": True, "notes": "via api"}
    base = request(2, "Nina")
    guests = {"guests": ["mae@example.com"], "metadata": {"crmId": "42", "source": "crm"}}
    return base | guests | {"attendee": base["attendee"] | person, "bookingFieldsResponses": answers}


async def full_booking(office: Office) -> Asked:
    return Asked((await booked(office, full()))["uid"])


async def moved_booking(office: Office) -> Asked:
    uid = (await full_booking(office)).uid
    body = {"start": "2026-11-30T15:00:00Z", "reschedulingReason": "Trânsito"}
    return Asked((await office.data("POST", f"/v2/bookings/{uid}/reschedule", json=body))["uid"])


async def slot_taken(office: Office) -> Asked:
    await booked(office, request(1, "Outra"))
    return Asked()


async def pending(office: Office) -> Asked:
    return Asked((await booked(office, request(3, "Paula")))["uid"])


async def plain(office: Office) -> Asked:
    return Asked((await book(office.box, 2, JOAO)).uid)


async def with_everything(office: Office) -> Asked:
    return Asked((await book(office.box, 2, ANSWERED)).uid)


async def cancelled(office: Office) -> Asked:
    row = await book(office.box, 2, ANSWERED)
    await cancelling.cancel(office.box, row.uid, "Médica em congresso")
    return Asked(row.uid)


async def moved_away(office: Office) -> Asked:
    return Asked((await moved_twice(office))[0].uid)


async def moved_on(office: Office) -> Asked:
    """A row in the middle of a chain: it came from somewhere and went away."""
    return Asked((await moved_twice(office))[1].uid)


async def moved_with_reason(office: Office) -> Asked:
    row = await book(office.box, 2, ANSWERED)
    return Asked((await move(office.box, row)).uid)


async def series(office: Office) -> list[dict[str, Any]]:
    body = request(5, "Rita", "2026-12-15T13:00:00Z") | {"recurrenceCount": 3}
    data: list[dict[str, Any]] = await office.data("POST", "/v2/bookings", json=body)
    return data


async def one_of_series(office: Office) -> Asked:
    return Asked((await series(office))[0]["uid"])


async def whole_series(office: Office) -> Asked:
    return Asked((await series(office))[0]["recurringBookingUid"])


async def one_seat(office: Office) -> Asked:
    return Asked((await book(office.box, 6)).uid)


async def seat_sold(office: Office) -> Asked:
    await booked(office, request(6, "Sara Assento", "2026-12-01T13:00:00Z"))
    return Asked()


async def two_api_seats(office: Office) -> Asked:
    await seat_sold(office)
    second = await booked(office, request(6, "Teo", "2026-12-01T13:00:00Z"))
    return Asked(second["uid"], {"seatUid": second["seatUid"]})


async def begun(office: Office) -> Asked:
    row = await book(office.box, 2, {**JOAO, "email": "zeca@example.com"})
    office.clock.now = START + timedelta(minutes=5)
    return Asked(row.uid)


async def both_absent(office: Office) -> Asked:
    asked = await begun(office)
    await hosting.mark_no_show(office.box, asked.uid, "zeca@example.com")
    hosting.mark_host_absent(office.box, asked.uid, True)
    return asked


async def subscribed(office: Office) -> Asked:
    body = {"active": True, "subscriberUrl": ADDRESS, "triggers": ["BOOKING_CREATED"]}
    await office.data("POST", "/v2/webhooks", json=body)
    other = {"active": False, "subscriberUrl": "http://template.test", "triggers": ["BOOKING_CREATED"]}
    await office.data("POST", "/v2/webhooks", json=other | {"payloadTemplate": "{}", "secret": "s"})
    return Asked()


async def exhausted(office: Office) -> Asked:
    for _ in range(office.box.gate.limits.limit):
        await office.http.get("/v2/me")
    return Asked()


CASES: dict[str, Scene] = {
    "booking-cancel": moved_booking,
    "booking-cancel-no-body": one_of_series,
    "booking-cancel-other-user": moved_with_reason,
    "booking-cancel-recurring-all": whole_series,
    "booking-cancel-recurring-one": one_of_series,
    "booking-confirm": pending,
    "booking-create": nothing,
    "booking-create-bad-eventtype": nothing,
    "booking-create-conflict": slot_taken,
    "booking-create-invalid": nothing,
    "booking-create-phone-only": nothing,
    "booking-create-recurring": nothing,
    "booking-create-requires-confirmation": nothing,
    "booking-create-requires-confirmation-2": nothing,
    "booking-create-seat1": nothing,
    "booking-create-seat2": seat_sold,
    "booking-decline": pending,
    "booking-get": full_booking,
    "booking-get-404": nothing,
    "booking-get-cancelled": cancelled,
    "booking-get-other-users": both_absent,
    "booking-get-recurring-by-recurringUid": whole_series,
    "booking-get-recurring-one": one_of_series,
    "booking-get-rescheduled-new": moved_on,
    "booking-get-rescheduled-old": moved_away,
    "booking-get-seated": one_seat,
    "booking-mark-absent": begun,
    "booking-reschedule": full_booking,
    "booking-reschedule-seat2": two_api_seats,
    "bookings-list-all": filled(history),
    "bookings-list-attendee": filled(history),
    "bookings-list-bad-status": nothing,
    "bookings-list-badkey": nothing,
    "bookings-list-badver": filled(upcoming_only),
    "bookings-list-eventtype": filled(history),
    "bookings-list-noauth": nothing,
    "bookings-list-nover": filled(upcoming_only),
    "bookings-list-status-cancelled": filled(history),
    "bookings-list-status-upcoming": filled(history),
    "bookings-list-take-too-big": nothing,
    "bookings-list-take2": filled(two_rows),
    "bookings-list-window": filled(one_day),
    "event-type-one-2024-06-14": nothing,
    "event-types-2024-06-14": nothing,
    "event-types-by-username-2024-06-14": nothing,
    "me": nothing,
    "rate-limit-429": exhausted,
    "slots-2024-09-04": nothing,
    "webhooks-create": nothing,
    "webhooks-create-dup": subscribed,
    "webhooks-create-nosecret": nothing,
    "webhooks-list": subscribed,
}
