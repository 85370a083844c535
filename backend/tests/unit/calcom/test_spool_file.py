"""A delivery in a file comes back as it went in, or not at all, and nobody reads it without the key."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calcom_integration.spool import UnreadableFile, pack, unpack
from infrastructure.sealing import AesGcmSeal
from tests.spooled import KEY, NAME, OPEN, OTHER_KEY, OTHER_SEAL, SEAL, a_delivery


@pytest.mark.parametrize("seal", [SEAL, OPEN], ids=["sealed", "open"])
def test_it_comes_back_as_it_went_in(seal: AesGcmSeal) -> None:
    assert unpack(pack(a_delivery(1), seal), seal) == a_delivery(1)


def test_nothing_that_names_somebody_can_be_read() -> None:
    content = pack(a_delivery(1), SEAL)

    for secret in (NAME, "uid-1", "BOOKING_CREATED"):
        assert secret.encode() not in content
    head = json.loads(content.partition(b"\n")[0])
    assert head.keys() == {"format", "sealed_with", "sha256"}


def test_the_previous_key_still_opens_it() -> None:
    rotated = AesGcmSeal([OTHER_KEY, KEY])

    assert unpack(pack(a_delivery(1), SEAL), rotated) == a_delivery(1)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: b"",
        lambda content: content[:-1],
        lambda content: content + b"x",
        lambda content: content[:40],
        lambda content: content.replace(b'"format": 1', b'"format": 2'),
        lambda content: b"[]\n" + content,
        lambda content: b"[" * 100_000,
    ],
)
@pytest.mark.parametrize("seal", [SEAL, OPEN], ids=["sealed", "open"])
def test_what_is_not_as_it_was_written_is_unreadable(
    seal: AesGcmSeal, spoil: Callable[[bytes], bytes]
) -> None:
    with pytest.raises(UnreadableFile) as raised:
        unpack(spoil(pack(a_delivery(1), seal)), seal)

    assert NAME not in str(raised.value)


@pytest.mark.parametrize("seal", [OTHER_SEAL, OPEN])
def test_without_its_key_it_is_unreadable(seal: AesGcmSeal) -> None:
    with pytest.raises(UnreadableFile):
        unpack(pack(a_delivery(1), SEAL), seal)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_delivery_or_unreadable(content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        unpack(content, SEAL)
