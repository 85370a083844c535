"""The two sizes of a proof that could always look further: a short one in `make test`, the whole in `make test-nightly`."""

import os
from typing import TypeVar

T = TypeVar("T")

NIGHTLY = os.environ.get("TEST_PROFILE") == "nightly"
_NIGHTLY_EXAMPLES = 10  # times as many as by day


def sized(short: T, whole: T) -> T:
    """`whole` in a nightly run, else `short`."""
    return whole if NIGHTLY else short


def examples(number: int) -> int:
    """How many examples Hypothesis looks for where `number` are enough for each change."""
    return number * sized(1, _NIGHTLY_EXAMPLES)
