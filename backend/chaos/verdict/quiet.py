"""Nothing moves any more: rounds of reconciliation that call nobody and write nothing (issue 4, "Shown by" 3)."""

from collections.abc import Mapping
from dataclasses import dataclass

from chaos.verdict.snapshots import Check, Finding


@dataclass(frozen=True, slots=True)
class Stillness:
    """What would move: each appointment's `versao`, the number of history entries, the writing calls that Cal.com got."""

    versions: Mapping[str, int]
    entries: int
    calls: int


def quiet(before: Stillness, after: Stillness, rounds: int) -> Check:
    """Both pictures alike."""
    ids = sorted({*before.versions, *after.versions})
    moved = [each for each in ids if before.versions.get(each) != after.versions.get(each)]
    findings = [
        Finding(f"versao {before.versions.get(each)} → {after.versions.get(each)}", each) for each in moved
    ]
    for name, one, other in (
        ("entradas no histórico", before.entries, after.entries),
        ("chamadas de escrita ao Cal.com", before.calls, after.calls),
    ):
        if one != other:
            findings.append(Finding(f"{name}: {one} → {other}", "todas"))
    return Check(f"no ping-pong in {rounds} rounds", f"{len(ids)} appointments unmoved", tuple(findings))
