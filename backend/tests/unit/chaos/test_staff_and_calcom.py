"""Every pair of an act of staff and an act of Cal.com ends as docs/staff-and-calcom.md says, and the storm's verdict knows it."""

from collections.abc import Callable

import pytest

from domain.appointment import Status
from domain.pending import Pending
from tests.pairs.acts import (
    BY_STAFF,
    CALCOM,
    FIRST,
    OTHER,
    PATIENTS_NOTE,
    PATIENTS_PHONE,
    PHONE,
    STAFF,
    STATES,
)
from tests.pairs.far_side import NotPossible
from tests.pairs.life import Life
from tests.pairs.table import IMPOSSIBLE, Pair, pairs

TABLE = pairs()
OF_STATUS = [pair for pair in TABLE if pair.state != "any"]
OF_TEXTS = [pair for pair in TABLE if pair.state == "any"]
TEXTS = ("writes a note", "clears the note", "corrects the phone", "sends a driver")
WITH_ANSWERS = "moves with other answers"
_PATIENTS = {"observacoes": PATIENTS_NOTE, "telefone": PATIENTS_PHONE}


def at_calcom(state: str) -> Life:
    life = Life()
    STATES[state](life)
    life.hear()
    return life


def is_possible(state: str, calcom: str) -> bool:
    try:
        CALCOM[calcom](at_calcom(state))
    except NotPossible:
        return False
    return True


def unheard(state: str, staff: str, calcom: str) -> Life:
    """Cal.com acts, staff act on what they still see, then everything is heard."""
    life = at_calcom(state)
    heard, life.hear = life.hear, lambda: None  # type: ignore[method-assign]
    CALCOM[calcom](life)
    life.staff(STAFF[staff])
    life.hear = heard  # type: ignore[method-assign]
    life.rest()
    return life


def heard(state: str, staff: str, calcom: str) -> Life:
    life = at_calcom(state)
    life.staff(STAFF[staff])
    CALCOM[calcom](life)
    life.rest()
    return life


def test_the_table_has_every_pair_that_can_happen() -> None:
    rows = CALCOM.keys() - {WITH_ANSWERS}
    listed = {(pair.state, pair.staff, pair.calcom) for pair in OF_STATUS if pair.end != IMPOSSIBLE}
    possible = {
        (state, staff, calcom)
        for state in STATES
        for staff in STAFF.keys() - {*TEXTS}
        for calcom in rows
        if at_calcom(state).staff(STAFF[staff]) and is_possible(state, calcom)
    }
    assert listed == possible
    assert {pair.staff for pair in OF_TEXTS} == {*TEXTS}


@pytest.mark.parametrize("pair", OF_STATUS, ids=str)
def test_what_stands_of_a_status_or_a_time(pair: Pair) -> None:
    before = at_calcom(pair.state)
    before.staff(STAFF[pair.staff])
    life = heard(pair.state, pair.staff, pair.calcom)

    status, *more = pair.end.split(", ")
    contested = next((each.removeprefix("conflict: ") for each in more if each.startswith("conflict")), "")
    assert life.now.status == (before.now.status if status == "kept" else Status(status))
    assert sorted(each.field for each in life.now.side.disagreements) == contested.split(" + ") * bool(
        contested
    )
    if "Cal.com's time" in more:
        assert life.now.inicio == life.visit().start != before.now.inicio
    else:
        assert life.now.inicio == before.now.inicio


@pytest.mark.parametrize("order", [heard, unheard])
@pytest.mark.parametrize("pair", OF_STATUS, ids=str)
def test_the_verdict_knows_the_end(pair: Pair, order: Callable[[str, str, str], Life]) -> None:
    life = order(pair.state, pair.staff, pair.calcom)
    here = life.record()

    found = [finding.what for check in life.judged(here) for finding in check.findings]
    if "apart" in pair.end:
        assert "Cal.com aberta, a reserva aqui encerrada" in found[0]
    else:
        assert found == []


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("pair", OF_TEXTS, ids=str)
@pytest.mark.parametrize("order", [heard, unheard])
def test_what_stands_of_a_text(order: Callable[[str, str, str], Life], pair: Pair, state: str) -> None:
    others = CALCOM.keys() - {WITH_ANSWERS} if pair.calcom == "anything else" else {pair.calcom}
    [(name, value)] = STAFF[pair.staff].items()
    stands, *more = pair.end.split(", ")
    for calcom in sorted(each for each in others if is_possible(state, each)):
        life = order(state, pair.staff, calcom)
        assert getattr(life.now, name) == (value if stands == "kept" else _PATIENTS[name])
        assert [f"conflict: {each.field}" for each in life.now.side.disagreements] == more
        assert [check.findings for check in life.judged(life.record()) if not check.holds] == []


@pytest.mark.parametrize("pair", OF_STATUS, ids=str)
def test_the_time_of_a_visit_is_one_that_a_person_chose(pair: Pair) -> None:
    assert heard(pair.state, pair.staff, pair.calcom).now.inicio in (FIRST, OTHER, BY_STAFF)


@pytest.mark.parametrize("pair", OF_STATUS, ids=str)
def test_confirmations_and_reasons_belong_to_their_status(pair: Pair) -> None:
    now = heard(pair.state, pair.staff, pair.calcom).now

    is_off = now.status in (Status.CANCELADO, Status.ALTERAR)
    is_contested = any(
        Status.CANCELADO in each.of_staff for each in now.side.disagreements if each.field == "status"
    )
    is_history = now.status in (Status.COLETADO, Status.RECOLETA)
    assert is_off or is_contested or is_history or now.motivo_cancelamento is None
    assert now.status in (Status.CONFIRMADO, Status.CANCELADO) or now.canal_confirmacao is None


def test_bringing_a_visit_back_keeps_what_a_person_is_still_asked() -> None:
    life = heard("accepted", "corrects the phone", "moves with other answers")
    CALCOM["cancels"](life)
    life.hear()
    life.staff(STAFF["schedules"])

    assert life.now.calcom_booking_id is None
    assert [(each.field, each.other) for each in life.now.side.disagreements] == [("telefone", PHONE)]
    assert Pending.CONFLITO in life.now.pendencias


def test_a_conflict_over_a_collected_visit_ends_once_cal_com_agrees() -> None:
    life = heard("accepted", "collects", "cancels")
    assert [each.field for each in life.now.side.disagreements] == ["status"]

    CALCOM["accepts"](life)
    life.hear()
    assert life.now.side.disagreements == ()
