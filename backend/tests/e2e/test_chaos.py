"""A small storm of `make chaos`: the same code, fewer patients."""

from pathlib import Path

import pytest

from chaos.options import Options
from chaos.report import heading, table
from chaos.run import run


@pytest.mark.stack
@pytest.mark.parametrize("line", [pytest.param("5.4", marks=pytest.mark.nightly), "6.2"])
async def test_both_sides_agree_after_a_small_storm(tmp_path: Path, line: str) -> None:
    options = Options(seed=7, line=line, data=tmp_path / "chaos", patients=30, storm=25)
    outcome = await run(options, print)

    assert outcome.holds, f"\n{heading(options)}{table(outcome)}"
