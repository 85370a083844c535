"""What must hold of any bytes that Cal.com, or whoever has its secret, may send: for Hypothesis and for the fuzzer."""

import json

from calcom_integration.body import NotAnObject, object_of
from calcom_integration.dto import peek, read
from calcom_integration.errors import Ignored, Unreadable
from calcom_integration.mapping import news_of, planted
from calcom_integration.redaction import storable
from calcom_integration.signature import sign, verify
from domain.booking.news import BookingNews, row_of
from domain.booking.row import join_rows
from tests.deliveries import table

TABLE = table()
SECRET = "segredo-do-teste"


def take(body: bytes) -> BookingNews | None:
    """The news in `body`, None where it is one of the two declared ends. Nothing else is raised."""
    kept, envelope = storable(body)
    peek(envelope)
    try:
        event = read(kept)
    except (Ignored, Unreadable):
        return None
    planted(event)
    return news_of(event, TABLE)


def check(news: BookingNews) -> None:
    """News that the domain can hold and a store can write."""
    row = row_of(news)
    assert join_rows(row, row) == row
    assert news.uid or not news.creates
    assert not (news.seat and news.people)
    assert news.slot is None or news.slot.inicio < news.slot.fim
    assert all(value not in ("", None, []) for value in news.answers.values())
    json.dumps([news.key, dict(news.answers), dict(news.absences)], ensure_ascii=False).encode()


def check_body(body: bytes) -> None:
    """Its news can be held, and are the same however the same JSON is written."""
    news = take(body)
    if news:
        check(news)
    try:
        written_anew = json.dumps(object_of(body), indent=1).encode()
    except NotAnObject:
        return
    assert take(written_anew) == news


def check_signature(body: bytes, header: str) -> None:
    """Only the one right header is let in."""
    assert verify(body, header, [SECRET]) == (header == sign(body, SECRET))
    assert not verify(body, header, [""])
