"""The webhook deliveries under `payloads/`, as a sender would post them, and the mapping they are read by."""

import json
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from calcom_integration.dto import read
from calcom_integration.mapping import MappingTable, news_of
from calcom_integration.mapping.questions import plain
from domain.booking.news import BookingNews
from entrypoints.seeds import units_in

PAYLOADS = Path(__file__).parent / "payloads"
_UNITS = Path(__file__).parents[2] / "infra" / "units.yaml"

# Of a running Cal.diy 6.2.0 (shared/CALCOM.md, section M).
CALDIY = "caldiy_6_2_0"
# What cannot be read by anybody: Cal.com's broken templates (CALCOM.md A4, L).
MEANT_TO_FAIL = {"template__form", "template__via_api_v2"}


@dataclass(frozen=True)
class Sent:
    """One delivery: `name` is its file without folder and ending."""

    name: str
    body: bytes
    headers: dict[str, str]


def sent(name: str) -> Sent:
    """The delivery in the file called `name`, else the one starting with it."""
    folders = ("recorded", "composed", "published", "derived", CALDIY)
    found = [path for folder in folders for path in _deliveries_in(folder, name)]
    [path] = [path for path in found if path.stem == name] or found
    return _load(path)


def all_sent(*folders: str) -> list[Sent]:
    """Every delivery of the folders, all four where none is named."""
    chosen = folders or ("recorded", "published", "derived", CALDIY)
    return [_load(path) for folder in chosen for path in sorted(_deliveries_in(folder))]


def _deliveries_in(folder: str, name: str = "") -> list[Path]:
    """The files whose name begins so; answers of the API stand beside deliveries in one folder."""
    return [path for path in (PAYLOADS / folder).glob(f"{name}*.json") if not path.name.startswith("api__")]


def _load(path: Path) -> Sent:
    file = json.loads(path.read_text())
    body = file["body_raw"] if "body_raw" in file else json.dumps(file["body"], ensure_ascii=False)
    return Sent(path.stem, body.encode(), file.get("headers", {}))


def units() -> dict[str, Any]:
    """What `infra/units.yaml` holds, for the caller to change."""
    content: dict[str, Any] = json.loads(_units())
    return content


@cache
def _units() -> str:
    """The file as JSON: reading YAML takes longer than most tests that need it."""
    return json.dumps(yaml.safe_load(_UNITS.read_text()))


def shipped_table() -> MappingTable:
    """The first mapping of `infra/units.yaml`."""
    return MappingTable.from_content(units(), units_in(units()))


# The event types of the recorded 5.4.15, which has other slugs than the file, beside the file's ids of the same units.
RECORDED_TYPES = {
    "consulta": 1,
    "avaliacao": 2,
    "com-confirmacao": 3,
    "so-telefone": 4,
    "sessao-semanal": 5,
    "grupo": 6,
    "teleconsulta": 7,
    "primeira-consulta": 8,
}


def units_with_recorded_types() -> dict[str, Any]:
    """What `infra/units.yaml` would hold if the clinic had mapped the recorded instance's event types too."""
    content = units()
    names = {each["id"]: each["nome_unidade"] for each in content["event_types"]}
    recorded = [{"slug": slug, "nome_unidade": names[number]} for slug, number in RECORDED_TYPES.items()]
    return content | {"event_types": [*content["event_types"], *recorded]}


def table() -> MappingTable:
    """The mapping of that clinic, which has looked at the recorded Cal.com."""
    first = MappingTable.from_content(units_with_recorded_types(), units_in(units()))
    return replace(first, seen={plain(slug): number for slug, number in RECORDED_TYPES.items()})


def news(name: str) -> BookingNews:
    """The news in the delivery called `name`."""
    return news_of(read(sent(name).body), table())
