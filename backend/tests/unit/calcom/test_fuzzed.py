"""A short, repeatable run of the fuzzer; `make fuzz` runs for longer."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.profile import sized

BACKEND = Path(__file__).parents[3]


@pytest.mark.skipif(find_spec("atheris") is None, reason="atheris has wheels for Linux on x86-64 alone")
def test_the_fuzzer_finds_nothing(tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (BACKEND, BACKEND / "src")))}
    runs, seconds = sized((2_000, 90), (50_000, 900))
    options = f"--runs {runs} --seed 7 --seconds {seconds}".split()
    ended = subprocess.run(
        [sys.executable, "-m", "tests.fuzz", *options],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 0, ended.stdout[-5000:] + ended.stderr[-5000:]
    assert "Done " in ended.stderr, "no input was tried"
