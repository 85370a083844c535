"""Bodies that grow: each place of every recorded payload, replaced by a text of up to 900,000 characters (issue 17)."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import bson
from hypothesis import given, settings
from hypothesis import strategies as st

from application.booking_join import join
from application.booking_values import Catalog
from application.normalisation import normalised
from calcom_integration.body import shown
from calcom_integration.links import CalComLinks
from calcom_integration.mapping.masked_body import masked_body
from domain.appointment import Appointment
from domain.booking.chain import Chain, join_chains
from domain.booking.news import row_of
from domain.booking.pruning import pruned
from domain.booking.side import BookingSide
from domain.merge import BOOKING_OWNS, CLINIC_OWNS, UnitRef
from domain.text import MOST, bounded_value
from infrastructure.repositories.appointment_document import to_document
from presentation.api.v1.schemas.appointments import AppointmentOut
from tests.any_body import take
from tests.builders import a_user, an_appointment
from tests.deliveries import CALDIY, all_sent
from tests.profile import examples
from tests.steps import steps_of
from tests.unit.domain.strategies import DAY
from tests.unit.domain.test_pruning import booked

BODIES = [json.loads(each.body) for each in all_sent("recorded", CALDIY) if each.body.startswith(b"{")]
CATALOG = Catalog(UnitRef("Unidade a definir", "Marca a definir", "America/Sao_Paulo", mapped=False))
# What strangers' texts are split, searched and matched by.
PIECES = [
    "x",
    " ",
    "1",
    "1 ",
    "a ",
    ",",
    "ap,",
    "rua 1 ",
    "rg ",
    "cep ",
    "s/n ",
    "é",
    "\u200b",
    "\ud83d",
    "{",
    "\\",
    "@",
]
STORED, ROW = 400_000, 40_000  # bytes: of one booking, and of one row of a list
ODD: list[Any] = [
    *(
        None,
        True,
        -1,
        2**63,
        1e308,
        10**400,
        [],
        {},
        [[{}]],
        {"value": {"value": {"value": 1}}},
        [None, "x", 1],
    ),
    *(
        "9999-12-31T23:59:59-12:00",
        "0001-01-01T00:00:00Z",
        "\ud83d",
        "a\0b",
        " ",
        "@",
        "x@y",
        "../..",
        "a/b",
        "$set",
        "#1",
    ),
]
EMOJI = "\U0001f600"
Path = tuple[str | int, ...]


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    """The paths of all values of a body but its trigger."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, each in inner:
        if name != "triggerEvent":
            yield (*path, name)
            yield from places(each, (*path, name))


WHERE = [(number, path) for number, body in enumerate(BODIES) for path in places(body)]


def replaced(value: Any, path: Path, text: str) -> Any:
    if not path:
        return text
    if isinstance(value, dict):
        return {
            name: replaced(each, path[1:], text) if name == path[0] else each for name, each in value.items()
        }
    return [replaced(each, path[1:], text) if place == path[0] else each for place, each in enumerate(value)]


def processed(body: bytes) -> Appointment | None:
    """What becomes of a delivery, from its bytes to its normalised appointment."""
    news = take(body)
    if news is None:
        return None
    masked_body(shown(body))
    return normalised(join(news, [], CATALOG, "id", DAY).after)


def grown(where: tuple[int, Path], piece: str, length: int) -> bytes:
    number, path = where
    return json.dumps(replaced(BODIES[number], path, (piece * length)[:length])).encode()


def assert_bounded(appointment: Appointment | None) -> None:
    if appointment is not None:
        assert len(bson.encode(to_document(appointment))) < STORED
        row = AppointmentOut.of(appointment, a_user(), CalComLinks("https://cal.example")).brief()
        assert len(row.model_dump_json().encode()) < ROW


@settings(max_examples=examples(40))
@given(st.sampled_from(WHERE), st.sampled_from(PIECES), st.sampled_from([10, 1_000, 30_000, 900_000]))
def test_what_is_stored_and_listed_is_bounded(where: tuple[int, Path], piece: str, length: int) -> None:
    assert_bounded(processed(grown(where, piece, length)))


@settings(max_examples=examples(40))
@given(st.sampled_from(WHERE), st.sampled_from(PIECES))
def test_twice_the_text_is_at_most_twice_the_work(where: tuple[int, Path], piece: str) -> None:
    once, twice = (grown(where, piece, length) for length in (4_000, 8_000))

    assert steps_of(lambda: processed(twice)) <= 2.2 * steps_of(lambda: processed(once))


@settings(max_examples=examples(20))
@given(
    st.sampled_from(PIECES),
    st.sampled_from(["endereco_completo", "documento_completo", "nome_paciente", "telefone"]),
)
def test_texts_that_were_stored_before_there_were_bounds_are_normalised_in_linear_work(
    piece: str, name: str
) -> None:
    """The poisoned ones that are there already: "Rua", 60,000 blanks, "x"."""

    def steps(length: int) -> int:
        text = "Rua" + (piece * length)[:length].replace("\ud83d", "?") + "x"
        return steps_of(lambda: normalised(an_appointment(**{name: text})))

    assert steps(60_000) <= 2.2 * steps(30_000)


@settings(max_examples=examples(120))
@given(st.sampled_from(WHERE), st.sampled_from(ODD))
def test_any_value_in_any_place_becomes_something_that_can_be_stored_and_shown(
    where: tuple[int, Path], odd: Any
) -> None:
    number, path = where
    assert_bounded(processed(json.dumps(replaced(BODIES[number], path, odd)).encode()))


def test_no_chain_outgrows_a_document() -> None:
    """Of sixty bookings of one visit, with the longest of all texts in each place, and a person of that much tags and guests."""
    longest = {name: bounded_value(name, EMOJI * 30_000) for name in (*BOOKING_OWNS, *CLINIC_OWNS)}
    answers = longest | {"tags": [bounded_value("tags", EMOJI * 300)] * MOST}
    absences = {bounded_value("email", f"{number}{EMOJI * 300}"): True for number in range(MOST)}
    pieces = [replace(booked(number), answers=answers, absences=absences) for number in range(60)]
    chain = pruned(join_chains(*(Chain({each.key: row_of(each)}) for each in pieces)))
    appointment = an_appointment(booking=BookingSide(chain=chain))

    assert (
        len(bson.encode(to_document(join(pieces[-1], [appointment], CATALOG, "id", DAY).after))) < 10_000_000
    )
