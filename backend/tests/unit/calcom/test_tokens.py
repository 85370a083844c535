"""What a token covers: all that is read of a row, and nothing else (docs/decisions/0008)."""

import json
from copy import deepcopy
from dataclasses import asdict
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import chain
from typing import Any

import pytest

from calcom_integration.dto.row import BookingRow
from calcom_integration.mapping import EventType, MappingTable
from calcom_integration.mapping.rows import news_of_row
from calcom_integration.mapping.titles import Title, Titles
from calcom_integration.mapping.tokens import READING, tokens_of
from domain.small_lists import Unit
from tests.calcom_api import RECORDED, recorded

# What all recorded rows say, by the reading that says so (see `test_another_reading_has_another_name`).
SAID = {"r03": "9c1fc44d91200983"}

PLAIN: dict[str, Any] = recorded("booking-get-team").json()["data"]
SHARED: dict[str, Any] = recorded("booking-create-seat1").json()["data"]
MOEMA = Unit(id="m", nome_unidade="Moema", nome_marca="Lab", fuso="America/Sao_Paulo", duracao_minutos=30)


def tokens(told: dict[str, Any], version: int = 1) -> dict[str, str]:
    return tokens_of(BookingRow(told), version)


def with_person(told: dict[str, Any], number: int = 0, **changes: Any) -> dict[str, Any]:
    people = deepcopy(told["attendees"])
    people[number] |= changes
    return told | {"attendees": people}


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "cancelled"},
        {"start": "2026-11-30T14:00:00.000Z"},
        {"end": "2026-11-30T15:00:00.000Z"},
        {"eventTypeId": 99},
        {"eventType": {"id": 99, "slug": "outra"}},
        {"location": "Rua Nova 1"},
        {"bookingFieldsResponses": {"cpf": "52998224725"}},
        {"metadata": {"tags": "vip"}},
        {"icsUid": "outra@Cal.com"},
        {"rescheduledFromUid": "outra"},
        {"rescheduledToUid": "outra"},
        {"recurringBookingUid": "serie"},
        {"cancellationReason": "viagem"},
        {"attendees": []},
    ],
)
def test_whatever_is_read_is_covered(changes: dict[str, Any]) -> None:
    assert tokens(PLAIN | changes) != tokens(PLAIN)


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Outra"},
        {"email": "outra@example.com"},
        {"phoneNumber": "+5511900002222"},
        {"absent": True},
        {"bookingFieldsResponses": {"cpf": "52998224725"}},
        {"metadata": {"tags": "vip"}},
    ],
)
def test_whatever_is_read_of_a_person_is_covered(changes: dict[str, Any]) -> None:
    assert tokens(with_person(PLAIN, **changes)) != tokens(PLAIN)


@pytest.mark.parametrize(
    "name", ["updatedAt", "title", "description", "hosts", "rating", "meetingUrl", "new"]
)
def test_what_is_never_read_is_no_news(name: str) -> None:
    assert tokens(PLAIN | {name: "other"}) == tokens(PLAIN)
    assert tokens(with_person(PLAIN, displayEmail="x", language="en", timeZone="UTC")) == tokens(PLAIN)


def test_the_order_of_keys_is_no_news_nor_is_a_null_for_nothing() -> None:
    turned = json.loads(json.dumps(PLAIN), object_pairs_hook=lambda pairs: dict(reversed(pairs)))
    assert [*turned] == [*PLAIN][::-1]
    assert tokens(turned) == tokens(PLAIN)
    assert tokens(PLAIN | {"cancellationReason": None}) == tokens(without(PLAIN, "cancellationReason"))


def test_what_one_seat_says_is_no_news_of_another() -> None:
    shared = SHARED | {"attendees": [*SHARED["attendees"], {"name": "Teo", "seatUid": "seat-2"}]}
    [first, second] = tokens(shared)
    after = tokens(with_person(shared, 1, name="Léo"))
    assert (after[first] == tokens(shared)[first], after[second] == tokens(shared)[second]) == (True, False)
    assert tokens(shared | {"seatUid": "seat-2"}) == tokens(shared)
    assert tokens(shared | {"status": "cancelled"}).items().isdisjoint(tokens(shared).items())


def test_another_version_of_the_mapping_has_other_tokens() -> None:
    assert tokens(PLAIN, 2) != tokens(PLAIN)


def test_words_that_no_encoding_takes_have_a_token() -> None:
    assert tokens(PLAIN | {"cancellationReason": "\ud800"}) != tokens(PLAIN)


def test_a_newer_reading_s_token_is_kept_where_nothing_else_is_newer() -> None:
    """Of two facts of one moment the larger text stands, and the first tokens were digests alone."""
    assert all(token > "f" * 32 for token in tokens(PLAIN).values())


def test_another_reading_has_another_name() -> None:
    """Where this fails, the code reads rows otherwise than it did: raise READING (to `r03`, …), so that the next full run reads
    every row anew, and put here what is said by then."""
    assert said_by(recorded_rows()) == SAID[READING]


def without(told: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in told.items() if key != name}


def recorded_rows() -> list[BookingRow]:
    answers = (recorded(name).json().get("data") for name in RECORDED if name.startswith("booking"))
    lists = [data if isinstance(data, list) else [data] for data in answers if data]
    return [BookingRow(told) for told in chain(*lists) if "bookings" not in told]


def said_by(rows: list[BookingRow]) -> str:
    table = MappingTable(
        units=(MOEMA,),
        event_types=(EventType(2, "avaliacao", "m"),),
        questions={"cpf": ("cpf",), "nome_convenio": ("convenio",), "observacoes": ("notes",)},
        version=1,
        titles=Titles({"consulta": (Title("Consulta", datetime(2026, 1, 1, tzinfo=UTC)),)}),
    )
    news = [without(asdict(each), "token") for row in rows for each in news_of_row(row, table)]
    return blake2b(json.dumps(news, default=str, sort_keys=True).encode(), digest_size=8).hexdigest()
