"""A tiny run of `make bench`: that it measures, never how fast."""

from pathlib import Path

import pytest

from bench.options import TINY, Options
from bench.rows import stream


@pytest.mark.stack
async def test_a_tiny_measurement_from_end_to_end(tmp_path: Path) -> None:
    [found] = await stream.measure(Options(tmp_path, TINY))

    assert found.value > 0
    assert found.baseline > 0
    assert found.unit == "ms"
