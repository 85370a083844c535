"""The stand-in Cal.com, filled unseen, and its list read by nobody but the clock."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import httpx

from bench.stack import url_of
from calcom_integration.client import BookingFilter
from calcom_integration.reconcile.schedule import usual_window
from calcom_sandbox.journal import Change
from calcom_sandbox.rows import Attendee, Booking
from tests.supervised import Supervised

_TAKE = 250  # the most that Cal.com gives
_DAYS = 160  # from tomorrow on: all of them inside the usual window
_EVENT_TYPES = (1, 2, 8)
_HEADERS = {"cal-api-version": "2024-08-13"}


def fill(running: Supervised, number: int) -> None:
    """So many bookings more, as if their webhooks had been lost: written into the stand-in's journal while it is down."""
    rows = Change(bookings=[_booking(each) for each in range(1, number + 1)], counters={"booking": number})
    with (running.data / "sandbox.json").open("a", encoding="utf-8") as journal:
        journal.write(rows.model_dump_json() + "\n")
    running.kill("sandbox")


def days(parts: int) -> Iterator[tuple[date, date]]:
    """The days of the bookings in parts, each with its first and last day."""
    borders = [_DAYS * part // parts for part in range(parts + 1)]
    for begin, end in pairwise(borders):
        yield _day(begin), _day(end - 1)


def days_of(number: int, of: int) -> tuple[date, date]:
    """The first days, so many that about `number` of the `of` bookings lie on them."""
    return _day(0), _day(max(1, _DAYS * number // of) - 1)


def list_calls(running: Supervised) -> float:
    """Seconds for every page of the usual window, one after the other, as the reconciliation asks for them."""
    window = usual_window(datetime.now(UTC))
    query = BookingFilter(after_start=window.start, before_end=window.end).query() | {"take": _TAKE}
    key = {"authorization": f"Bearer {running.environment['CALCOM_API_TOKEN']}"}
    with httpx.Client(
        base_url=f"{url_of(running, 'sandbox')}/v2", headers=key | _HEADERS, timeout=60
    ) as client:
        begun, skip, has_next = time.perf_counter(), 0, True
        while has_next:
            page = client.get("/bookings", params=query | {"skip": skip}).raise_for_status().json()
            skip, has_next = skip + _TAKE, page["pagination"]["hasNextPage"]
        return time.perf_counter() - begun


def _day(number: int) -> date:
    return datetime.now(UTC).date() + timedelta(days=1 + number)


def _booking(number: int) -> Booking:
    uid, day = f"cheia{number:08d}", _day(number % _DAYS)
    start = datetime(day.year, day.month, day.day, 12, 30 * (number % 2), tzinfo=UTC)
    name, email = f"Paciente {number:06d}", f"paciente{number:06d}@example.com"
    made = datetime.now(UTC) - timedelta(days=30) + timedelta(seconds=number)
    return Booking(
        id=number,
        uid=uid,
        event_type_id=_EVENT_TYPES[number % len(_EVENT_TYPES)],
        title="Coleta domiciliar",
        description="",
        start=start,
        end=start + timedelta(minutes=30),
        status="ACCEPTED",
        location="Rua das Flores 100, São Paulo",
        responses={"name": name, "email": email, "notes": "", "guests": []},
        attendees=[Attendee(id=number, time_zone="America/Sao_Paulo", name=name, email=email)],
        ical_uid=f"{uid}@Cal.com",
        created_at=made,
        updated_at=made,
    )
