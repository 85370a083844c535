"""The files of a deployment, as the tests read them."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.architecture import ROOT

COMPOSE = ROOT / "docker-compose.yml"
RENDER_ENV = ROOT / "render.env"
COMPOSE_ENV = ROOT / "infra" / "docker" / "env.example"
CADDYFILE = ROOT / "infra" / "proxy" / "Caddyfile"
MONITORING = ROOT / "infra" / "monitoring"
RUNBOOKS = ROOT / "infra" / "runbooks"

_ASSIGNMENT = re.compile(r"^([A-Z][A-Z0-9_]*)=(.*)$")


@dataclass(frozen=True)
class Variable:
    """One line of an environment file; `note` is the comment before it, without the signs."""

    name: str
    value: str
    note: str

    @property
    def is_secret(self) -> bool:
        return "[secret]" in self.note

    @property
    def is_required(self) -> bool:
        return "[required]" in self.note


def variables(file: Path) -> dict[str, Variable]:
    """By name. A comment speaks for every assignment up to the next comment. Raises ValueError on any other line."""
    found: dict[str, Variable] = {}
    notes: list[str] = []
    has_assigned = False
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line:
            notes = [] if has_assigned or not line else notes
            has_assigned = False
            notes.append(line.lstrip("# "))
        elif match := _ASSIGNMENT.match(line):
            name, value = match.groups()
            if name in found:
                raise ValueError(f"{file.name} has {name} twice")
            found[name], has_assigned = Variable(name, value, " ".join(notes).strip()), True
        else:
            raise ValueError(f"{file.name} has a line that is none: {line}")
    return found


def read_yaml(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8"))
