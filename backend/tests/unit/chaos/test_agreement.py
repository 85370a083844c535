"""Planted differences between the sides are found; the refused ones alone are excused."""

from typing import Any

import pytest

from chaos.verdict.agreement import agreement
from chaos.verdict.snapshots import Contested, Record, Refusal, RefusedPush, Visit
from tests.unit.chaos.pictures import LATER, NOON, SLOT, changed, record, text, visit

REFUSED = RefusedPush("b", "remarcar", LATER, "horario_ocupado")
REFUSAL = Refusal("b", "reschedule", 400, LATER)


def found(visits: list[Visit], records: list[Record], refusals: tuple[Refusal, ...] = ()) -> list[list[str]]:
    """What each of the four checks found."""
    return [[finding.what for finding in check.findings] for check in agreement(visits, records, refusals)]


def test_both_sides_alike() -> None:
    there = [visit("a", "b"), visit("c", is_open=False), visit("d", is_open=False)]
    here = [
        record("a", "b"),
        record("c", status="Cancelado", id="2"),
        record("d", status="Alterar", booked=False, id="3"),
        record(id="4", origem="manual"),
    ]
    assert found(there, here) == [[], [], [], []]


@pytest.mark.parametrize(
    ("there", "here", "what"),
    [
        (visit("a"), record("a", start=LATER), "aqui às"),
        (visit("a"), record("a", status="Cancelado", booked=True), "aqui Cancelado"),
        (
            visit("a", is_open=False),
            record("a"),
            "Cal.com encerrada, aqui Agendado; Cal.com encerrada, a reserva",
        ),
        (visit("a", "b"), record("a", "c"), "não é a deste agendamento"),
        (visit("a"), record("x"), "não está aqui"),
    ],
)
def test_a_difference_is_found(there: Visit, here: Record, what: str) -> None:
    differing, *_ = found([there], [here])

    assert len(differing) == 1
    assert what in differing[0]


def test_two_appointments_of_one_chain_and_one_of_none() -> None:
    _, twice, ghosts, _ = found([visit("a", "b")], [record("a"), record("b", id="2"), record("x", id="3")])

    assert (twice, len(ghosts)) == (["2 agendamentos de uma reserva"], 1)


def test_seats_are_matched_by_their_taker_too_and_one_given_up_may_be_unknown() -> None:
    email = "ana@example.com"
    gone = Visit(name=email, keys=frozenset(), is_open=False, start=None, moved_at=NOON, seated_email=email)
    given_up = record("u/1", status="Cancelado")

    assert found([gone], []) == [[], [], [], []]
    assert found([gone], [given_up]) == [[], [], [], []]
    assert len(found([gone], [record("u/1")])[0]) == 1
    assert len(found([gone], [given_up, record("u/2", status="Cancelado", id="2")])[1]) == 1


def test_reopened_by_staff_goes_on_without_its_closed_booking() -> None:
    reopened = record("a", key=None, booked=False, left=frozenset({"a"}))

    assert found([visit("a", is_open=False)], [reopened]) == [[], [], [], []]
    assert "não é a deste agendamento" in found([visit("a")], [reopened])[0][0]


def test_a_refused_push_excuses_what_was_refused_and_nothing_else() -> None:
    there = visit("a", "b")
    moved = record("a", "b", start=LATER, refused=(REFUSED,))
    cancelled = record("a", "b", status="Cancelado", booked=True, refused=(REFUSED,))

    assert found([there], [moved], (REFUSAL,)) == [[], [], [], []]
    assert found([there], [cancelled], (REFUSAL,))[3] == ["o estado difere, e não foi ele o recusado"]


@pytest.mark.parametrize(
    "refusal",
    [
        Refusal("b", "reschedule", 400, SLOT),
        Refusal("b", "cancel", 400, LATER),
        Refusal("a", "reschedule", 400, LATER),
    ],
)
def test_a_refusal_that_cal_com_never_made_is_found(refusal: Refusal) -> None:
    *_, unequal = found([visit("a", "b")], [record("a", "b", start=LATER, refused=(REFUSED,))], (refusal,))

    assert unequal == ["recusa de remarcar que o Cal.com não fez (horario_ocupado)"]


def test_a_change_that_staff_ask_for_leaves_the_booking_open() -> None:
    by_staff = changed(1, "usuario", "status", "Agendado", "Alterar")
    by_calcom = changed(1, "calcom", "status", "Agendado", "Alterar")

    asked = record("a", status="Alterar", history=(by_staff,))
    assert found([visit("a")], [asked]) == [[], [], [], []]
    heard = record("a", status="Alterar", history=(by_staff, by_calcom))
    assert found([visit("a")], [heard])[0] == ["Cal.com aberta, aqui Alterar"]


def test_a_collected_visit_differs_only_where_a_person_is_asked() -> None:
    over: dict[str, Any] = {"status": "Coletado", "booked": False}
    told = record("a", conflicts=(Contested("status", "Coletado", "encerrada"),), **over)
    assert found([visit("a", is_open=False)], [told]) == [[], [], [], []]
    assert found([visit("a", is_open=False)], [record("a", **over)])[0] == [
        "Cal.com encerrada, aqui Coletado"
    ]

    collected: dict[str, Any] = {
        "status": "Coletado",
        "history": (changed(1, "usuario", "status", "Agendado", "Coletado"),),
    }
    slots = (Contested("slot", text(SLOT), text(LATER)),)
    assert found([visit("a", start=LATER)], [record("a", conflicts=slots, **collected)])[0] == []
    assert len(found([visit("a", start=LATER)], [record("a", **collected)])[0]) == 1
    assert len(found([visit("a", start=LATER)], [record("a", conflicts=slots)])[0]) == 1
