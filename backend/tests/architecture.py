"""House rules that import-linter cannot say, read from the syntax trees of `backend/src`."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPOINTMENT_REPOSITORY = "infrastructure/repositories/appointment_repository.py"
_COLLECTION_NAMED = "the collection `appointments` is named outside AppointmentRepository"
ROOMS_NEAR_THE_DATABASE = (
    "domain",
    "application",
    "infrastructure",
    "persistence",
    "calcom_integration",
    "entrypoints",
)

# The stored field names, the stored value of `origem`, and a pending code: part of the clinic's own data.
CALCOM_WORDS_OF_THE_DATA = {"calcom", "calcom_booking_id", "CALCOM", "reaberto_no_calcom"}
CALCOM_WORDS = re.compile(
    r"(?i:cal_?com|webhook)"
    r"|^(BOOKING|MEETING|FORM|OOO|RECORDING|INSTANT_MEETING|AFTER_(HOSTS|GUESTS))_[A-Z_]+(?<!_OWNS)$"
    r"|^[a-z]+([A-Z][a-z]*|UID)+$"  # a field of its payloads: ours are snake_case
)


def violations(source: Path) -> list[str]:
    """Each broken rule as `file:line: what`, for the tree below `source` (a `backend/src`)."""
    return [
        f"{file.relative_to(source)}:{line}: {what}"
        for file in sorted(source.rglob("*.py"))
        for line, what in _of_file(file.relative_to(source).as_posix(), ast.parse(file.read_text()))
    ]


def _of_file(name: str, tree: ast.Module) -> Iterator[tuple[int, str]]:
    room = name.partition("/")[0]
    if room == "domain":
        yield from _foreign_imports(tree)
        yield from _calcom_words(tree)
    if room in ROOMS_NEAR_THE_DATABASE and name != APPOINTMENT_REPOSITORY:
        yield from _names_of_the_collection(tree)
    if room in ROOMS_NEAR_THE_DATABASE:
        yield from _inclusive_bounds(tree)


def _inclusive_bounds(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """In filters; an aggregation's expression has a list of operands there."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Dict):
            continue
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant) and key.value == "$lte" and not isinstance(value, ast.List):
                yield key.lineno, "an inclusive upper bound (persistence.embedded_server has exclusive ones)"


def _foreign_imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names, lineno=line):
                modules = [alias.name for alias in names]
            case ast.ImportFrom(module=module, lineno=line):
                modules = [module or "."]
            case _:
                continue
        for package in {name.partition(".")[0] for name in modules} - sys.stdlib_module_names - {"domain"}:
            yield line, f"the domain imports {package or 'relatively'}, not the standard library"


def _calcom_words(tree: ast.Module) -> Iterator[tuple[int, str]]:
    documentation = {id(text) for text in _docstrings(tree)}
    for node in ast.walk(tree):
        if id(node) in documentation:
            continue
        for word in _words(node):
            if word not in CALCOM_WORDS_OF_THE_DATA and CALCOM_WORDS.search(word):
                yield getattr(node, "lineno", 0), f"the domain says {word!r}, a word of Cal.com's"


def _names_of_the_collection(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value="appointments", lineno=line):
                yield line, _COLLECTION_NAMED
            case ast.Attribute(attr="appointments", value=owner, lineno=line) if _is_database(owner):
                yield line, _COLLECTION_NAMED


def _is_database(value: ast.expr) -> bool:
    name = value.id if isinstance(value, ast.Name) else value.attr if isinstance(value, ast.Attribute) else ""
    return name.strip("_") in {"db", "database"}


def _docstrings(tree: ast.Module) -> Iterator[ast.Constant]:
    """Free text: a string that stands as a statement."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def _words(node: ast.AST) -> Iterator[str]:
    """The identifiers and strings that this node itself spells."""
    match node:
        case ast.Name(id=word) | ast.Attribute(attr=word) | ast.arg(arg=word) | ast.alias(name=word):
            yield word
        case ast.FunctionDef(name=word) | ast.AsyncFunctionDef(name=word) | ast.ClassDef(name=word):
            yield word
        case ast.keyword(arg=str(word)) | ast.Constant(value=str(word)):
            yield word
