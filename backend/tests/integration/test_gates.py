"""`make lint` is a gate: a planted violation of each rule, in a copy of the tree, fails it."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

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


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return copied(tmp_path)


@pytest.fixture
def frontend_copy(copy: Path) -> Path:
    """The copy with its frontend, whose packages are the installed ones."""
    shutil.copytree(ROOT / "frontend", copy / "frontend", ignore=LEFT_OUT)
    (copy / "frontend" / "node_modules").symlink_to(ROOT / "frontend" / "node_modules")
    return copy / "frontend"


def copied(folder: Path) -> Path:
    """`folder`, with a copy of the Python code and the rules."""
    for part in ("backend/src", "infra/calcom_sandbox"):
        shutil.copytree(ROOT / part, folder / part, ignore=LEFT_OUT)
    shutil.copy(ROOT / "pyproject.toml", folder)
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


# (contract, file below backend/src, the line planted as its last, what the report must name)
PLANTED = [
    (
        "The layers of the house",
        "domain/upward.py",
        "import application.ports",
        "domain.upward -> application.ports",
    ),
    (
        "The layers of the house",
        "application/upward.py",
        "import infrastructure.mongo",
        "application.upward -> infrastructure",
    ),
    (
        "The layers of the house",
        "infrastructure/aside.py",
        "import presentation.api",
        "infrastructure.aside -> presentation.api",
    ),
    (
        "The layers of the house",
        "presentation/aside.py",
        "import calcom_integration.store",
        "presentation.aside -> calcom_integration",
    ),
    (
        "The layers of the house",
        "calcom_integration/inbound.py",
        "import infrastructure.mongo",
        "inbound -> infrastructure",
    ),
    (
        "The layers of the house",
        "presentation/upward.py",
        "import entrypoints.dev",
        "presentation.upward -> entrypoints.dev",
    ),
    ("The domain is plain Python", "domain/validated.py", "import pydantic", "domain.validated -> pydantic"),
    (
        "The application knows no framework, driver or queue",
        "application/web.py",
        "import fastapi",
        "application.web -> fastapi",
    ),
    ("MongoDB has two doors", "presentation/ids.py", "from bson import ObjectId", "presentation.ids -> bson"),
    ("MongoDB has two doors", "calcom_integration/inbox.py", "import motor.motor_asyncio", "inbox -> motor"),
    ("MongoDB has two doors", "entrypoints/query.py", "import pymongo", "entrypoints.query -> pymongo"),
    (
        "Redis and ARQ have their doors",
        "infrastructure/repositories/cache.py",
        "import redis.asyncio",
        "cache -> redis",
    ),
    ("Redis and ARQ have their doors", "calcom_integration/inbound.py", "import arq", "inbound -> arq"),
    (
        "Cal.com is called by its client alone",
        "entrypoints/call.py",
        "import httpx",
        "entrypoints.call -> httpx",
    ),
    (
        "The layers inside the integration",
        "calcom_integration/store.py",
        "import calcom_integration.inbox",
        "store -> calcom_integration.inbox",
    ),
    (
        "The layers inside the integration",
        "calcom_integration/jobs.py",
        "import calcom_integration.routers",
        "jobs -> calcom_integration.routers",
    ),
    (
        "The layers inside the integration",
        "calcom_integration/homeless.py",
        "",
        "- calcom_integration.homeless",
    ),
    (
        "The stand-in Cal.com is a stranger to the product",
        "entrypoints/play.py",
        "import calcom_sandbox",
        "entrypoints.play -> calcom_sandbox",
    ),
    (
        "The product is a stranger to its stand-in",
        "../../infra/calcom_sandbox/play.py",
        "import domain",
        "calcom_sandbox.play -> domain",
    ),
]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What lint-imports says of a copy in which every rule is broken."""
    copy = copied(tmp_path_factory.mktemp("planted"))
    for _, file, line, _ in PLANTED:
        plant(copy / "backend/src" / file, line)
    lint = lint_imports(copy)
    assert lint.returncode == 1
    return lint.stdout


@pytest.mark.parametrize(("contract", "_file", "_line", "named"), PLANTED)
def test_a_forbidden_import_fails(report: str, contract: str, _file: str, _line: str, named: str) -> None:
    assert f"{contract} BROKEN" in report
    details = report.partition("Broken contracts")[2].partition(f"\n{contract}\n")[2]
    of_this_contract = re.split(r"\n\n.+\n-{5,}\n", details)[0]
    assert named in of_this_contract


def test_without_a_planted_import_the_rules_hold(copy: Path) -> None:
    lint = lint_imports(copy)

    assert lint.returncode == 0, lint.stdout


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
