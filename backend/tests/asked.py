"""What the product asks MongoDB, and which of its functions ask it."""

import ast
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pymongo.monitoring import (
    CommandFailedEvent,
    CommandListener,
    CommandStartedEvent,
    CommandSucceededEvent,
)

from tests.architecture import ROOT

_SOURCE = ROOT / "backend" / "src"
_STORES = (_SOURCE / "infrastructure" / "repositories", _SOURCE / "calcom_integration" / "store")
_ASKING = ("find", "update", "delete", "aggregate", "distinct")


@dataclass(frozen=True)
class Question:
    """One form of filter: what is looked for, changed or deleted by `function`, with `sort` and `limit` where there are any."""

    collection: str
    function: str
    wanted: Mapping[str, Any]
    sort: Mapping[str, Any] = field(default_factory=dict)
    limit: int = 0

    def __str__(self) -> str:
        return f"{self.function}: {self.collection} {json.dumps(_form(self.wanted))}"

    @property
    def as_find(self) -> dict[str, Any]:
        """The same question as a command that the server can explain."""
        found: dict[str, Any] = {"find": self.collection, "filter": self.wanted}
        return (
            found | ({"sort": self.sort} if self.sort else {}) | ({"limit": self.limit} if self.limit else {})
        )


class Questions(CommandListener):
    """One question of each form, and every function of a store that asked anything, itself or through another."""

    def __init__(self) -> None:
        self.asked: dict[str, Question] = {}
        self.functions: set[str] = set()

    def started(self, event: CommandStartedEvent) -> None:
        if event.command_name not in (*_ASKING, "insert"):
            return
        functions = [*_functions()]
        self.functions.update(functions)
        for each in _questions(event, functions[0] if functions else "elsewhere"):
            self.asked[f"{each} {sorted(each.sort)}"] = each

    def succeeded(self, event: CommandSucceededEvent) -> None:
        """The question is all that counts."""

    def failed(self, event: CommandFailedEvent) -> None:
        """The question is all that counts."""


def functions_of_stores() -> set[str]:
    """Every async function of the stores, by its qualified name: whoever asks the database is one."""
    found: set[str] = set()
    for file in (file for folder in _STORES for file in folder.rglob("*.py")):
        tree = ast.parse(file.read_text())
        found |= {each.name for each in tree.body if isinstance(each, ast.AsyncFunctionDef)}
        for kind in (each for each in tree.body if isinstance(each, ast.ClassDef)):
            found |= {
                f"{kind.name}.{each.name}" for each in kind.body if isinstance(each, ast.AsyncFunctionDef)
            }
    return found


def _functions() -> Iterator[str]:
    """The stores' functions at work, the innermost first."""
    frame = sys._getframe(2)
    while frame.f_back is not None:
        file = Path(frame.f_code.co_filename)
        if any(folder in file.parents for folder in _STORES):
            yield frame.f_code.co_qualname.partition(".<locals>")[0]
        frame = frame.f_back


def _questions(event: CommandStartedEvent, function: str) -> Iterator[Question]:
    command, name = event.command, event.command_name
    collection = command[name]
    if name == "find":
        yield Question(
            collection,
            function,
            command.get("filter") or {},
            command.get("sort") or {},
            command.get("limit") or 0,
        )
    elif name == "distinct":
        yield Question(collection, function, command.get("query") or {})
    elif name == "aggregate":
        first: Sequence[Mapping[str, Any]] = command["pipeline"][:1]
        yield Question(collection, function, first[0].get("$match", {}) if first else {})
    elif name in ("update", "delete"):
        for each in command.get(f"{name}s") or ():
            yield Question(collection, function, each["q"])


def _form(wanted: Any) -> Any:
    """The filter's fields and operators without its values."""
    return {name: _form(each) for name, each in wanted.items()} if isinstance(wanted, Mapping) else "?"
