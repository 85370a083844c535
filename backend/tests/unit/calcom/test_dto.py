import json
from datetime import UTC, datetime
from typing import Any

import pytest

from calcom_integration.body import object_of
from calcom_integration.dto import peek, read
from calcom_integration.dto.lenient import instant
from calcom_integration.errors import Ignored, Unreadable
from calcom_integration.triggers import IGNORED, Trigger, label, reason_to_ignore
from tests.deliveries import all_sent, sent

MEANT_TO_FAIL = {"template__form", "template__via_api_v2"}
REASONS = {
    "ping__secret": "ping",
    "ping__template": "ping",
    "08-PING-gtm-sdk-2026-05": "ping",
    "template__json": "sem_gatilho",
    "37-BOOKING_LOCATION_UPDATED": "local_alterado",
    "41-RECORDING_READY": "gravacao",
    "42-RECORDING_TRANSCRIPTION": "gravacao",
    "43-INSTANT_MEETING": "reuniao_instantanea",
    "44-OOO_CREATED": "fora_do_escritorio",
    "45-FORM_SUBMITTED": "formulario",
    "46-FORM_SUBMITTED_NO_EVENT": "formulario",
    "47-AFTER_HOSTS": "ausencia_em_video",
    "50-WRONG_ASSIGNMENT": "atribuicao_contestada",
    "54-DELEGATION": "credencial",
}


def body(**fields: Any) -> bytes:
    return json.dumps(fields).encode()


def test_every_payload_is_read_or_ignored_but_those_meant_to_fail() -> None:
    ends = {delivery.name: _end(delivery.body) for delivery in all_sent()}
    assert {name for name, end in ends.items() if end == "failed"} == MEANT_TO_FAIL
    assert set(ends.values()) == {*Trigger, "ignored", "failed"}
    assert sum(end in set(Trigger) for end in ends.values()) > 55


def _end(raw: bytes) -> str:
    try:
        return read(raw).trigger
    except Ignored:
        return "ignored"
    except Unreadable:
        return "failed"


@pytest.mark.parametrize(("name", "reason"), REASONS.items())
def test_what_concerns_no_appointment_is_ignored_with_its_reason(name: str, reason: str) -> None:
    with pytest.raises(Ignored) as raised:
        read(sent(name).body)
    assert raised.value.reason == reason


@pytest.mark.parametrize(
    "raw",
    [b"", b"false", b"null", b"17", b'"BOOKING_CREATED"', b"[{}]", b"a=1&b=2", b"{", b"\xff", b'{"a": NaN}'],
)
def test_what_is_no_json_object_is_unreadable(raw: bytes) -> None:
    with pytest.raises(Unreadable) as raised:
        read(raw)
    assert raised.value.reason == "corpo_ilegivel"


@pytest.mark.parametrize(
    "payload", [{}, {"uid": ""}, {"uid": None, "bookingId": 0}, {"uid": 5, "bookingId": True}]
)
@pytest.mark.parametrize("trigger", Trigger)
def test_a_booking_trigger_that_names_no_booking_is_unreadable(trigger: str, payload: dict[str, Any]) -> None:
    with pytest.raises(Unreadable) as raised:
        read(body(triggerEvent=trigger, payload=payload))
    assert raised.value.reason == "sem_identificador"


@pytest.mark.parametrize(
    ("payload", "uid", "number"),
    [
        ({"uid": " abc "}, "abc", None),
        ({"uid": None, "bookingUid": "abc"}, "abc", None),
        ({"bookingId": 7}, None, 7),
        ({"id": 7}, None, 7),
    ],
)
def test_any_of_the_identifiers_will_do(payload: dict[str, Any], uid: str | None, number: int | None) -> None:
    booking = read(body(triggerEvent="BOOKING_CANCELLED", payload=payload)).booking
    assert (booking.uid, booking.number) == (uid, number)


def test_a_trigger_that_nobody_knows_is_ignored_and_counted_as_unknown() -> None:
    with pytest.raises(Ignored) as raised:
        read(body(triggerEvent="BOOKING_CONFIRMED", payload={"uid": "a"}))
    assert raised.value.reason == "gatilho_desconhecido"
    assert label("BOOKING_CONFIRMED") == label(None) == "unknown"
    assert label("PING") == "PING"


def test_no_trigger_is_both_read_and_ignored() -> None:
    assert not {t.value for t in Trigger} & set(IGNORED)
    assert all(reason_to_ignore(t) is None for t in Trigger)


def test_a_list_of_deliveries_can_show_trigger_and_uid() -> None:
    assert peek(object_of(sent("created__guests").body)) == ("BOOKING_CREATED", "7KXqsDyesyjqVwN72KEzvQ")
    assert peek(object_of(sent("no_show__marked").body)) == (
        "BOOKING_NO_SHOW_UPDATED",
        "ryAnD89bwbckbGtquKh3f8",
    )
    assert peek(object_of(sent("meeting_ended__plain").body)) == ("MEETING_ENDED", "ryAnD89bwbckbGtquKh3f8")
    assert peek(object_of(sent("ping__secret").body)) == ("PING", None)
    assert peek({}) == (None, None)


def test_wrong_types_are_absent_values() -> None:
    payload = {
        "uid": "a", "bookingId": "[redacted]", "eventTypeId": "x", "startTime": 5, "length": -3, "attendees": "none",
        "responses": [1], "team": "t", "status": 4, "metadata": False, "iCalSequence": "0", "requestReschedule": "yes",
    }  # fmt: skip
    booking = read(body(triggerEvent="BOOKING_CREATED", payload=payload)).booking
    assert booking.model_dump(exclude_defaults=True) == {"own_uid": "a"}


@pytest.mark.parametrize(
    "spelled",
    [
        "2026-12-09T14:00:00Z",
        "2026-12-09T14:00:00.000Z",
        "2026-12-09T14:00:00+00:00",
        "2026-12-09T11:00:00-03:00",
        "2026-12-09t14:00:00.000999z",
        "2026-12-09 14:00:00.00000012Z",
    ],
)
def test_an_instant_has_many_spellings(spelled: str) -> None:
    assert instant(spelled) == datetime(2026, 12, 9, 14, tzinfo=UTC)


def test_an_instant_is_cut_to_milliseconds() -> None:
    assert instant("2026-12-09T14:00:00.123999Z") == datetime(2026, 12, 9, 14, 0, 0, 123000, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "amanhã",
        "2026-12-09",
        "2026-12-09T14:00:00",
        "0001-01-01T00:00:00+14:00",
        "[redacted]",
        1764,
        None,
    ],
)
def test_what_is_no_instant_is_none(value: object) -> None:
    assert instant(value) is None
