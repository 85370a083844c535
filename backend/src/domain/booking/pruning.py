"""A long chain is pruned, not cut: of old rows that were replaced only what links them and says their status stays.

Keys, links, instants, slots and tokens stay with every row, so that keys, status and slot of a chain do not depend on the order
of news, however long it is. Of the answers of the pruned rows the best stand in the newest of them, the summary.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from domain.booking.chain import Chain
from domain.booking.fact import Fact
from domain.booking.row import Row

FULL_ROWS = 50
# Facts that belong to the row itself. By a person's name and address a seat is found (`domain.booking.seats`).
_OWN = ("numero", "veio_de")
_SEATS_OWN = (*_OWN, "email", "nome_paciente")


def pruned(chain: Chain, full_rows: int = FULL_ROWS) -> Chain:
    """The chain, of whose rows the newest `full_rows` are whole; older ones too that are ends, or the seat that it begins with.

    A row that was replaced counts as closed, whatever was said of it last: of a move nobody says that the old row is closed.
    """
    beyond = len(chain.rows) - full_rows
    if beyond <= 0:
        return chain
    whole = {end.key for end in chain.ends}
    old = [row for row in chain.oldest_first[:beyond] if not (row.key in whole or _must_stay(row))]
    if not old:
        return chain
    *bare, summary = old
    rows = {row.key: _bare(row, {}) for row in bare}
    rows[summary.key] = _bare(summary, _best(old))
    return Chain({key: rows.get(key, row) for key, row in chain.rows.items()})


def _must_stay(row: Row) -> bool:
    """A seat that replaced none: by whom it was told says whether it is a stray one (`Chain.stray`)."""
    return row.is_seat and not row.older


def _best(oldest_first: Iterable[Row]) -> dict[str, Fact]:
    """The answers that stand of these rows: of each name the newest row's."""
    return {name: fact for row in oldest_first for name, fact in row.facts.items() if name not in _own(row)}


def _bare(row: Row, answers: Mapping[str, Fact]) -> Row:
    own = {name: fact for name, fact in row.facts.items() if name in _own(row)}
    return replace(row, facts={**answers, **own}, absences={}, absences_read={})


def _own(row: Row) -> tuple[str, ...]:
    return _SEATS_OWN if row.is_seat else _OWN
