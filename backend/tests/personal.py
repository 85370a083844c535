"""What names a person or a booking in the payloads, and where a text tells it all the same.

A leak is a whole value with no letter, digit or underscore beside it, whatever its case: so that two letters of an id, or a
name inside one of our own words (`paciente_ausente`), are none. Values shorter than five characters are left out, for they
occur by chance; of names each word of five letters and more is looked for too. CPFs and phones are looked for as they are
written and as bare digits. A word of a recorded name that the product says itself (a patient is called "Serie", a run
"serie-119739000") counts only with the rest of the name.
"""

import ast
import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from tests.architecture import ROOT
from tests.deliveries import PAYLOADS

_LEAST = 5
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NUMBERS = re.compile(r"(?<![\w.:-])(?:\d{3}\.\d{3}\.\d{3}-\d{2}|\+?\d{10,13})(?![\w.:-])")
# What Cal.com calls what names a booking or lets somebody act for it; in small letters, like the rest.
_SECRETS = re.compile(
    r"(uid|seatid|cancelledby|rescheduledby|fromreschedule|recurringeventid|password|secret|token|\bref)$"
)
_PEOPLE = {"firstname", "lastname", "nome", "phonenumber", "attendeephonenumber", "cpf", "telefone"}
_REASONS = {"cancellationreason", "rejectionreason", "reschedulereason", "reschedulingreason"}
_TEXTS = _REASONS | {"additionalnotes", "notes", "historico", "address", "attendeeaddress"}
# Words of the payloads' names that are no person's: an act, a kind of visit, the unit that a recorded calendar is named after.
_COMMON = {"remarcar", "semanal", "unidade", "moema", "unidade moema"}
_INVENTED = {"demo_week.py", "spreadsheet_template.py"}


@cache
def personal_data() -> frozenset[str]:
    """Every name, CPF, phone, e-mail, uid and token of all payloads and recorded answers, in small letters."""
    found: set[str] = set()
    for path in sorted(PAYLOADS.rglob("*.json")):
        found |= personal_in(_body(path))
    return frozenset(found - own_words())


@cache
def own_words() -> frozenset[str]:
    """Every word of the texts in the product's source, in small letters; not of its docstrings and of its invented people."""
    files = [path for path in (ROOT / "backend" / "src").rglob("*.py") if path.name not in _INVENTED]
    texts = [text for path in files for text in _texts_of(ast.parse(path.read_text()))]
    return frozenset(word.casefold() for text in texts for word in re.findall(r"\w+", text))


def personal_in(body: Any) -> set[str]:
    """The same of one body, parsed or (where it is no JSON) as text."""
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    numbers = set(_NUMBERS.findall(text))
    found = {*_EMAIL.findall(text), *numbers, *(re.sub(r"\D", "", each) for each in numbers), *_named(body)}
    return {each.casefold() for each in found if len(each) >= _LEAST} - _COMMON


def leaks(text: str, personal: Iterable[str]) -> dict[str, str]:
    """By what leaked, the line that tells it."""
    folded = text.casefold()
    suspects = [each for each in personal if each in folded]
    found = {each: re.search(rf"(?<!\w){re.escape(each)}(?!\w)", folded) for each in suspects}
    return {each: _line_at(text, match.start()) for each, match in found.items() if match}


def _texts_of(tree: ast.AST) -> Iterator[str]:
    """The string literals of a module, parts of f-strings among them; a docstring is an expression by itself."""
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.value


def _line_at(text: str, at: int) -> str:
    return text[text.rfind("\n", 0, at) + 1 :].partition("\n")[0]


def _body(path: Path) -> Any:
    file = json.loads(path.read_text())
    body = file.get("body_raw", file.get("body"))
    try:
        return json.loads(body) if isinstance(body, str) else body
    except json.JSONDecodeError:
        return body


def _named(body: Any) -> Iterator[str]:
    """Values that their place in the body makes personal."""
    if isinstance(body, list):
        for each in body:
            yield from _named(each)
    if not isinstance(body, dict):
        return
    for name, value in body.items():
        yield from _named(value)
        if isinstance(value, str) and value:
            yield from _of(name.casefold(), value, is_person="email" in body)
        if name == "name" and isinstance(value, dict) and isinstance(value.get("value"), str):
            yield from _words(value["value"])


def _of(name: str, value: str, *, is_person: bool) -> Iterator[str]:
    if name in _PEOPLE or (name == "name" and is_person):
        yield from _words(value)
    elif name in _TEXTS or _SECRETS.search(name):
        yield value


def _words(name: str) -> Iterator[str]:
    yield name
    yield from (word for word in re.findall(r"\w+", name) if len(word) >= _LEAST)
