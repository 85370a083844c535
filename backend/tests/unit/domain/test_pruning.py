"""A long chain: pruned, never cut, and looked at in linear work (issue 17, item 2)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.booking.chain import Chain, join_chains
from domain.booking.links import links_of, reachable
from domain.booking.news import BookingNews, Rank, row_of
from domain.booking.pruning import FULL_ROWS, pruned
from domain.booking.row import Row, RowStatus
from domain.booking.view import view_of
from domain.slots import Slot
from tests.profile import examples
from tests.steps import steps_of
from tests.unit.domain.strategies import DAY, news

LONG = 3 * FULL_ROWS


def booked(number: int, **more: Any) -> BookingNews:
    """The reschedule `number` of one visit, as its webhook tells it."""
    at = DAY + timedelta(minutes=number)
    return BookingNews(
        uid=_uid(number),
        number=number + 1,
        sent_at=at,
        rank=Rank.PATIENT,
        births=True,
        status=RowStatus.ACCEPTED,
        slot=Slot(at, at + timedelta(minutes=30)),
        predecessor=_uid(number - 1) if number else None,
        root=_uid(0) if number else None,
        answers={"nome_paciente": "Ana", "observacoes": f"vez {number}"}
        | ({"cpf": "1"} if not number else {}),
        **more,
    )


def _uid(number: int) -> str:
    return f"{number * 7919 % 100_003:05}uid"  # the order of uids is not that of the rows


def grown(pieces: list[BookingNews]) -> Chain:
    """The chain as it is kept, piece by piece."""
    chain = Chain()
    for piece in pieces:
        chain = pruned(join_chains(chain, Chain({piece.key: row_of(piece)})))
    return chain


def skeleton(chain: Chain) -> list[Any]:
    """Keys, status and slot: what no order may change."""
    view = view_of(chain)
    rows = sorted(
        (row.key, row.status, row.times, row.number, sorted(row.names)) for row in chain.rows.values()
    )
    return [chain.names, chain.uids, chain.numbers, view.key, view.word, view.slot, view.open_ends, rows]


def test_fifty_rows_are_kept_whole() -> None:
    pieces = [booked(number) for number in range(FULL_ROWS)]

    assert grown(pieces) == join_chains(*(Chain({p.key: row_of(p)}) for p in pieces))


def test_of_older_rows_links_and_instants_stay_and_their_best_answers_in_one() -> None:
    chain = grown([booked(number) for number in range(LONG)])

    with_answers = [row for row in chain.rows.values() if set(row.facts) - {"numero"}]
    assert len(chain.rows) == LONG
    assert len(with_answers) == FULL_ROWS + 1
    assert view_of(chain).answers["cpf"] == "1", "what the first booking alone said"
    assert view_of(chain).answers["observacoes"] == f"vez {LONG - 1}"
    whole = join_chains(*(Chain({p.key: row_of(p)}) for p in map(booked, range(LONG))))
    assert skeleton(chain) == skeleton(whole)


def test_an_end_is_never_pruned() -> None:
    branch = replace(booked(2), uid="ramo", number=9_999, predecessor=_uid(1), answers={"cpf": "2"})
    chain = grown([booked(0), booked(1), branch, *map(booked, range(2, LONG))])

    assert chain.rows["ramo"].told("cpf") == "2"
    assert view_of(chain).open_ends == 2


@settings(max_examples=examples(10))
@given(st.randoms(use_true_random=False), st.integers(FULL_ROWS + 1, FULL_ROWS + 25))
def test_beyond_fifty_rows_keys_status_and_slot_agree_in_any_order(random: Random, count: int) -> None:
    pieces = [booked(number) for number in range(count)]
    at = DAY + timedelta(days=2)
    pieces += [
        replace(piece, births=False, status=RowStatus.CANCELLED, sent_at=at, rank=Rank.PASSING)
        for piece in random.sample(pieces, 10)
    ]
    shuffled = random.sample(pieces, len(pieces))

    assert skeleton(grown(shuffled)) == skeleton(grown(pieces))


def plainly_linked(rows: Mapping[str, Row]) -> dict[str, set[str]]:
    """What `links_of` says, by looking at every link again for each."""
    newer: dict[str, set[str]] = {}
    for old, new in sorted((old, row.key) for row in rows.values() for old in row.older):
        if old not in reachable(newer, new):
            newer.setdefault(old, set()).add(new)
    for row in sorted(rows.values(), key=_age):
        for root in sorted(row.roots - row.older):
            if row.key not in reachable(newer, root):
                chain = (rows[key] for key in reachable(newer, root) - {root} if key in rows)
                newest = max((each for each in chain if _age(each) < _age(row)), key=_age, default=None)
                old = newest.key if newest else root
                if old not in reachable(newer, row.key):
                    newer.setdefault(old, set()).add(row.key)
    return newer


def _age(row: Row) -> tuple[Any, ...]:
    return row.made, row.number, row.key


@given(st.lists(news([f"uid-{letter}" for letter in "abcdefgh"]), min_size=1, max_size=14))
def test_the_short_way_to_the_links_leads_to_the_same(pieces: list[BookingNews]) -> None:
    rows = join_chains(*(Chain({piece.key: row_of(piece)}) for piece in pieces)).rows

    assert links_of(rows) == plainly_linked(rows)


def test_a_reschedule_costs_the_same_however_many_there_were() -> None:
    def steps(count: int) -> int:
        chain = join_chains(*(Chain({p.key: row_of(p)}) for p in map(booked, range(count))))
        return steps_of(lambda: view_of(pruned(chain)))

    assert steps(800) <= 2.2 * steps(400)


def test_no_chain_is_too_long_to_be_looked_at() -> None:
    chain = join_chains(*(Chain({p.key: row_of(p)}) for p in map(booked, range(3_000))))

    assert view_of(chain).key == _uid(2_999)
