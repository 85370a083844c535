import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calcom_integration.signature import sign, verify
from tests.deliveries import Sent, all_sent, sent

# Secrets of the recorded signatures (payloads/README.md).
SECRETS = ("cal-secret-ana-1", "cal-secret-team", "v2-secret")
OWN_SECRET = ("template__form", "template__json", "ping__template")
HEADER = "x-cal-signature-256"
UNSIGNED = [s for s in all_sent("recorded") if s.headers[HEADER] == "no-secret-provided"]
SIGNED = [s for s in all_sent("recorded") if s not in UNSIGNED and s.name not in OWN_SECRET]


@pytest.mark.parametrize("delivery", SIGNED, ids=lambda d: d.name)
def test_what_cal_com_signed_verifies_and_a_changed_byte_does_not(delivery: Sent) -> None:
    assert verify(delivery.body, delivery.headers[HEADER], SECRETS)
    assert not verify(delivery.body + b" ", delivery.headers[HEADER], SECRETS)


def test_the_recordings_hold_signed_and_unsigned_ones() -> None:
    assert len(SIGNED) > 35
    assert {d.name for d in UNSIGNED} >= {"ping__nosecret", "created__plain_nosecret"}


@pytest.mark.parametrize("delivery", UNSIGNED, ids=lambda d: d.name)
def test_no_secret_provided_is_no_signature(delivery: Sent) -> None:
    assert not verify(delivery.body, delivery.headers[HEADER], (*SECRETS, ""))


def test_both_secrets_hold_during_a_rotation_and_the_old_one_not_after_it() -> None:
    body = sent("ping__secret").body
    old = sign(body, "old")
    assert verify(body, old, ("new", "old"))
    assert verify(body, sign(body, "new"), ("new", "old"))
    assert not verify(body, old, ("new",))


@pytest.mark.parametrize("secrets", [(), ("",), ("", "")])
def test_without_a_secret_nothing_verifies_not_even_what_an_empty_key_signed(
    secrets: tuple[str, ...],
) -> None:
    assert not verify(b"{}", sign(b"{}", ""), secrets)


@pytest.mark.parametrize("change", [str.upper, lambda s: f"sha256={s}", lambda s: f" {s}", lambda s: s[:-1]])
def test_other_spellings_of_a_right_signature_are_wrong(change: object) -> None:
    assert callable(change)
    assert not verify(b"{}", change(sign(b"{}", "secret")), ("secret",))


@settings(deadline=None)
@given(st.none() | st.text(st.characters(codec=None)))
def test_any_header_is_answered(header: str | None) -> None:
    assert not verify(b"{}", header, ("secret", "other"))
