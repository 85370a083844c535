"""A copy of the tree, in which a test may break the rules."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.architecture import ROOT

BIN = Path(sys.executable).parent
LEFT_OUT = shutil.ignore_patterns("__pycache__", "node_modules", "dist", "*.pyc")


def run(*command: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def copied(folder: Path) -> Path:
    """`folder`, with a copy of the Python code, the rules and the units."""
    for part in ("backend/src", "infra/calcom_sandbox"):
        shutil.copytree(ROOT / part, folder / part, ignore=LEFT_OUT)
    shutil.copy(ROOT / "pyproject.toml", folder)
    shutil.copy(ROOT / "infra" / "units.yaml", folder / "infra")
    return folder


def lint_imports(copy: Path) -> subprocess.CompletedProcess[str]:
    return run(BIN / "lint-imports", "--no-cache", cwd=copy, PYTHONPATH=python_path(copy), COLUMNS="200")


def python_path(copy: Path) -> str:
    """The copy's own code, not the installed one's."""
    return f"{copy / 'backend/src'}:{copy / 'infra'}"


def plant(file: Path, line: str) -> None:
    """`line` as the last one of a file that need not exist yet."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a") as text:
        text.write(f"\n{line}\n")
