import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calcom_integration.redaction import storable
from tests.deliveries import Sent, all_sent, sent

TOKEN = "segredo-que-ninguem-guarda"
SECRETS: tuple[dict[str, Any], ...] = (
    {"oneTimePassword": TOKEN},
    {"videoCallData": {"password": TOKEN}},
    {"videoCallData": [{"password": TOKEN}]},
    {"webhook": {"secret": TOKEN}},
    {"connectAndJoinUrl": TOKEN},
    {"downloadLinks": {"recording": TOKEN}},
    {"paymentData": {"data": {"client_secret": TOKEN}}},
)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None))
names = st.text(max_size=8) | st.sampled_from(["payload", "videoCallData", "webhook", "password", "secret"])
json_values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
    max_leaves=20,
)


@pytest.mark.parametrize("delivery", all_sent(), ids=lambda d: d.name)
def test_only_secrets_are_taken_and_the_order_stays(delivery: Sent) -> None:
    kept, envelope = storable(delivery.body)
    assert storable(kept) == (kept, envelope)
    assert not envelope or json.loads(kept) == envelope
    if delivery.body.startswith(b"{"):
        before, after = _flat(json.loads(delivery.body)), _flat(json.loads(kept))
        gone = {path[-1] for path, _ in before if path not in dict(after)}
        assert gone <= {
            "oneTimePassword",
            "password",
            "connectAndJoinUrl",
            "downloadLink",
            "link",
            "recording",
            "format",
        }
        assert [pair for pair in before if pair[0] in dict(after)] == after


def _flat(value: Any, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], Any]]:
    if isinstance(value, list):
        value = {str(place): item for place, item in enumerate(value)}
    if not isinstance(value, dict) or not value:
        return [(path, value)]
    return [leaf for name, item in value.items() for leaf in _flat(item, (*path, name))]


def test_the_one_time_password_of_a_request_is_gone() -> None:
    body = sent("requested__plain").body
    assert b"7af99f04-dc9f-45de-9011-047bcc852187" in body
    assert b"7af99f04-dc9f-45de-9011-047bcc852187" not in storable(body)[0]
    assert b"oneTimePassword" not in storable(body)[0]


@settings(deadline=None)
@given(json_values, st.sampled_from(SECRETS))
def test_secrets_survive_nowhere(noise: Any, secret: dict[str, Any]) -> None:
    body = {"before": noise, "payload": {"a": [noise, {"b": secret}], **secret}}
    text = json.dumps(body, allow_nan=True)
    kept, _ = storable(text.encode())
    if (
        "NaN" not in text and "Infinity" not in text
    ):  # those two words are no JSON: such a body stays as it came
        assert TOKEN.encode() not in kept
        json.loads(kept)


@pytest.mark.parametrize(
    "body", [b"", b"false", b"evento=X&nome=Maria", b"[1]", b'"oneTimePassword"', b"\xff\xfe{", b"{"]
)
def test_what_is_no_json_object_comes_back_as_it_came(body: bytes) -> None:
    assert storable(body) == (body, {})


def test_depth_and_size_do_not_break_it() -> None:
    deep = b'{"a":' * 50_000 + b"1" + b"}" * 50_000
    assert storable(deep) == (deep, {})
    huge = b'{"n":' + b"9" * 100_000 + b',"f":1e999,"oneTimePassword":"x"}'
    assert json.loads(storable(huge)[0]) == {"n": "9" * 100_000, "f": "1e999"}


def test_text_stays_readable_and_a_lone_surrogate_keeps_its_spelling() -> None:
    assert storable('{"a": "ção 😀", "b": "\\ud800"}'.encode())[0] == '{"a":"ção 😀","b":"\\ud800"}'.encode()
