"""Whatever a signed body holds: news, or one of the two declared ends."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from calcom_integration.signature import sign
from calcom_integration.triggers import Trigger
from tests.any_body import SECRET, check_body, check_signature, take
from tests.deliveries import all_sent

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


@settings(deadline=None)
@given(st.binary())
def test_any_bytes(body: bytes) -> None:
    assert take(body) is None


@settings(deadline=None)
@given(VALUES)
def test_any_json(value: Any) -> None:
    check_body(json.dumps(value).encode())


@settings(deadline=None)
@given(st.sampled_from(Trigger), st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=8), st.booleans())
def test_any_payload_of_a_booking_trigger(trigger: str, payload: dict[str, Any], flat: bool) -> None:
    inside = payload if flat else {"createdAt": payload.get("createdAt"), "payload": payload}
    check_body(json.dumps(inside | {"triggerEvent": trigger}).encode())


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
    whole = {"triggerEvent": trigger, "createdAt": body.get("createdAt"), "payload": mutated}
    check_body(json.dumps(whole).encode())


@given(st.binary(), st.text(st.characters(codec=None)) | st.binary().map(lambda body: sign(body, SECRET)))
def test_any_signature(body: bytes, header: str) -> None:
    check_signature(body, header)


@given(st.binary(min_size=1), st.data())
def test_a_right_signature_is_of_these_very_bytes(body: bytes, data: st.DataObject) -> None:
    check_signature(body, sign(body, SECRET))
    at, bit = data.draw(st.integers(0, len(body) - 1)), data.draw(st.integers(0, 7))
    changed = bytes([*body[:at], body[at] ^ (1 << bit), *body[at + 1 :]])
    check_signature(changed, sign(body, SECRET))
