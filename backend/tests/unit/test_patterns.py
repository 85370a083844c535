"""No regular expression of the product can be made to stand still by a text (issue 17, item 2)."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.patterns import faults

SOURCE = Path(__file__).parents[2] / "src"
_MATCHED = ("match", "fullmatch")
_SEARCHED = ("sub", "subn", "search", "split", "findall", "finditer")
# Made of what a library says, of Brazil's numbers, and asked of eleven digits at most.
ELSEWHERE = {"application/documents.py: _usual_number"}
# Cal.com's own words, in answers of bounded length (`calcom_integration.client.answer`).
_ANSWERS = "calcom_integration/client/answer.py"


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    """File, function and call of every use of `re` with a pattern of its own."""
    for file in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(file.read_text())
        owners = {
            inner: node.name
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef)
            for inner in ast.walk(node)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _is_of_re(node.func):
                yield str(file.relative_to(SOURCE)), owners.get(node, ""), node


def _is_of_re(func: ast.expr) -> bool:
    is_named = isinstance(func, ast.Attribute) and func.attr in ("compile", *_MATCHED, *_SEARCHED)
    return is_named and ast.unparse(func).startswith("re.")


def patterns() -> Iterator[tuple[str, str | bytes, int, bool]]:
    """Where it stands, the pattern, its flags, and whether texts are searched for it."""
    for file, function, call in calls():
        where = f"{file}: {function}".rstrip(": ")
        if where in ELSEWHERE or file == _ANSWERS:
            continue
        pattern = _value(file, call.args[0])
        flags = re.compile(pattern, _flags(file, call)).flags
        assert isinstance(call.func, ast.Attribute)
        yield f"{where}:{call.lineno}", pattern, flags, _is_searched(file, call)


def _value(file: str, expression: ast.expr) -> Any:
    module = importlib.import_module(file.removesuffix(".py").replace("/", ".").removesuffix(".__init__"))
    names = vars(module) | {"name": "nome"}  # the one pattern made in a loop, of names of fields
    return eval(compile(ast.Expression(expression), file, "eval"), names)  # noqa: S307 - our own source


def _flags(file: str, call: ast.Call) -> int:
    given = [each for each in call.args[1:] if isinstance(each, ast.Attribute | ast.BinOp)]
    is_compile = isinstance(call.func, ast.Attribute) and call.func.attr == "compile"
    return int(_value(file, given[0])) if given and is_compile else 0


def _is_searched(file: str, call: ast.Call) -> bool:
    """Unless every use of its name asks for a match from the beginning."""
    assert isinstance(call.func, ast.Attribute)
    if call.func.attr != "compile":
        return call.func.attr in _SEARCHED
    lines = (SOURCE / file).read_text()
    assigned = re.search(r"(\w+)(?::[^=\n]+)? = re\.compile\($", lines[: _offset(lines, call)], re.MULTILINE)
    uses = re.findall(rf"\b{assigned[1]}\.(\w+)\(", lines) if assigned else []
    return not uses or any(use in _SEARCHED for use in uses)


def _offset(text: str, call: ast.Call) -> int:
    return (
        sum(map(len, text.splitlines(keepends=True)[: call.lineno - 1]))
        + call.col_offset
        + len("re.compile(")
    )


@pytest.mark.parametrize("used", patterns(), ids=lambda used: used[0])
def test_its_work_is_linear(used: tuple[str, str | bytes, int, bool]) -> None:
    _, pattern, flags, is_searched = used

    assert faults(pattern, flags & ~re.UNICODE, is_searched=is_searched) == []


@pytest.mark.parametrize(
    "planted",
    [
        r"(.*\D)\s+(?:n[º°o.]*\s*)?(\d+[a-z]?)",  # an address with 60,000 blanks
        r"(\d{1,2})(?:\s*[:hH.]\s*(\d{2})?(?:\s*:\s*\d{2})?)?(?:\s*(?:min|hs?))?",  # an hour with as many
        r"[^@\s]+@[^@\s]+\.[^@\s]+",
        r"(?:a+)+b",
        r"(?:[.\d]*\d)x",
    ],
)
def test_what_can_backtrack_is_found(planted: str) -> None:
    assert faults(planted, is_searched=False)


def test_a_search_that_can_begin_again_everywhere_is_found() -> None:
    assert faults(r"\s+x")
    assert not faults(r"\s+x", is_searched=False)
    assert not faults(r"=\s*x")
