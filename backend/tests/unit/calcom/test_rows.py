"""Rows that API v2 really told, as booking news."""

import json
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any

import pytest

from calcom_integration.dto.row import BookingRow
from calcom_integration.mapping import EventType, MappingTable
from calcom_integration.mapping.rows import news_of_row, planted_in
from domain.booking.news import BookingNews, Planted, Rank, row_of
from domain.booking.row import NEVER, RowStatus, join_rows
from domain.slots import Slot
from domain.small_lists import Unit
from tests.calcom_api import RECORDED, recorded, recorded_of_caldiy

MOEMA = Unit(id="m", nome_unidade="Moema", nome_marca="Lab", fuso="America/Sao_Paulo", duracao_minutos=30)
TABLE = MappingTable(
    units=(MOEMA,),
    event_types=(EventType(2, "avaliacao", "m"),),
    questions={
        "cpf": ("cpf",),
        "telefone": ("telefone",),
        "nome_convenio": ("convenio",),
        "observacoes": ("notes",),
    },
)
BARE: dict[str, Any] = {
    "uid": "abcdef",
    "status": "accepted",
    "attendees": [{"name": "Ana", "email": "a@x.com"}],
}


def rows_of(name: str) -> list[BookingRow]:
    data = recorded(name).json()["data"]
    return [BookingRow(item) for item in (data if isinstance(data, list) else [data])]


def news_of(told: dict[str, Any]) -> BookingNews:
    [news] = news_of_row(BookingRow(told), TABLE)
    return news


def test_a_read_back_row() -> None:
    [news] = news_of_row(rows_of("booking-create")[0], TABLE)
    assert news.uid == "bWcY1rcR9sdicSNAn1gA6x"
    assert (news.rank, news.status, news.number) == (Rank.READ_BACK, RowStatus.ACCEPTED, 19)
    assert news.slot == Slot(
        datetime(2026, 11, 30, 13, tzinfo=UTC), datetime(2026, 11, 30, 13, 30, tzinfo=UTC)
    )
    assert news.sent_at > datetime(2026, 11, 23, tzinfo=UTC)
    assert news.answers == {
        "nome_paciente": "Nina API",
        "email": "nina@example.com",
        "cpf": "123.456.789-09",
        "telefone": "+5511900001111",
        "nome_convenio": "Unimed",
        "observacoes": "via api",
        "unidade": {"nome_unidade": "Moema", "nome_marca": "Lab", "fuso": "America/Sao_Paulo"},
    }


def test_a_moved_row_names_its_predecessor_and_not_the_reason_of_the_move() -> None:
    [news] = news_of_row(rows_of("booking-get-team")[0], TABLE)
    assert news.predecessor is not None
    assert news.status is RowStatus.ACCEPTED
    assert "motivo_cancelamento" not in news.answers


def test_a_cancelled_row_says_why() -> None:
    [news] = news_of_row(rows_of("booking-cancel")[0], TABLE)
    assert news.status is RowStatus.CANCELLED
    assert news.answers["motivo_cancelamento"] == "Cancelado pela API"


def test_a_declined_row_is_rejected() -> None:
    [news] = news_of_row(rows_of("booking-decline")[0], TABLE)
    assert news.status is RowStatus.REJECTED


def test_each_seat_is_news_of_its_own() -> None:
    told = recorded("booking-create-seat1").json()["data"]
    told["attendees"].append(
        told["attendees"][0] | {"name": "Teo", "email": "teo@example.com", "seatUid": "seat-2"}
    )
    told["attendees"][1]["bookingFieldsResponses"] = {"name": "Teo"}
    first, second = news_of_row(BookingRow(told), TABLE)
    assert first.key == "tkNUabTzpkmg46J276hBWj/df179cd8-6bba-470f-9254-bf01aca10fae"
    assert (second.key, second.answers["nome_paciente"]) == ("tkNUabTzpkmg46J276hBWj/seat-2", "Teo")
    assert {news.number for news in (first, second)} == {None}
    assert {news.predecessor for news in (first, second)} == {None}
    assert first.answers["nome_paciente"] == "Sara Assento"


def test_a_row_that_everybody_left_makes_no_appointment() -> None:
    assert not news_of({"uid": "abcdef", "status": "cancelled"}).creates
    assert news_of(BARE).creates


def test_the_rows_of_a_series_say_so_and_do_not_share_a_root() -> None:
    series = [
        news for row in rows_of("booking-get-recurring-by-recurringUid") for news in news_of_row(row, TABLE)
    ]
    assert len({news.key for news in series}) == 3
    assert all(news.recurring and news.root is None for news in series)


def test_a_calendar_uid_names_the_root() -> None:
    assert news_of(BARE | {"icsUid": "firstrow@Cal.com"}).root == "firstrow"
    assert news_of(BARE | {"icsUid": "abcdef@Cal.com"}).root is None


READ = datetime(2026, 11, 30, 19, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "sent_at"),
    [
        ("2026-11-30T19:14:29.229Z", datetime(2026, 11, 30, 19, 14, 29, 229_000, tzinfo=UTC)),
        ("2026-11-30T19:15:00.999Z", READ + timedelta(milliseconds=999)),  # `Date` tells no milliseconds
        ("2026-11-30T19:15:01.305Z", READ + timedelta(milliseconds=1305)),  # and may be of the second before
        ("2026-11-30T19:15:03.000Z", READ),
        ("2099-01-01T00:00:00.000Z", READ),
        (None, NEVER),
    ],
)
def test_a_row_speaks_as_of_its_last_write_and_never_after_the_answer(
    written: str | None, sent_at: datetime
) -> None:
    [news] = news_of_row(BookingRow(BARE | {"updatedAt": written}, READ), TABLE)
    assert (news.sent_at, news.read_at) == (sent_at, READ)


def test_a_cancel_a_second_after_its_booking_is_believed_though_the_answer_s_date_is_of_the_second_before() -> (
    None
):
    """Observed on a running stack: booked at .420, cancelled at 1.305, `Date` still of second 0."""
    booked = row_at("2026-11-30T19:15:00.420Z", "accepted")
    cancelled = row_at("2026-11-30T19:15:01.305Z", "cancelled")

    for order in ([booked, cancelled], [cancelled, booked]):
        assert join_rows(*map(row_of, order)).status is RowStatus.CANCELLED


def row_at(written: str, status: str) -> BookingNews:
    [news] = news_of_row(BookingRow(BARE | {"updatedAt": written, "status": status}, READ), TABLE)
    return news


def test_a_shared_slot_has_no_root_when_everybody_has_left_it() -> None:
    told = recorded_of_caldiy("seat-cancel-200_with_reason").json()["data"]
    [news] = news_of_row(BookingRow(told, READ), TABLE)
    assert (news.root, news.creates) == (None, False)


def test_a_row_names_when_it_was_made_and_its_root() -> None:
    answer = recorded_of_caldiy("bookings-list_rescheduledToUid")
    rows = {row["uid"]: BookingRow(row, READ) for row in answer.json()["data"]}
    [moved] = news_of_row(rows["samNcv54wjZpM5yb7qRRoR"], TABLE)
    assert (moved.root, moved.predecessor) == ("frEq9DoAiWBW6hTjYkgFqG", "frEq9DoAiWBW6hTjYkgFqG")
    assert moved.born_at == datetime(2026, 11, 30, 19, 14, 29, 234_000, tzinfo=UTC)
    assert not moved.accepts


def test_invented_addresses_are_nobodys() -> None:
    [news] = news_of_row(rows_of("booking-create-phone-only")[0], TABLE)
    assert "email" not in news.answers
    assert news.answers["telefone"] == "+5511933334444"


def test_absence_is_told_both_ways() -> None:
    people = [
        {"email": "A@x.com", "absent": True},
        {"email": "b@x.com", "absent": False},
        {"email": "c@x.com"},
    ]
    assert news_of(BARE | {"attendees": people}).absences == {"a@x.com": True, "b@x.com": False}


@pytest.mark.parametrize("status", ["strange", None, 7])
def test_a_strange_status_says_nothing(status: Any) -> None:
    assert news_of(BARE | {"status": status}).status is None


def test_a_row_that_follows_itself_follows_nothing() -> None:
    assert news_of(BARE | {"rescheduledFromUid": "abcdef"}).predecessor is None


def test_what_was_planted_is_found_in_the_row_and_in_each_seat() -> None:
    planted = {"agendamento_id": "a1", "ref": "v1.x"}
    row = BookingRow(BARE | {"metadata": planted})
    assert planted_in(row) == {"abcdef": ("a1", "v1.x")}
    seat = {"name": "Ana", "seatUid": "seat-1", "metadata": planted}
    seated = BookingRow(BARE | {"attendees": [seat, seat | {"seatUid": "s2", "metadata": {}}]})
    assert planted_in(seated) == {"abcdef/seat-1": ("a1", "v1.x")}
    first, second = news_of_row(seated, TABLE, {"abcdef/seat-1": Planted("a1")})
    assert (first.planted, second.planted) == (Planted("a1"), None)


def test_every_recorded_row_becomes_news() -> None:
    bodies = [recorded(name).json() for name in RECORDED if name.startswith("booking")]
    lists = [
        data if isinstance(data, list) else [data] for data in (body.get("data") for body in bodies) if data
    ]
    rows = [BookingRow(told) for told in chain(*lists) if "bookings" not in told]
    assert len(rows) > 70
    for row in rows:
        for news in news_of_row(row, TABLE):
            assert news.key.startswith(row.uid)
            assert news.status is not None
            assert news.slot is not None
            assert json.dumps(dict(news.answers))
