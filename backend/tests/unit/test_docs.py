"""What the documents name is there: paths, make's targets, Cal.com's commands, variables."""

import os
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import pytest

from calcom_integration.settings import CalComSettings
from entrypoints import calcom_commands

ROOT = Path(__file__).resolve().parents[3]
DOCS = [ROOT / "README.md", *sorted((ROOT / "backend/docs").rglob("*.md"))]
NOT_OURS = {".git", ".venv", ".tools", ".cache", ".data", "node_modules", "dist", "__pycache__"}
PATH = re.compile(r"[\w.-]+(?:/[\w.*-]+)+/?|[\w-]+\.(?:json|lock|md|py|toml|ts|tsx|yaml|yml)")
# What looks like a path of ours and is none: other people's files and names, and what only a run makes.
STRANGERS = re.compile(
    r"calcom/cal\.\w+|uv\.lock|\.tools/uv|backend/bench/results/.*|\.data/.*|frontend/(dist|screenshots)"
)
# Of Cal.com's server, and of the stand-in.
OTHERS_VARIABLES = {"CALCOM_LICENSE_KEY", "CALCOM_SANDBOX_LINE", "CALCOM_SANDBOX_PORT"}

each_document = pytest.mark.parametrize("doc", DOCS, ids=lambda doc: doc.name)


@each_document
def test_every_path_is_there(doc: Path) -> None:
    named = {
        span.rstrip("/") for span in spans(doc) if PATH.fullmatch(span) and not STRANGERS.fullmatch(span)
    }

    assert sorted(path for path in named if not is_there(path)) == []


@each_document
def test_every_target_of_make_is_there(doc: Path) -> None:
    targets = set(re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {
        target for span in spans(doc) for target in re.findall(r"(?:^|[;&] ?|= ?\S+ )make ([a-z0-9-]+)", span)
    }

    assert named <= targets


@each_document
def test_every_command_of_calcoms_is_there(doc: Path) -> None:
    commands = {command.name for command in calcom_commands.app.registered_commands}
    said = (
        re.search(r'(?:make calcom ARGS="|entrypoints\.cli calcom )([\w|-]+)', span) for span in spans(doc)
    )
    named = {command for match in said if match for command in match[1].split("|")}

    assert named <= commands


@each_document
def test_every_variable_of_the_integration_is_a_setting(doc: Path) -> None:
    settings = {name.upper() for name in CalComSettings.model_fields}
    named = {name for span in spans(doc) for name in re.findall(r"\bCALCOM_[A-Z_]+\b", span)}

    assert named - OTHERS_VARIABLES <= settings


@pytest.mark.parametrize("number", range(1, len(list((ROOT / "backend/docs/decisions").glob("*.md"))) + 1))
def test_decisions_are_numbered_without_a_gap_and_titled_by_their_number(number: int) -> None:
    (file,) = (ROOT / "backend/docs/decisions").glob(f"{number:04}-*.md")

    assert re.match(rf"# {number}\. ", file.read_text())


def test_what_is_not_there_is_found(tmp_path: Path) -> None:
    doc = tmp_path / "a.md"
    doc.write_text("`backend/src/nowhere.py` and `README.md`\n\n```\nmake nothing\n```\n")

    assert list(spans(doc)) == ["make nothing", "backend/src/nowhere.py", "README.md"]
    assert is_there("README.md")
    assert not is_there("backend/src/nowhere.py")


def spans(doc: Path) -> Iterator[str]:
    """Each line of a block, and what stands between backticks outside of them."""
    block = re.compile(r"^ *```\w*\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
    text = doc.read_text()
    for lines in block.findall(text):
        yield from lines.splitlines()
    yield from re.findall(r"`([^`\n]+)`", block.sub("", text))


def is_there(path: str) -> bool:
    """Whether a file or folder of ours ends with `path`, which may hold a `*`."""
    return any(known == path or fnmatch(known, f"*/{path}") for known in known_paths())


@cache
def known_paths() -> tuple[str, ...]:
    found = []
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in NOT_OURS]
        found += [(Path(folder) / name).relative_to(ROOT).as_posix() for name in (*folders, *files)]
    return tuple(found)
