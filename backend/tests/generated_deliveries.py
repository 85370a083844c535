"""Many chains of deliveries, made of recorded ones with uids, times and people of their own."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from tests.deliveries import sent

_TEMPLATES = {
    "created": "created__custom_fields_all_types",
    "rescheduled": "rescheduled__custom_fields",
    "cancelled": "cancelled__by_guest_with_reason",
}
_PATIENT, _EMAIL = "João da Silva", "joao@example.com"
_ZONE = ZoneInfo("America/Sao_Paulo")
_MORNING = datetime(2026, 12, 1, 10, tzinfo=UTC)
_FIRST_SENT = datetime(2026, 11, 23, 12, tzinfo=UTC)

Visit = tuple[str, str, str, str]


@dataclass(frozen=True)
class Row:
    """One booking row: who, when (UTC), and of which chain (`root` is the uid of its first row)."""

    uid: str
    number: int
    start: datetime
    patient: str
    root: str


@dataclass(frozen=True)
class GeneratedChain:
    """`bodies` in the order they were sent; `end` as a line of `chains.ENDS`; `uid` of the row that it ends with."""

    bodies: tuple[bytes, ...]
    end: Visit
    uid: str


def created(row: Row, sent_at: datetime = _FIRST_SENT, **payload: Any) -> bytes:
    """The delivery of a new booking; `payload` is laid over the recorded one."""
    return _body("created", row, sent_at, payload)


def rescheduled(row: Row, older: Row, sent_at: datetime) -> bytes:
    """The delivery of a new row in the place of `older`."""
    names = {
        "rescheduleUid": older.uid,
        "rescheduleId": older.number,
        "rescheduleStartTime": _text(older.start),
    }
    return _body("rescheduled", row, sent_at, names)


def cancelled(row: Row, sent_at: datetime) -> bytes:
    return _body("cancelled", row, sent_at, {})


def generated_chains(number: int, seed: int) -> list[GeneratedChain]:
    """Chains of one to four deliveries: created, moved up to twice, and some of them cancelled."""
    random = Random(seed)
    return [_chain(index, random.randint(0, 2), random.random() < 0.4) for index in range(number)]


def shuffled(chains: Sequence[GeneratedChain], repeats: int, seed: int) -> list[bytes]:
    """All bodies in a random order, `repeats` of them twice."""
    random = Random(seed)
    bodies = [body for chain in chains for body in chain.bodies]
    bodies += random.sample(bodies, repeats)
    random.shuffle(bodies)
    return bodies


def _chain(index: int, moves: int, is_cancelled: bool) -> GeneratedChain:
    rows = [_row(index, move) for move in range(moves + 1)]
    at = _FIRST_SENT + timedelta(minutes=index)
    bodies = [created(rows[0], at)]
    for older, row in pairwise(rows):
        at += timedelta(seconds=7)
        bodies.append(rescheduled(row, older, at))
    if is_cancelled:
        bodies.append(cancelled(rows[-1], at + timedelta(seconds=9)))
    return GeneratedChain(tuple(bodies), _visit(rows[-1], is_cancelled), rows[-1].uid)


def _row(index: int, move: int) -> Row:
    start = _MORNING + timedelta(days=index % 20, minutes=30 * (index // 20), hours=2 * move)
    return Row(
        uid=f"ger{index:04d}m{move}",
        number=10_000 + 10 * index + move,
        start=start,
        patient=f"Paciente {index:04d}",
        root=f"ger{index:04d}m0",
    )


def _visit(row: Row, is_cancelled: bool) -> Visit:
    local = row.start.astimezone(_ZONE)
    return "Cancelado" if is_cancelled else "Agendado", f"{local:%Y-%m-%d}", f"{local:%H:%M}", row.patient


def _body(kind: str, row: Row, sent_at: datetime, over: dict[str, Any]) -> bytes:
    recorded = sent(_TEMPLATES[kind]).body.decode()
    body = json.loads(recorded.replace(_PATIENT, row.patient).replace(_EMAIL, f"{row.root}@example.com"))
    body["createdAt"] = _text(sent_at)
    body["payload"] |= {
        "uid": row.uid,
        "bookingId": row.number,
        "startTime": _text(row.start),
        "endTime": _text(row.start + timedelta(minutes=30)),
        "iCalUID": None if kind == "rescheduled" else f"{row.root}@Cal.com",
        **over,
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _text(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
