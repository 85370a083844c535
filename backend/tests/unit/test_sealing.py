"""Keys, and what is sealed with them."""

import secrets
from collections.abc import Callable

import pytest
from cryptography.fernet import Fernet

from application.sealing import UnknownKey, key_in
from infrastructure.sealing import FernetSeal

ONE, OTHER = Fernet.generate_key(), Fernet.generate_key()


@pytest.mark.parametrize("made", [lambda: secrets.token_urlsafe(32), lambda: Fernet.generate_key().decode()])
def test_a_key_may_do_without_its_padding(made: Callable[[], str]) -> None:
    spelt = made()
    key = key_in(spelt)

    assert key is not None
    assert key.decode().rstrip("=") == spelt.rstrip("=")
    assert FernetSeal([key]).unseal(FernetSeal([key]).seal(b"a")) == b"a"


@pytest.mark.parametrize(
    "spelt", ["", "changeme", "a" * 43, "ç" * 43, "fpYIgpYw052KfIvWIYDUSu07Ey5WFoXUsfDMc39p", "!" * 44]
)
def test_what_is_no_key_or_a_weak_one_is_refused(spelt: str) -> None:
    assert key_in(spelt) is None


def test_the_previous_key_still_opens_and_no_other_does() -> None:
    sealed = FernetSeal([ONE]).seal(b"Ana Souza")

    assert b"Ana" not in sealed
    assert FernetSeal([OTHER, ONE]).unseal(sealed) == b"Ana Souza"
    for without in (FernetSeal([OTHER]), FernetSeal([])):
        with pytest.raises(UnknownKey):
            without.unseal(sealed)


def test_a_key_is_named_without_being_told() -> None:
    assert FernetSeal([ONE, OTHER]).key_id == FernetSeal([ONE]).key_id != FernetSeal([OTHER]).key_id
    assert str(FernetSeal([ONE]).key_id) not in ONE.decode()
    assert FernetSeal([]).key_id is None
