"""Webhooks, event types and slots of the sandbox's API v2 (CALCOM.md A2, D4)."""

from pathlib import Path
from typing import Any

import pytest

from tests.sandbox_api import HEADERS, Office, book, office_for_tests

TYPES = HEADERS | {"cal-api-version": "2024-06-14"}
SLOTS = HEADERS | {"cal-api-version": "2024-09-04"}
HOOK = {"active": True, "subscriberUrl": "http://second.test/hook", "triggers": ["BOOKING_CREATED"]}
FIELDS: list[dict[str, Any]] = [
    {"type": "text", "slug": "cpf", "label": "CPF", "required": True},
    {"type": "select", "slug": "convenio", "label": "Convênio", "required": False, "options": ["Unimed"]},
    {"type": "notes", "required": True, "label": "Observações"},
]


async def types(office: Office, method: str, path: str, body: Any = None) -> Any:
    return await office.data(method, f"/v2/event-types{path}", headers=TYPES, json=body)


async def test_every_active_subscription_that_wants_an_event_gets_it() -> None:
    async with office_for_tests() as office:
        second = await office.data("POST", "/v2/webhooks", json=HOOK | {"secret": "segredo-2"})
        await book(office)
        urls = [str(each.url) for each in office.inbox.requests]
        assert urls == ["http://subscriber.test/webhook", "http://second.test/hook"]
        signatures = {each.headers["x-cal-signature-256"] for each in office.inbox.requests}
        assert len(signatures) == 2
        await office.data("PATCH", f"/v2/webhooks/{second['id']}", json={"active": False})
        await book(office, start="2026-11-30T16:00:00Z")
        assert len(office.inbox.requests) == 3


async def test_subscriptions_are_made_read_changed_and_removed() -> None:
    async with office_for_tests() as office:
        made = await office.data("POST", "/v2/webhooks", json=HOOK | {"secret": "segredo-2"})
        path = f"/v2/webhooks/{made['id']}"
        assert (await office.data("GET", path))["secret"] == "segredo-2"
        taken = await office.http.patch(path, json={"subscriberUrl": "http://subscriber.test/webhook"})
        assert taken.status_code == 409
        changed = await office.data("PATCH", path, json={"triggers": ["BOOKING_CANCELLED"]})
        assert changed == made | {"triggers": ["BOOKING_CANCELLED"]}
        assert len(await office.data("GET", "/v2/webhooks")) == 2
        await office.data("DELETE", path)
        assert (await office.http.get(path)).status_code == 404
        unknown = await office.http.post("/v2/webhooks", json=HOOK | {"triggers": ["BOOKING_CONFIRMED"]})
        assert unknown.status_code == 400


async def test_a_payload_template_is_taken_away_by_null() -> None:
    async with office_for_tests() as office:
        made = await office.data("POST", "/v2/webhooks", json=HOOK | {"payloadTemplate": "{}"})
        changed = await office.data("PATCH", f"/v2/webhooks/{made['id']}", json={"payloadTemplate": None})
        assert (made["payloadTemplate"], changed["payloadTemplate"]) == ("{}", None)


async def test_an_event_types_own_subscription_gets_its_bookings_beside_the_users() -> None:
    async with office_for_tests() as office:
        path = "/v2/event-types/1/webhooks"
        made = await office.data(
            "POST", path, json=HOOK | {"subscriberUrl": "http://subscriber.test/webhook"}
        )
        assert (made["eventTypeId"], await office.data("GET", path)) == (1, [made])
        assert len(await office.data("GET", "/v2/webhooks")) == 1
        assert (await office.http.get(f"/v2/webhooks/{made['id']}")).status_code == 404
        assert (
            await office.http.post(path, json=HOOK | {"subscriberUrl": made["subscriberUrl"]})
        ).status_code == 409
        assert (await office.http.get("/v2/event-types/99/webhooks")).status_code == 404
        await book(office)
        await book(office, 2, start="2026-11-30T16:00:00Z")
        assert [body["payload"]["eventTypeId"] for body in office.inbox.bodies] == [1, 1, 2]


async def test_an_event_type_made_here_can_be_booked_and_survives_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "sandbox.json"
    body = {"title": "Coleta Lapa", "slug": "coleta-lapa", "lengthInMinutes": 45}
    async with office_for_tests(data=file) as office:
        made = await types(
            office, "POST", "", body | {"bookingFields": FIELDS[:2], "minimumBookingNotice": 60}
        )
        assert (await office.http.post("/v2/event-types", headers=TYPES, json=body)).status_code == 400
        row = await book(office, made["id"])
        assert row["duration"] == 45
        await office.data("POST", "/v2/webhooks", json=HOOK)
    async with office_for_tests(data=file) as office:
        assert await types(office, "GET", f"/{made['id']}") == made
        assert made["minimumBookingNotice"] == 60
        assert len(await office.data("GET", "/v2/webhooks")) == 2


async def test_new_booking_fields_replace_the_clinics_questions_and_read_back_in_full() -> None:
    async with office_for_tests() as office:
        before = await types(office, "GET", "/1")
        assert {each["slug"] for each in before["bookingFields"]} >= {"unknown"}
        after = await types(office, "PATCH", "/1", {"bookingFields": FIELDS})
        fields = {each["slug"]: each for each in after["bookingFields"]}
        assert "unknown" not in fields
        assert (fields["cpf"]["label"], fields["cpf"]["required"], fields["cpf"]["isDefault"]) == (
            "CPF",
            True,
            False,
        )
        assert fields["convenio"]["options"] == ["Unimed"]
        assert fields["notes"]["required"] is True
        assert "telefone" not in fields


@pytest.mark.parametrize(
    "field",
    [
        {"type": "text", "slug": "cpf"},
        {"type": "select", "slug": "convenio", "label": "Convênio"},
        {"type": "text", "slug": "email", "label": "Outro e-mail"},
        {"type": "text", "slug": "cpf", "label": "CPF", "sources": []},
        {"type": "checkbox", "slug": "exames", "label": "Exames"},
    ],
)
async def test_booking_fields_that_say_too_little_or_too_much_are_refused(field: dict[str, Any]) -> None:
    async with office_for_tests() as office:
        body = {"bookingFields": [field]}
        assert (await office.http.patch("/v2/event-types/1", headers=TYPES, json=body)).status_code == 400


async def test_a_change_to_one_of_cal_coms_own_questions_keeps_the_rest_of_it() -> None:
    async with office_for_tests() as office:
        after = await types(office, "PATCH", "/1", {"bookingFields": [{"type": "title", "label": "Assunto"}]})
        fields = {each["slug"]: each for each in after["bookingFields"]}
        assert fields["title"]["hidden"] is True
        assert fields["name"]["required"] is True


async def test_own_questions_go_by_their_slug_and_one_that_is_not_told_again_is_as_shipped() -> None:
    async with office_for_tests() as office:

        async def notes(*told: dict[str, Any]) -> Any:
            after = await types(office, "PATCH", "/1", {"bookingFields": [FIELDS[0], *told]})
            return next(each for each in after["bookingFields"] if each["slug"] == "notes")

        assert (await notes({"slug": "notes", "hidden": True}))["hidden"] is True
        assert (await notes({"slug": "notes", "type": "textarea", "hidden": True}))["hidden"] is True
        assert (await notes())["hidden"] is False


async def test_a_hidden_event_type_is_told_so_and_is_not_on_the_page() -> None:
    async with office_for_tests() as office:
        assert "hidden" not in await types(office, "GET", "/1")
        assert (await types(office, "PATCH", "/1", {"hidden": True}))["hidden"] is True
        assert [each.is_listed for each in office.box.catalogue.event_types[:2]] == [False, True]


async def test_an_event_type_can_ask_for_confirmation_seats_and_series() -> None:
    async with office_for_tests() as office:
        body: dict[str, dict[str, Any]] = {
            "confirmationPolicy": {"type": "always", "blockUnconfirmedBookingsInBooker": False},
            "seats": {"seatsPerTimeSlot": 4, "showAttendeeInfo": True, "showAvailabilityCount": True},
            "recurrence": {"interval": 2, "occurrences": 3, "frequency": "weekly"},
        }
        after = await types(office, "PATCH", "/2", body)
        assert after["confirmationPolicy"]["type"] == "always"
        assert after["seats"]["seatsPerTimeSlot"] == 4
        assert after["recurrence"] == {**body["recurrence"], "disabled": False}
        off = {key: {"disabled": True} for key in body}
        after = await types(office, "PATCH", "/2", off)
        assert (after["recurrence"], after["seats"]) == (None, {"disabled": True})


async def test_slots_leave_out_what_is_taken_except_the_booking_that_moves() -> None:
    async with office_for_tests() as office:
        row = await book(office)

        async def starts(**query: Any) -> list[str]:
            params = {"eventTypeId": 1, "start": "2026-11-30", "end": "2026-11-30", **query}
            answer = await office.http.get("/v2/slots", headers=SLOTS, params=params)
            return [each["start"] for day in answer.json()["data"].values() for each in day]

        assert "2026-11-30T13:00:00.000Z" not in await starts()
        assert "2026-11-30T13:00:00.000Z" in await starts(bookingUidToReschedule=row["uid"])
        assert "2026-11-30T10:30:00.000-03:00" in await starts(timeZone="America/Sao_Paulo")
        assert await starts(start="2026-11-30T14:00:00Z", end="2026-11-30T14:30:00Z") == [
            "2026-11-30T14:00:00.000Z",
            "2026-11-30T14:30:00.000Z",
        ]


async def test_slots_of_a_seated_type_count_seats_and_ranges_have_ends() -> None:
    async with office_for_tests() as office:
        row = await book(office, 6)
        params: dict[str, str | int] = {
            "eventTypeId": 6,
            "start": "2026-11-30",
            "end": "2026-11-30",
            "format": "range",
        }
        answer = (await office.http.get("/v2/slots", headers=SLOTS, params=params)).json()
        entry = next(each for each in answer["data"]["2026-11-30"] if each["seatsBooked"])
        assert entry == {
            "start": "2026-11-30T13:00:00.000Z",
            "end": "2026-11-30T13:30:00.000Z",
            "seatsBooked": 1,
            "seatsRemaining": 2,
            "seatsTotal": 3,
            "bookingUid": row["uid"],
        }
