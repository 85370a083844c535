"""Acts of staff and of Cal.com in any order, heard at once or late: never a loss by the pure product, and every loss that
is planted is found, so that the verdict cannot become blind."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given, note, settings
from hypothesis import strategies as st

from chaos.verdict.snapshots import STAFF as BY_STAFF
from chaos.verdict.snapshots import Changed, Record
from tests.pairs.acts import CALCOM, FIRST, OTHER, PATIENTS_NOTE, PATIENTS_PHONE, STAFF, STATES
from tests.pairs.far_side import NotPossible, text
from tests.pairs.life import Life
from tests.profile import examples

# A booking that was left behind and is accepted after all: the one end in which the sides differ (docs/staff-and-calcom.md).
APART = "a reserva aqui encerrada"
STANDS = ("standing", "kept as a conflict")

acts = st.one_of(
    st.sampled_from(sorted(STAFF)).map(lambda name: ("staff", name)),
    st.sampled_from(sorted(CALCOM)).map(lambda name: ("calcom", name)),
    st.sampled_from([("hear", ""), ("push", "")]),
)
lives = st.tuples(st.sampled_from(sorted(STATES)), st.lists(acts, min_size=3, max_size=6))


def lived(state: str, sequence: list[tuple[str, str]]) -> Life:
    """The life of a visit through what of the sequence can happen."""
    life = Life()
    STATES[state](life)
    life.hear()
    for kind, name in sequence:
        try:
            _act(life, kind, name)
        except NotPossible:
            continue
    life.rest()
    return life


def _act(life: Life, kind: str, name: str) -> None:
    if kind == "staff":
        life.staff(STAFF[name])
    elif kind == "calcom":
        CALCOM[name](life)
    elif kind == "hear":
        life.hear()
    else:
        life.push()


@settings(max_examples=examples(400), deadline=None)
@given(lives)
def test_no_lawful_sequence_is_a_loss(acted: tuple[str, list[tuple[str, str]]]) -> None:
    life = lived(*acted)
    here = life.record()

    findings = [finding for check in life.judged(here) for finding in check.findings]
    for finding in findings:
        note(f"{finding.what}\n{here.history}\n{here.conflicts}\n{life.calcom.rows}")
    # A visit that was accepted after all is followed, and is to say so: "reaberto_no_calcom" (DESIGN.md, "Opened again").
    unsaid = ("'Cancelado'", "motivo_cancelamento") if life.calcom.was_revived else ()
    lawful = (APART, *unsaid)
    assert [each.what for each in findings if not any(name in each.what for name in lawful)] == []


@settings(max_examples=examples(300), deadline=None)
@given(lives, st.booleans())
def test_a_loss_in_silence_is_found(acted: tuple[str, list[tuple[str, str]]], is_shown: bool) -> None:
    life = lived(*acted)
    here = life.record()
    for name, value in _at_stake(life, here):
        poorer = _without(here, name, value, _other(life, name, value), is_shown=is_shown)
        note(f"{name} = {value!r} of {life.saved}\n{poorer.fields}\n{poorer.history}\n{life.calcom.rows}")
        assert any(not check.holds for check in life.judged(poorer))


def _at_stake(life: Life, here: Record) -> Iterator[tuple[str, Any]]:
    """What staff gave that should still be there, and that nothing of Cal.com's may take away."""
    visit = life.visit()
    latest = {fate[1]: fate for fate in life.fates(here)}
    for edit, name, value, fate in latest.values():
        is_of_status = name in ("status", "canal_confirmacao", "motivo_cancelamento")
        if value is None or fate not in STANDS or (is_of_status and life.calcom.was_revived):
            continue
        belongs_to = {"canal_confirmacao": "Confirmado", "motivo_cancelamento": "Cancelado"}.get(name)
        if belongs_to and latest.get("status", (edit, "", belongs_to))[2] != belongs_to:
            continue  # staff took it back themselves
        if value in ("Pendente", "Alterar") and visit.was_answered:
            continue  # without an opinion of the booking's: Cal.com's next word takes their place
        if is_of_status and here.left and not visit.keys <= here.left:
            continue  # brought back without its booking, and Cal.com made another: the verdict lets that one decide
        if name == "inicio" and any(
            text(start) == value and left > edit.at for start, left in visit.left or ()
        ):
            continue  # Cal.com had it too
        if value in ("Agendado", "Confirmado") and fate != "standing" and visit.was_accepted:
            continue  # it had been accepted there too, before the clinic heard of it
        if value == "Cancelado" and fate != "standing" and not visit.is_open:
            continue  # off it is
        if value == "Confirmado" and fate != "standing" and _is_moved_since(here, edit.at):
            continue  # of another time: no conflict need offer it
        if fate == "standing" and any(
            entry.field == name and entry.actor != BY_STAFF and entry.at > edit.at for entry in here.history
        ):
            continue  # it went, and came back as Cal.com's
        yield name, value


def _is_moved_since(here: Record, at: datetime) -> bool:
    return any(entry.field == "inicio" and entry.at > at for entry in here.history)


def _other(life: Life, name: str, value: Any) -> Any:
    """What Cal.com would overwrite the value with."""
    if name == "status":
        stands = {"ACCEPTED": "Agendado", "PENDING": "Pendente"}.get(life.calcom.last["status"], "Cancelado")
        return stands if stands != value else "Confirmado"
    if name == "inicio":
        return next(text(each) for each in (FIRST, OTHER) if text(each) != value)
    return {"observacoes": PATIENTS_NOTE, "telefone": PATIENTS_PHONE}.get(name)


def _without(here: Record, name: str, value: Any, other: Any, *, is_shown: bool) -> Record:
    """As if Cal.com had overwritten the value last of all, or only the conflict that keeps it were gone; `is_shown` in the
    history."""
    contested = "slot" if name == "inicio" else name
    left = tuple(each for each in here.conflicts if each.field != contested)
    if here.fields[name] != value:
        return replace(here, conflicts=left)
    at = here.history[-1].at + timedelta(seconds=1)
    entry = Changed(at, "calcom", "entrega", name, value, other, frozenset({name}))
    history = (*here.history, entry) if is_shown else here.history
    return replace(here, fields={**here.fields, name: other}, conflicts=left, history=history)
