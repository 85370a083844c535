"""A delivery's body without its patient."""

import json

from calcom_integration.mapping.masked_body import masked_body
from tests.deliveries import sent

PERSONAL = {
    "attendees": [
        {"name": "Maria Souza", "email": "maria@example.com", "noShow": False, "timeZone": "America/Bahia"}
    ]
}


def test_text_and_numbers_keep_their_shape_alone() -> None:
    shown = masked_body({"payload": {**PERSONAL, "cpf": 52998224725, "bookingId": 7, "location": None}})
    assert shown["payload"] == {
        "attendees": [
            {
                "name": "M•••• S••••",
                "email": "m••••@e••••••.c••",
                "noShow": False,
                "timeZone": "America/Bahia",
            }
        ],
        "cpf": "•••••••••25",
        "bookingId": "•",
        "location": None,
    }


def test_an_answer_is_never_cal_coms_own_word() -> None:
    shown = masked_body(
        {"status": "ACCEPTED", "responses": {"status": {"value": "Grávida", "type": "Grávida"}}}
    )
    assert shown == {"status": "ACCEPTED", "responses": {"status": {"value": "G••••••", "type": "G••••••"}}}


def test_what_is_no_object_is_masked_whole() -> None:
    assert (masked_body("nome=Ana"), masked_body(False), masked_body([])) == ("n•••=A••", False, [])


def test_a_recorded_delivery_keeps_its_fields_and_names_nobody() -> None:
    body = json.loads(sent("created__custom_fields_all_types").body)
    [attendee, *_] = body["payload"]["attendees"]
    told = json.dumps(masked_body(body), ensure_ascii=False)
    assert not [
        each for each in (attendee["name"], attendee["email"], body["payload"]["uid"]) if each in told
    ]
    assert masked_body(body)["triggerEvent"] == "BOOKING_CREATED"
    assert masked_body(body)["payload"].keys() == body["payload"].keys()
