"""A small storm of `make chaos`: the same code, fewer patients."""

from pathlib import Path

import pytest

from chaos.options import Options
from chaos.report import heading, table
from chaos.run import run


@pytest.mark.stack
async def test_both_sides_agree_after_a_small_storm(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = Options(seed=7, data=tmp_path / "chaos", patients=30, storm=25)
    outcome = await run(options, print)

    with capsys.disabled():
        print(f"\n{heading(options)}{table(outcome)}")  # noqa: T201

    assert outcome.holds
