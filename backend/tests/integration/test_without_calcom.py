"""Delete the integration and its lines in the composition root: a working appointment system is left (DESIGN.md, 1)."""

import re
import shutil
import sys
from pathlib import Path

import pytest

from tests.architecture import ROOT
from tests.tree_copy import LEFT_OUT, copied, run

# Tests of the house itself: they look at the whole tree, or start it or the room's programs.
_OF_THE_WHOLE = (
    "test_gates.py",
    "test_import_rules.py",
    "test_architecture.py",
    "test_without_calcom.py",
    "test_dev_command.py",
    "test_stack.py",
    "test_servers.py",
    "test_pipeline.py",
    "test_docs.py",
    "test_operators_guide.py",
    "test_fuzzed.py",
)
_GONE = re.compile(r"^\s*(?:from|import) (calcom_\w+|chaos|bench|entrypoints\.calcom\w*)", re.MULTILINE)


# Imports every module of the layers that are left; what still names the room fails.
_IMPORT_ALL = """
import importlib, pkgutil
for layer in ("domain", "application", "persistence", "infrastructure", "presentation", "entrypoints"):
    package = importlib.import_module(layer)
    for module in pkgutil.walk_packages(package.__path__, f"{layer}."):
        importlib.import_module(module.name)
        print(module.name)
"""


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree without the room."""
    copy = copied(tmp_path_factory.mktemp("left"))
    source = copy / "backend" / "src"
    shutil.rmtree(source / "calcom_integration")
    (source / "entrypoints" / "calcom.py").unlink()
    (source / "entrypoints" / "calcom_widget.py").unlink()
    shutil.rmtree(source / "entrypoints" / "calcom_commands")
    # The installed project is still on the path: what is deleted here must not be found there.
    (source / "calcom_integration.py").write_text('raise ImportError("deleted")\n')
    for name in ("bootstrap.py", "cli.py"):
        root = source / "entrypoints" / name
        root.write_text("\n".join(line for line in root.read_text().split("\n") if not _is_the_room_s(line)))
    return copy


@pytest.fixture
def tests(left: Path) -> Path:
    """The tests of what is left, without those that need the room."""
    tests = left / "backend" / "tests"
    shutil.copytree(ROOT / "backend" / "tests", tests, ignore=LEFT_OUT)
    _delete_tests_of_the_room(tests)
    return tests


@pytest.mark.nightly
@pytest.mark.timeout(900)  # a whole suite in one test
def test_the_rest_works(left: Path, tests: Path, mongodb_url: str, redis_database_url: str) -> None:
    result = run(
        *(
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "--timeout=300",
            "--no-header",
            "--hypothesis-profile=quick",
        ),
        *(tests / part for part in ("unit", "contract", "integration")),
        cwd=left,
        MONGODB_URL=mongodb_url,
        REDIS_URL=redis_database_url,
    )

    assert result.returncode == 0, result.stdout[-3000:]
    assert int(re.findall(r"(\d+) passed", result.stdout)[-1]) > 100


def test_the_application_starts_without_the_room(left: Path) -> None:
    program = "from entrypoints.api import create_app; print(sorted(create_app().openapi()['paths']))"

    result = run(sys.executable, "-c", program, cwd=left, PYTHONPATH=str(left / "backend" / "src"))

    assert result.returncode == 0, result.stdout
    assert "/api/v1/appointments" in result.stdout
    assert "calcom" not in result.stdout


def test_every_module_that_is_left_can_be_imported(left: Path) -> None:
    result = run(sys.executable, "-c", _IMPORT_ALL, cwd=left, PYTHONPATH=str(left / "backend" / "src"))

    assert result.returncode == 0, result.stdout
    assert {"domain.merge", "entrypoints.bootstrap"} <= set(result.stdout.split())


def test_the_command_line_starts_without_the_room(left: Path) -> None:
    result = run(
        *(sys.executable, "-m", "entrypoints.cli", "--help"),
        cwd=left,
        PYTHONPATH=str(left / "backend" / "src"),
    )

    assert result.returncode == 0, result.stdout
    assert "openapi" in result.stdout
    assert "calcom" not in result.stdout


def _is_the_room_s(line: str) -> bool:
    return line in (
        "from entrypoints import calcom",
        "ROOMS.append(calcom.build)",
        "from entrypoints import calcom_commands",
        'app.add_typer(calcom_commands.app, name="calcom")',
    )


def _delete_tests_of_the_room(tests: Path) -> None:
    """Delete every test module that imports the room, or a helper that does."""
    for name in _OF_THE_WHOLE:
        for path in tests.rglob(name):
            path.unlink()
    gone = {path for path in _modules(tests) if _GONE.search(path.read_text())}
    while more := {p for p in _modules(tests) if _needs(p, gone, tests)} - gone:
        gone |= more
    for path in gone:
        path.unlink()


def _modules(tests: Path) -> list[Path]:
    return list(tests.rglob("*.py"))


def _needs(path: Path, gone: set[Path], tests: Path) -> bool:
    names = ["tests." + ".".join(g.relative_to(tests).with_suffix("").parts) for g in gone]
    text = path.read_text()
    return any(re.search(rf"^from {re.escape(name)} import", text, re.MULTILINE) for name in names)
