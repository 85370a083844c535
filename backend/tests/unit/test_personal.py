"""What counts as a leak, and what does not: the test of the logs is as good as this."""

import pytest

from tests.deliveries import all_sent, sent
from tests.personal import leaks, own_words, personal_data, personal_in

BODY = {
    "uid": "ftHrFEraaRehbt1H6MMax5",
    "attendees": [{"name": "Maria Paciente", "email": "maria@example.com", "phoneNumber": "+5511900001111"}],
    "responses": {"cpf": {"value": "529.982.247-25"}, "name": {"label": "your_name", "value": "Jô Souza"}},
    "eventTypeId": 7,
}
PERSONAL = personal_in(BODY)


@pytest.mark.parametrize(
    ("line", "leaked"),
    [
        ('{"reason": "maria paciente"}', {"maria paciente", "maria", "paciente"}),
        ("MARIA@example.com wrote", {"maria@example.com", "maria"}),
        ("PATCH /bookings/ftHrFEraaRehbt1H6MMax5/cancel", {"fthrferaarehbt1h6mmax5"}),
        ("cpf=52998224725", {"52998224725"}),
        ("cpf=529.982.247-25.", {"529.982.247-25"}),
        ("tel:+5511900001111", {"+5511900001111", "5511900001111"}),
        ('{"who": "Jô Souza"}', {"jô souza", "souza"}),
    ],
)
def test_a_leak_is_found_in_its_line(line: str, leaked: set[str]) -> None:
    found = leaks(f"first\n{line}\nlast", PERSONAL)
    assert leaked <= found.keys()
    assert set(found.values()) == {line}


@pytest.mark.parametrize(
    "line",
    [
        '{"act": "paciente_ausente", "field": "nome_paciente"}',
        '{"delivery_id": "0a529982247251-maria5"}',
        '{"event_type": 7, "route": "/calcom/bookings/{uid}/refresh"}',
        '{"places": ["mariana.py:12"]}',
    ],
)
def test_our_own_words_and_ids_are_no_leaks(line: str) -> None:
    assert leaks(line, PERSONAL) == {}


def test_every_delivery_names_somebody_or_something() -> None:
    """But those that are about nobody's booking."""
    silent = {each.name for each in all_sent() if not personal_in(each.body.decode())}
    assert not {
        name for name in silent if name.startswith(("created", "cancelled", "rescheduled", "rejected"))
    }


def test_the_payloads_people_and_bookings_are_known() -> None:
    known = personal_data()
    assert {"maria paciente", "maria@example.com", "529.982.247-25", "fthrferaarehbt1h6mmax5"} <= known
    assert {"11144477735", "cal-secret-ana-1", "+5511912345678"} <= known
    assert len(known) > 300


def test_a_word_that_the_product_says_is_a_leak_only_with_the_rest_of_the_name() -> None:
    """A patient of the recordings is called Nina Serie, and each incremental run `serie-` and a number."""
    known = personal_data()
    assert leaks('{"run_id": "serie-119739000", "state": "pendente", "paciente": 1}', known) == {}
    assert {"nina serie"} <= leaks("asked for by nina serie", known).keys()


def test_invented_people_of_the_product_excuse_no_name() -> None:
    assert not {"maria", "silva", "souza", "pedro"} & own_words()
    assert {"maria", "silva", "souza", "pedro"} <= personal_data()


def test_each_payload_leaks_itself() -> None:
    """Were a body written to the log as it is, it would be found."""
    body = sent("created__plain_secret").body.decode()
    assert len(leaks(body, personal_data())) > 5
