"""Keys, and what is sealed with them."""

import secrets
from base64 import urlsafe_b64encode

import pytest

from application.sealing import UnknownKey, key_in
from infrastructure.sealing import AesGcmSeal

ONE, OTHER = secrets.token_bytes(32), secrets.token_bytes(32)


@pytest.mark.parametrize("padding", ["", "="])
def test_a_key_may_do_without_its_padding(padding: str) -> None:
    spelt = secrets.token_urlsafe(32) + padding
    key = key_in(spelt)

    assert key is not None
    assert urlsafe_b64encode(key).rstrip(b"=") == spelt.rstrip("=").encode()
    assert AesGcmSeal([key]).unseal(AesGcmSeal([key]).seal(b"a")) == b"a"


@pytest.mark.parametrize(
    "spelt", ["", "changeme", "a" * 43, "ç" * 43, "fpYIgpYw052KfIvWIYDUSu07Ey5WFoXUsfDMc39p", "!" * 44]
)
def test_what_is_no_key_or_a_weak_one_is_refused(spelt: str) -> None:
    assert key_in(spelt) is None


def test_the_previous_key_still_opens_and_no_other_does() -> None:
    sealed = AesGcmSeal([ONE]).seal(b"Ana Souza")

    assert b"Ana" not in sealed
    assert AesGcmSeal([OTHER, ONE]).unseal(sealed) == b"Ana Souza"
    for without in (AesGcmSeal([OTHER]), AesGcmSeal([])):
        with pytest.raises(UnknownKey):
            without.unseal(sealed)


@pytest.mark.parametrize("damaged", [b"", b"curto", b"x" * 60])
def test_what_nobody_sealed_is_refused(damaged: bytes) -> None:
    with pytest.raises(UnknownKey):
        AesGcmSeal([ONE]).unseal(damaged)


def test_a_key_is_named_without_being_told() -> None:
    assert AesGcmSeal([ONE, OTHER]).key_id == AesGcmSeal([ONE]).key_id != AesGcmSeal([OTHER]).key_id
    assert str(AesGcmSeal([ONE]).key_id) not in ONE.hex()
    assert AesGcmSeal([]).key_id is None
