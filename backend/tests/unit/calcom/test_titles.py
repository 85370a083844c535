"""What a visit is called, by whoever tells it: the webhook's own words, else the catalogue's of the time it was booked."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calcom_integration.dto.row import BookingRow
from calcom_integration.mapping.rows import news_of_row
from calcom_integration.mapping.titles import Title, Titles, document_of
from domain.booking.news import BookingNews, Rank
from tests.applying import told
from tests.calcom_api import recorded
from tests.deliveries import table

START = datetime(2026, 11, 1, tzinfo=UTC)
SLUG = "coleta-paulista"


def after(days: int) -> datetime:
    return START + timedelta(days=days)


def titles(*texts: str) -> Titles:
    """One a day."""
    return Titles({SLUG: tuple(Title(text, after(day)) for day, text in enumerate(texts))})


def row(made: int = 1, **over: Any) -> BookingRow:
    """A recorded row of the slug, made so many days after the first title was seen."""
    data: dict[str, Any] = recorded("booking-create").json()["data"]
    at = {"createdAt": after(made).isoformat(), "updatedAt": after(made).isoformat()}
    return BookingRow(data | {"eventType": {"id": 2, "slug": SLUG}, **at, **over})


def news(told_row: BookingRow, known: Titles) -> BookingNews:
    [found] = news_of_row(told_row, replace(table(), titles=known))
    return found


@pytest.mark.parametrize(
    ("made", "title"), [(-9, "Primeiro"), (0, "Primeiro"), (1, "Segundo"), (2, "Terceiro"), (99, "Terceiro")]
)
def test_a_visit_is_called_as_when_it_was_booked(made: int, title: str) -> None:
    known = titles("Primeiro", "Segundo", "Terceiro")
    assert news(row(made), known).answers["tipo_consulta"] == title


@pytest.mark.parametrize(
    "over",
    [{"eventType": {"id": 2, "slug": "outro"}}, {"eventType": None}, {"eventType": {"id": 2}}],
    ids=["unknown", "none", "no slug"],
)
def test_what_no_catalogue_names_is_called_nothing(over: dict[str, Any]) -> None:
    assert "tipo_consulta" not in news(row(**over), titles("Primeiro")).answers
    assert "tipo_consulta" not in news(row(**over), Titles()).answers


def test_a_row_without_an_instant_takes_the_first_title() -> None:
    assert news(row(createdAt=None), titles("Primeiro", "Segundo")).answers["tipo_consulta"] == "Primeiro"


def test_every_seat_is_called_alike() -> None:
    shared = BookingRow(recorded("booking-create-seat2").json()["data"])
    slug = (shared.event_type or {})["slug"]
    known = replace(table(), titles=Titles({slug: (Title("Vacinação", START),)}))
    assert {each.answers["tipo_consulta"] for each in news_of_row(shared, known)} == {"Vacinação"}


@given(st.lists(st.sampled_from(["A", "B", "C"]), max_size=8), st.integers(-1, 9), st.integers(0, 8))
def test_a_title_that_changes_later_changes_nothing_of_what_was_booked(
    seen: list[str], made: int, known: int
) -> None:
    """Titles are seen one a day: from the day after a booking on, what follows says nothing of it."""
    history: dict[int, Titles] = {}
    now = Titles()
    for day, text in enumerate(seen):
        grown = now.with_seen(SLUG, text, after(day))
        now = Titles({SLUG: grown}) if grown else now
        history[day] = now
    settled = [titles.at(SLUG, after(made)) for day, titles in history.items() if day >= max(made, 0)]
    assert len(set(settled)) <= 1
    assert Titles.from_documents([document_of(SLUG, now.by_slug.get(SLUG, ()))]).at(SLUG, START) == now.at(
        SLUG, START
    )


def test_the_same_title_is_noted_once_and_not_without_end() -> None:
    assert titles("Primeiro").with_seen(SLUG, "Primeiro", after(5)) is None
    assert titles("Primeiro").with_seen(SLUG, "Segundo", after(5)) == (
        Title("Primeiro", START),
        Title("Segundo", after(5)),
    )
    assert titles(*map(str, range(100))).with_seen(SLUG, "mais um", after(200)) is None


def webhook(title: str, rank: Rank, sent: int) -> BookingNews:
    """What a webhook says of the recorded row: its own words."""
    plain = news(row(), Titles())
    return replace(
        plain, rank=rank, sent_at=after(sent), answers={**plain.answers, "tipo_consulta": title}, token=None
    )


async def test_any_order_of_webhooks_and_rows_ends_with_the_webhook_s_words() -> None:
    """The row is read by two processes, one of which has not heard of the newer title."""
    older, newer = titles("Primeiro"), titles("Primeiro", "Segundo")
    pieces = [
        news(row(), older),
        news(row(), newer),
        news(row(updatedAt=after(7).isoformat()), newer),
        webhook("Como o paciente viu", Rank.PATIENT, 1),
        webhook("Como o cancelamento disse", Rank.PASSING, 8),
    ]
    for count in range(1, len(pieces) + 1):
        for chosen in permutations(pieces, count):
            [found] = await told(chosen)
            has_webhook = pieces[3] in chosen
            if has_webhook:
                assert found.tipo_consulta == "Como o paciente viu"
            elif pieces[4] in chosen:
                assert found.tipo_consulta == "Como o cancelamento disse"
