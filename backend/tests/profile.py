"""The two sizes of a proof that could always look further: a short one in `make test`, the whole in `make test-nightly`."""

import os
from typing import TypeVar

T = TypeVar("T")

NIGHTLY = os.environ.get("TEST_PROFILE") == "nightly"
_BY_DAY = 2  # a half of them is looked for at each change, ten times as many at night
_BY_NIGHT = 10


def sized(short: T, whole: T) -> T:
    """`whole` in a nightly run, else `short`."""
    return whole if NIGHTLY else short


def examples(number: int) -> int:
    """How many examples Hypothesis looks for where `number` are enough for a day's changes together."""
    return sized(max(1, number // _BY_DAY), number * _BY_NIGHT)
