"""Whatever moves while nothing should is found."""

import pytest

from chaos.verdict.quiet import Stillness, quiet

STILL = Stillness({"1": 3, "2": 5}, entries=9, calls=4)


def test_nothing_moved() -> None:
    assert quiet(STILL, STILL, 10).holds


@pytest.mark.parametrize(
    "after",
    [
        Stillness({"1": 4, "2": 5}, 9, 4),
        Stillness({"1": 3}, 9, 4),
        Stillness({"1": 3, "2": 5, "3": 1}, 9, 4),
        Stillness({"1": 3, "2": 5}, 10, 4),
        Stillness({"1": 3, "2": 5}, 9, 5),
    ],
)
def test_a_write_or_a_call_is_found(after: Stillness) -> None:
    assert len(quiet(STILL, after, 10).findings) == 1
