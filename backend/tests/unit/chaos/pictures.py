"""Small pictures of both sides for the tests of the verdict."""

from datetime import UTC, datetime, timedelta
from typing import Any

from chaos.verdict.snapshots import Changed, Record, Saved, Visit

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SLOT, LATER = datetime(2026, 12, 1, 13, tzinfo=UTC), datetime(2026, 12, 2, 14, tzinfo=UTC)


def text(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def visit(*keys: str, is_open: bool = True, start: datetime = SLOT, **more: Any) -> Visit:
    told: dict[str, Any] = {"name": keys[0], "moved_at": NOON} | more
    return Visit(keys=frozenset(keys), is_open=is_open, start=start, **told)


def record(*keys: str, status: str = "Agendado", start: datetime = SLOT, **more: Any) -> Record:
    fields = {"status": status, "inicio": text(start), "email": "ana@example.com", "observacoes": None}
    told: dict[str, Any] = {
        "id": "1",
        "versao": 1,
        "origem": "calcom",
        "key": keys[-1] if keys else None,
        "keys": frozenset(keys),
        "booked": status != "Cancelado",
    }
    return Record(**(told | more | {"fields": fields | more.get("fields", {})}))


def saved(seconds: float = 0, **values: Any) -> Saved:
    return Saved("1", "atendente", NOON + timedelta(seconds=seconds), values)


def changed(
    seconds: float, actor: str, name: str, old: Any, new: Any, *others: str, cause: str = "entrega"
) -> Changed:
    at = NOON + timedelta(seconds=seconds)
    return Changed(at, actor, cause, name, old, new, frozenset({name, *others}))
