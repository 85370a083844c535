"""What a finding is about, printed so that a person can follow it."""

from collections.abc import Iterator
from dataclasses import asdict, is_dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from chaos.verdict.snapshots import Changed, Record, Visit

_FIELDS = (
    "status",
    "inicio",
    "nome_paciente",
    "email",
    "telefone",
    "nome_unidade",
    "pendencias",
    "created_at",
)


def lines(evidence: Any) -> Iterator[str]:
    """One piece of evidence, a line for each row, entry or value."""
    match evidence:
        case Visit():
            yield f"Cal.com: {_state(evidence.is_open)}, {evidence.start}, chosen {evidence.moved_at:%H:%M:%S.%f}"
            yield from ("    " + _listed(row) for row in evidence.told)
        case Record():
            yield from _record(evidence)
        case dict():
            yield _listed(evidence)
        case _ if is_dataclass(evidence) and not isinstance(evidence, type):
            yield f"{type(evidence).__name__}: {_listed(asdict(evidence))}"
        case _:
            yield str(evidence)


def _record(record: Record) -> Iterator[str]:
    yield f"here: {record.id} versao {record.versao}, current row {record.key}, booked {record.booked}"
    yield "    " + _listed({name: record.fields.get(name) for name in _FIELDS})
    yield f"    keys {sorted(record.keys)}" + (
        f" absorbed {sorted(record.absorbed)}" if record.absorbed else ""
    )
    yield from (f"    {each}" for each in (*record.conflicts, *record.refused))
    for (at, actor, cause), entry in groupby(
        record.history, key=lambda each: (each.at, each.actor, each.cause)
    ):
        yield f"    {at:%H:%M:%S.%f} {actor} {cause}: " + ", ".join(map(_change, entry))


def _change(change: Changed) -> str:
    return (
        f"{change.field} {change.new}"
        if change.old is None
        else f"{change.field} {change.old} → {change.new}"
    )


def _state(is_open: bool) -> str:
    return "open" if is_open else "closed"


def _listed(values: dict[str, Any] | Any) -> str:
    return ", ".join(
        f"{name} {_short(value)}" for name, value in values.items() if value not in (None, [], ())
    )


def _short(value: Any) -> str:
    return f"{value:%m-%d %H:%M:%S.%f}" if isinstance(value, datetime) else str(value)
