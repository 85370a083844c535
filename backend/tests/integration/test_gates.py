"""`make lint` is a gate: planted faults, in a copy of the tree, fail it (`test_import_rules` has the imports)."""

import shutil
import sys
from pathlib import Path

import pytest

from tests.architecture import ROOT
from tests.tree_copy import BIN, LEFT_OUT, copied, plant, python_path, run


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return copied(tmp_path)


@pytest.fixture
def frontend_copy(copy: Path) -> Path:
    """The copy with its frontend, whose packages are the installed ones."""
    shutil.copytree(ROOT / "frontend", copy / "frontend", ignore=LEFT_OUT)
    (copy / "frontend" / "node_modules").symlink_to(ROOT / "frontend" / "node_modules")
    return copy / "frontend"


def test_lint_runs_every_gate_that_is_proven_here() -> None:
    planned = run("make", "--dry-run", "lint", cwd=ROOT).stdout

    for gate in (
        "lint-imports",
        "bin/mypy",
        "ruff format --check",
        "openapi --check",
        "run --silent generate:check",
    ):
        assert gate in planned


def test_a_type_error_fails(tmp_path: Path) -> None:
    plant(tmp_path / "planted.py", "def minutes(hours: int) -> int:\n    return str(hours * 60)")

    check = run(BIN / "mypy", "--config-file", ROOT / "pyproject.toml", "planted.py", cwd=tmp_path)

    assert check.returncode == 1
    assert 'got "str", expected "int"' in check.stdout


def test_an_unformatted_file_fails(copy: Path) -> None:
    plant(copy / "backend/src/domain/planted.py", "minutes   =  60")

    check = run(BIN / "ruff", "format", "--check", "--no-cache", cwd=copy)

    assert check.returncode == 1
    assert "domain/planted.py" in check.stdout


def test_a_stale_description_of_the_api_fails(frontend_copy: Path) -> None:
    copy = frontend_copy.parent
    command = (sys.executable, "-m", "entrypoints.cli", "openapi", "--check")
    assert run(*command, cwd=copy, PYTHONPATH=python_path(copy)).returncode == 0

    description = frontend_copy / "openapi.json"
    description.write_text(description.read_text().replace('"/api/v1/', '"/api/v0/'))

    assert run(*command, cwd=copy, PYTHONPATH=python_path(copy)).returncode == 1


def test_a_stale_generated_client_fails(frontend_copy: Path) -> None:
    command = ("npm", "run", "--silent", "generate:check")
    fresh = run(*command, cwd=frontend_copy)
    assert fresh.returncode == 0, fresh.stdout

    description = frontend_copy / "openapi.json"
    description.write_text(description.read_text().replace('"/api/v1/', '"/api/v0/'))

    assert run(*command, cwd=frontend_copy).returncode != 0
