"""Whatever a signed body holds: news, or one of the two declared ends."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from calcom_integration.dto import peek, read
from calcom_integration.errors import Ignored, Unreadable
from calcom_integration.mapping import news_of, planted
from calcom_integration.redaction import storable
from calcom_integration.triggers import Trigger
from domain.booking.news import BookingNews, row_of
from domain.booking.row import join_rows
from tests.deliveries import all_sent, table

TABLE = table()
BODIES = [json.loads(d.body) for d in all_sent() if d.body.startswith(b"{")]
FIELDS = sorted(
    {name for body in BODIES for name in [*body, *(body.get("payload") or {})]} - {"triggerEvent"}
)
TEXTS = st.text(st.characters(codec=None), max_size=12)
ODD = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS
    | st.sampled_from(["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00Z", "@cal.com", 2**63, 10**400])
)
VALUES = st.recursive(
    ODD,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            TEXTS | st.sampled_from(["value", "label", "isHidden", "name", "email"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


def take(body: bytes) -> BookingNews | None:
    peek(body)
    kept = storable(body)
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


@settings(deadline=None)
@given(st.binary())
def test_any_bytes(body: bytes) -> None:
    assert take(body) is None


@settings(deadline=None)
@given(VALUES)
def test_any_json(value: Any) -> None:
    take(json.dumps(value).encode())


@settings(deadline=None)
@given(st.sampled_from(Trigger), st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=8), st.booleans())
def test_any_payload_of_a_booking_trigger(trigger: str, payload: dict[str, Any], flat: bool) -> None:
    inside = payload if flat else {"createdAt": payload.get("createdAt"), "payload": payload}
    news = take(json.dumps(inside | {"triggerEvent": trigger}).encode())
    if news:
        check(news)


@settings(deadline=None)
@given(st.sampled_from(BODIES), st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=4), st.data())
def test_any_recorded_payload_with_values_changed(
    body: dict[str, Any], changes: dict[str, Any], data: st.DataObject
) -> None:
    payload = dict(body.get("payload") or body)
    for name in data.draw(st.lists(st.sampled_from(sorted(payload)), max_size=4)):
        payload.pop(name, None)
    answers = dict(payload.get("responses") or {}) | data.draw(st.dictionaries(TEXTS, VALUES, max_size=3))
    mutated = payload | {"responses": answers} | changes
    trigger = body.get("triggerEvent")
    news = take(
        json.dumps({"triggerEvent": trigger, "createdAt": body.get("createdAt"), "payload": mutated}).encode()
    )
    if news:
        check(news)
