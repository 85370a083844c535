"""Which row replaced which (rules 2 and 6). Pure; the order in which rows are heard of plays no part."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from domain.booking.row import Row

Links = dict[str, set[str]]


def links_of(rows: Mapping[str, Row]) -> Links:
    """Older key → newer keys. A link to itself, or one that closes a cycle, is ignored. What a row names as its predecessor
    comes first; then a row that only its root ties to the chain follows the newest row there that was made before it."""
    woven = _Woven()
    for old, new in sorted((old, row.key) for row in rows.values() for old in row.older):
        woven.link(old, new)
    for row in sorted(rows.values(), key=_age):
        for root in sorted(row.names - row.older):
            if not woven.leads(root, row.key):
                woven.link(_newest_before(row, root, rows, woven.newer), row.key)
    return woven.newer


class _Woven:
    """Links as they are found. As long as no row has two predecessors, which is the rule, the beginning of a row's chain tells
    what it follows: a chain of any length costs linear work."""

    def __init__(self) -> None:
        self.newer: Links = {}
        self._before: dict[
            str, str
        ] = {}  # a key → one that it follows, nearer to the beginning whenever it is asked for
        self._is_forest = True

    def link(self, old: str, new: str) -> None:
        """Link them, unless that closes a cycle."""
        if self.leads(new, old):
            return
        self._is_forest &= new not in self._before
        self._before.setdefault(new, old)
        self.newer.setdefault(old, set()).add(new)

    def leads(self, start: str, key: str) -> bool:
        """Whether `key` is `start` or replaced it, directly or not."""
        if start not in self._before and self._is_forest:
            return self._beginning(key) == start
        return key in reachable(self.newer, start)

    def _beginning(self, key: str) -> str:
        way = []
        while key in self._before:
            way.append(key)
            key = self._before[key]
        self._before |= dict.fromkeys(way, key)
        return key


def reachable(newer: Mapping[str, Iterable[str]], start: str) -> set[str]:
    """`start` and every key that replaced it, directly or not."""
    seen, todo = {start}, [start]
    while todo:
        for key in newer.get(todo.pop(), ()):
            if key not in seen:
                seen.add(key)
                todo.append(key)
    return seen


def reversed_links(newer: Mapping[str, Iterable[str]]) -> Links:
    """Newer key → the older keys that it replaced."""
    older: Links = {}
    for old, replaced_by in newer.items():
        for new in replaced_by:
            older.setdefault(new, set()).add(old)
    return older


def depths(newer: Mapping[str, Iterable[str]], older: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """By key how many rows the longest way to it has, itself included. The links close no cycle."""
    depth, waits = {}, {new: len(set(before)) for new, before in older.items()}
    todo = [(key, 1) for key in newer if key not in waits]
    while todo:
        key, deep = todo.pop()
        depth[key] = deep
        for new in newer.get(key, ()):
            waits[new] -= 1
            if not waits[new]:
                todo.append((new, 1 + max(depth[old] for old in older[new])))
    return depth


def _newest_before(row: Row, root: str, rows: Mapping[str, Row], newer: Links) -> str:
    """The key of the newest row after `root` that was made before `row`; the root itself is the oldest, known or not."""
    chain = (rows[key] for key in reachable(newer, root) - {root} if key in rows)
    newest = max((each for each in chain if _age(each) < _age(row)), key=_age, default=None)
    return newest.key if newest else root


def _age(row: Row) -> tuple[datetime, int, str]:
    return row.made, row.number, row.key
