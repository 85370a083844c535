"""Planted losses of staff's values are found; what something better overruled is none."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from chaos.verdict.edits import edits, fate_of
from chaos.verdict.snapshots import Changed, Contested, Record, Saved, Visit
from tests.unit.chaos.pictures import LATER, NOON, SLOT, changed, record, saved, text, visit

STAFF, CALCOM, SYSTEM = "usuario", "calcom", "sistema"


def fate(edit: Saved, here: Record, there: Visit | None = None) -> str | None:
    [(name, value)] = edit.values.items()
    return fate_of(edit, name, value, here, there or visit("a"))


def noted(value: str, *after: Changed, **more: Any) -> Record:
    own = changed(1, STAFF, "observacoes", None, "Ligar", cause="edicao")
    return record("a", fields={"observacoes": value}, history=(own, *after), **more)


def test_a_value_that_stands() -> None:
    assert fate(saved(observacoes="Ligar"), noted("Ligar")) == "standing"


def test_a_value_that_changed_without_a_word_is_lost() -> None:
    assert fate(saved(observacoes="Ligar"), noted("")) is None
    check = edits([saved(observacoes="Ligar")], [noted("")], {})
    assert [finding.what for finding in check.findings] == ["observacoes = 'Ligar' perdeu-se"]


def test_an_appointment_that_is_gone_has_lost_its_edits() -> None:
    assert len(edits([saved(observacoes="Ligar", cpf="1")], [], {}).findings) == 2


def test_an_absorbed_appointment_s_edits_are_its_survivor_s() -> None:
    survivor = record("a", id="9", absorbed=frozenset({"1"}), fields={"observacoes": "Ligar"})
    assert edits([saved(observacoes="Ligar")], [survivor], {}).holds


@pytest.mark.parametrize("values", [{"canal_confirmacao": "WhatsApp"}, {"status": "Confirmado"}])
def test_a_confirmation_that_a_move_undid_while_two_appointments_became_one(values: dict[str, Any]) -> None:
    """Found by a whole storm, seed 6887 on 6.2: the survivor was never confirmed, so its history names the slot alone."""
    [name] = values
    own = changed(1, STAFF, name, None, values[name], cause="edicao")
    moved = changed(40, "reconciliacao", "inicio", text(SLOT), text(LATER))
    fields = {"status": "Agendado", "canal_confirmacao": None, "inicio": text(LATER)}
    survivor = record("a", id="9", absorbed=frozenset({"1"}), fields=fields, history=(own, moved))

    assert fate(saved(**values), survivor) == "unconfirmed by a new slot"
    assert fate(saved(**values), replace(survivor, history=(own,))) is None
    assert fate(saved(**values), replace(survivor, id="1", absorbed=frozenset())) is None


def test_edited_again() -> None:
    again = changed(5, STAFF, "observacoes", "Ligar", "Já liguei", cause="edicao")
    assert fate(saved(observacoes="Ligar"), noted("Já liguei", again)) == "edited again"


def test_tidied_up() -> None:
    own = changed(1, STAFF, "telefone", None, "11 98765-4321", cause="edicao")
    tidy = changed(2, SYSTEM, "telefone", "11 98765-4321", "+5511987654321", cause="normalizacao")
    here = record("a", fields={"telefone": "+5511987654321"}, history=(own, tidy))
    assert fate(saved(telefone="11 98765-4321"), here) == "standing"


def test_what_the_clinic_owns_is_lost_where_cal_com_overwrote_it() -> None:
    over = changed(3, CALCOM, "observacoes", "Ligar", "Outra")
    assert fate(saved(observacoes="Ligar"), noted("Outra", over)) is None


def test_a_conflict_keeps_it() -> None:
    over = changed(3, CALCOM, "observacoes", "Ligar", "Outra")
    here = noted("Outra", over, conflicts=(Contested("observacoes", "Outra", "Ligar"),))
    assert fate(saved(observacoes="Ligar"), here) == "kept as a conflict"


def test_a_conflict_of_two_appointments_that_became_one_keeps_it_without_a_word_in_the_history() -> None:
    here = noted("Outra", conflicts=(Contested("observacoes", "Outra", "Ligar"),))
    assert fate(saved(observacoes="Ligar"), here) == "kept as a conflict"


@pytest.mark.parametrize(
    ("start", "seconds", "word"), [(LATER, 60, "overruled by Cal.com"), (LATER, -60, None), (SLOT, 60, None)]
)
def test_a_slot_is_cal_com_s_to_move_once_it_had_it(
    start: datetime, seconds: float, word: str | None
) -> None:
    own = changed(1, STAFF, "inicio", text(SLOT), text(LATER), cause="edicao")
    over = changed(70, CALCOM, "inicio", text(LATER), text(SLOT))
    there = visit("a", left=((start, saved(seconds).at),))
    assert fate(saved(inicio=text(LATER)), record("a", history=(own, over)), there) == word


@pytest.mark.parametrize(("seconds", "word"), [(60, "overruled by Cal.com"), (-60, None)])
def test_of_a_seat_only_the_last_time_is_known(seconds: float, word: str | None) -> None:
    own = changed(1, STAFF, "inicio", text(SLOT), text(LATER), cause="edicao")
    over = changed(70, CALCOM, "inicio", text(LATER), text(SLOT))
    there = visit("a", left=None, moved_at=saved(seconds).at)
    assert fate(saved(inicio=text(LATER)), record("a", history=(own, over)), there) == word


def test_a_slot_kept_as_a_conflict_is_listed_under_its_own_name() -> None:
    own = changed(1, STAFF, "inicio", text(SLOT), text(LATER), cause="edicao")
    over = changed(3, CALCOM, "inicio", text(LATER), text(SLOT))
    here = record("a", history=(own, over), conflicts=(Contested("slot", text(SLOT), text(LATER)),))
    assert fate(saved(inicio=text(LATER)), here, visit("a", moved_at=NOON)) == "kept as a conflict"


def test_a_confirmation_goes_with_a_new_slot_only() -> None:
    own = changed(1, STAFF, "status", "Agendado", "Confirmado", cause="edicao")
    moved = changed(3, CALCOM, "status", "Confirmado", "Agendado", "inicio")
    alone = changed(3, CALCOM, "status", "Confirmado", "Agendado")
    edit = saved(status="Confirmado")
    assert fate(edit, record("a", history=(own, moved))) == "unconfirmed by a new slot"
    assert fate(edit, record("a", history=(own, alone))) is None
    gone = changed(3, CALCOM, "canal_confirmacao", "WhatsApp", None, "inicio")
    told = changed(1, STAFF, "canal_confirmacao", None, "WhatsApp", cause="edicao")
    here = record("a", fields={"canal_confirmacao": None}, history=(told, gone))
    assert fate(saved(canal_confirmacao="WhatsApp"), here) == "unconfirmed by a new slot"


def test_a_status_is_overruled_by_a_booking_that_was_closed() -> None:
    own = changed(1, STAFF, "status", "Agendado", "Confirmado", cause="edicao")
    over = changed(3, CALCOM, "status", "Confirmado", "Cancelado")
    here = record("a", status="Cancelado", history=(own, over))
    assert fate(saved(status="Confirmado"), here, visit("a", is_open=False)) == "overruled by Cal.com"
    assert (
        fate(saved(status="Confirmado"), here, visit("a", is_open=False, accepted=((NOON, False),))) is None
    )
    assert fate(saved(status="Confirmado"), here, visit("a")) is None


def test_a_visit_that_was_confirmed_asked_to_move_and_moved() -> None:
    """Found by two storms, seeds 6887 and 202: no new slot comes with `Alterar`, it comes with what is chosen."""
    own = changed(1, STAFF, "status", "Agendado", "Confirmado", cause="edicao")
    asked = changed(3, CALCOM, "status", "Confirmado", "Alterar")
    chosen = changed(9, CALCOM, "status", "Alterar", "Agendado")
    moved = changed(9, CALCOM, "inicio", text(SLOT), text(LATER), "status")
    edit = saved(status="Confirmado")
    assert fate(edit, record("a", history=(own, asked, chosen, moved))) == "unconfirmed by a new slot"
    assert fate(edit, record("a", history=(own, asked, chosen))) is None
    same_hour = visit("a", chosen_at=saved(9).at)
    assert fate(edit, record("a", history=(own, asked, chosen)), same_hour) == "overruled by Cal.com"
    earlier = visit("a", chosen_at=saved(-9).at)
    assert fate(edit, record("a", history=(own, asked, chosen)), earlier) is None


def test_a_cancellation_is_not_overruled_in_silence_but_by_a_booking_that_was_accepted_after_all() -> None:
    own = changed(1, STAFF, "status", "Agendado", "Cancelado", cause="edicao")
    over = changed(9, CALCOM, "status", "Cancelado", "Agendado")
    edit, here = saved(status="Cancelado"), record("a", history=(own, over))
    assert fate(edit, here, visit("a", chosen_at=saved(9).at, moved_at=saved(9).at)) is None
    assert fate(edit, here, visit("a", revived_at=saved(9).at)) == "overruled by Cal.com"
    unseen = visit("a", revived_at=saved(-9).at)
    assert fate(edit, here, unseen) is None
    shown = record("a", history=(own, over), fields={"pendencias": ["reaberto_no_calcom"]})
    assert fate(edit, shown, unseen) == "overruled by Cal.com"


@pytest.mark.parametrize(
    ("name", "said", "word"),
    [
        ("telefone", "+551", "overruled by Cal.com"),
        ("telefone", "+552", None),
        ("observacoes", "+551", "overruled by Cal.com"),
        ("driver_id", "+551", None),
    ],
)
def test_a_text_is_cal_com_s_to_change_once_it_said_it_too(name: str, said: str, word: str | None) -> None:
    own = changed(1, STAFF, name, None, "+551", cause="edicao")
    over = changed(9, CALCOM, name, "+551", "+553")
    here = record("a", history=(own, over), fields={name: "+553"})
    assert (
        fate(Saved("1", "atendente", NOON, {name: "+551"}), here, visit("a", said=frozenset({said, "+553"})))
        == word
    )
    assert (
        fate(Saved("1", "atendente", NOON, {name: "+551"}), here, visit("a", said=frozenset({said}))) is None
    )


def test_whoever_gives_a_contested_value_anew_has_decided_on_it() -> None:
    own = changed(1, STAFF, "telefone", None, "+551", cause="edicao")
    over = changed(3, CALCOM, "telefone", "+551", "+552")
    again = changed(9, STAFF, "telefone", "+552", "+553", cause="edicao")
    here = record("a", history=(own, over, again), fields={"telefone": "+553"})
    assert fate(saved(telefone="+551"), here) == "edited again"


def test_the_visit_of_an_absorbed_appointment_was_closed_by_the_write_that_united_them() -> None:
    """Found by a storm, seed 6887: the survivor's former value stands in that write, not the absorbed one's."""
    own = changed(1, STAFF, "status", "Agendado", "Confirmado", cause="edicao")
    united = changed(9, "reconciliacao", "status", "Agendado", "Cancelado", cause="reconciliacao")
    survivor = record("a", id="9", absorbed=frozenset({"1"}), status="Cancelado", history=(own, united))
    edit = saved(status="Confirmado")
    assert fate(edit, survivor, visit("a", is_open=False)) == "overruled by Cal.com"
    assert fate(edit, survivor, visit("a")) is None
