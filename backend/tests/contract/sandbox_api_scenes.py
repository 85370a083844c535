"""What has to be in the sandbox before a recorded request of API v2 is sent to it again."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeAlias

from calcom_sandbox.acts import booking, cancelling, hosting
from calcom_sandbox.orders import Order
from calcom_sandbox.rows import Booking
from tests.contract.sandbox_scenes import (
    ANSWERED,
    JOAO,
    MARIA,
    MUCH_LATER,
    PHONE_ONLY,
    START,
    book,
    move,
)
from tests.sandbox_api import Office

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
CARLA = {"name": "Carla Com Acompanhante", "email": "carla@example.com"}
ADDRESS = "http://127.0.0.1:8899/v2-created"


@dataclass(frozen=True)
class Asked:
    """What replaces the recorded uid in the path, and parts of the recorded body."""

    uid: str = ""
    body: dict[str, Any] = field(default_factory=dict)


Scene: TypeAlias = Callable[[Office], Awaitable[Asked]]


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


async def moved_twice(office: Office) -> tuple[Booking, Booking, Booking]:
    first = await book(office.box, 1, {**CARLA, "guests": ["filho@example.com", "esposo@example.com"]})
    reason = {"rescheduleReason": "Imprevisto no trabalho"}
    second = await move(office.box, first, answers=reason, rescheduled_by="carla@example.com")
    alone = {"rescheduleReason": "Outro dia", "guests": []}
    return first, second, await move(office.box, second, MUCH_LATER, answers=alone)


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


async def at(office: Office, later: timedelta, type_id: int, answers: dict[str, Any] = MARIA) -> Booking:
    """A page's booking, some time after the others."""
    order = Order(event_type_id=type_id, start=START + later, answers=answers)
    return (await booking.book(office.box, order))[0]


async def history(office: Office) -> Asked:
    """Rows of every kind that the recorded instance held, its team's left out."""
    box = office.box
    third = (await moved_twice(office))[2]
    await hosting.request_reschedule(box, third.uid, "Preciso mudar o horario")
    await at(office, 1 * DAY, 2, JOAO)
    await cancelling.cancel(box, (await at(office, 2 * DAY, 2, JOAO)).uid, "Médica em congresso")
    await cancelling.cancel(box, (await at(office, 3 * DAY, 2, JOAO)).uid, "Não poderei", "bia@example.com")
    await cancelling.cancel(box, (await at(office, 4 * DAY, 5)).uid, "fim do tratamento", whole_series=True)
    await hosting.reject(box, (await at(office, 5 * DAY, 3)).uid)
    await at(office, 6 * DAY, 4, PHONE_ONLY)
    await at(office, 7 * DAY, 6)
    await move(box, await at(office, 8 * DAY, 8), START + 9 * DAY, answers={"rescheduleReason": "mudou"})
    return Asked()


async def two_rows(office: Office) -> Asked:
    """The first is open, the second the host cancelled."""
    await at(office, 0 * DAY, 1)
    await cancelling.cancel(office.box, (await at(office, HOUR, 2, JOAO)).uid, "Médica em congresso")
    return Asked()


async def one_day(office: Office) -> Asked:
    """A day on which things were cancelled and moved to other days."""
    await two_rows(office)
    row = await at(office, 2 * HOUR, 2, JOAO)
    await cancelling.cancel(office.box, row.uid, "Não poderei comparecer", "bia@example.com")
    row = await at(office, 3 * HOUR, 1, {**CARLA, "guests": ["filho@example.com"]})
    await move(office.box, row, START + DAY, rescheduled_by="carla@example.com")
    await at(office, 4 * HOUR, 4, PHONE_ONLY)
    return Asked()


async def upcoming_only(office: Office) -> Asked:
    """Rows that the old version lists: upcoming ones, and what it tells of a series."""
    await at(office, 1 * DAY, 1)
    await cancelling.cancel(office.box, (await at(office, 4 * DAY, 5)).uid, "fim", whole_series=True)
    await at(office, 6 * DAY, 4, PHONE_ONLY)
    await at(office, 7 * DAY, 6)
    return Asked()


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
    "bookings-list-all": history,
    "bookings-list-attendee": history,
    "bookings-list-bad-status": nothing,
    "bookings-list-badkey": nothing,
    "bookings-list-badver": upcoming_only,
    "bookings-list-eventtype": history,
    "bookings-list-noauth": nothing,
    "bookings-list-nover": upcoming_only,
    "bookings-list-status-cancelled": history,
    "bookings-list-status-upcoming": history,
    "bookings-list-take-too-big": nothing,
    "bookings-list-take2": two_rows,
    "bookings-list-window": one_day,
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
