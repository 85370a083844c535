"""Which row replaced which (rules 2 and 6). Pure; the order in which rows are heard of plays no part."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from domain.booking.row import Row

Links = dict[str, set[str]]


def links_of(rows: Mapping[str, Row]) -> Links:
    """Older key → newer keys. A link to itself, or one that closes a cycle, is ignored. What a row names as its predecessor
    comes first; then a row that only its root ties to the chain follows the newest row there that was made before it."""
    newer: Links = {}
    for old, new in sorted((old, row.key) for row in rows.values() for old in row.older):
        _link(newer, old, new)
    for row in sorted(rows.values(), key=_age):
        for root in sorted(row.names - row.older):
            if row.key not in reachable(newer, root):
                _link(newer, _newest_before(row, root, rows, newer), row.key)
    return newer


def reachable(newer: Mapping[str, Iterable[str]], start: str) -> set[str]:
    """`start` and every key that replaced it, directly or not."""
    seen, todo = {start}, [start]
    while todo:
        for key in newer.get(todo.pop(), ()):
            if key not in seen:
                seen.add(key)
                todo.append(key)
    return seen


def _link(newer: Links, old: str, new: str) -> None:
    if old not in reachable(newer, new):
        newer.setdefault(old, set()).add(new)


def _newest_before(row: Row, root: str, rows: Mapping[str, Row], newer: Links) -> str:
    """The key of the newest row after `root` that was made before `row`; the root itself is the oldest, known or not."""
    chain = (rows[key] for key in reachable(newer, root) - {root} if key in rows)
    newest = max((each for each in chain if _age(each) < _age(row)), key=_age, default=None)
    return newest.key if newest else root


def _age(row: Row) -> tuple[datetime, int, str]:
    return row.made, row.number, row.key
