"""Edits by staff and news of the booking in any order: nothing that staff gave is lost in silence."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.appointment import Appointment, Status
from domain.booking.chain import Chain, join_chains
from domain.booking.row import Fact, Row, RowStatus
from domain.booking.view import view_of
from domain.editing import Edit, edited
from domain.errors import Invalid
from domain.intents import PUSHABLE, differs
from domain.merge import BOOKING_OWNS, CLINIC_OWNS, Incoming, UnitRef, merge
from domain.slots import Slot, projection
from tests.builders import an_appointment
from tests.lists import UNITS
from tests.profile import examples

DAY = datetime(2026, 12, 1, 12, tzinfo=UTC)
UNIT = UnitRef(UNITS[0].nome_unidade, UNITS[0].nome_marca, UNITS[0].fuso)
TEXTS = ("nome_paciente", "email", "observacoes")
names = st.sampled_from(["Ana", "Bia", "Cida"])
slots = st.integers(0, 4).map(lambda n: Slot(DAY + timedelta(days=n), DAY + timedelta(days=n, minutes=30)))


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """What one delivery says of one of three rows, each a reschedule of the one before."""
    number = draw(st.integers(0, 2))
    at = DAY + timedelta(minutes=draw(st.integers(0, 30)))
    told = draw(st.dictionaries(st.sampled_from(TEXTS), names))
    return Row(
        key=f"uid{number}",
        uid=f"uid{number}",
        said={draw(st.sampled_from(RowStatus)): at},
        slot=Fact(draw(slots), 0, at),
        older=frozenset({f"uid{number - 1}"} if number else ()),
        facts={name: Fact(value, 4, at) for name, value in told.items()}
        | {"numero": Fact(number + 1, 4, at)},
        absences={"ana@x": Fact(True, 0, at)} if draw(st.booleans()) else {},
    )


@st.composite
def changes(draw: st.DrawFn) -> dict[str, Any]:
    found: dict[str, Any] = draw(st.dictionaries(st.sampled_from(TEXTS), names))
    if draw(st.booleans()):
        day = date(2026, 12, 1) + timedelta(days=draw(st.integers(0, 4)))
        found |= {"data_agendamento": day, "hora_agendamento": draw(st.sampled_from(["08:00", "09:00"]))}
    if draw(st.booleans()):
        found["status"] = draw(st.sampled_from(Status))
        found["motivo_cancelamento"] = "viagem" if found["status"] is Status.CANCELADO else None
    return found


@dataclass
class History:
    """One appointment's life; `given` are staff's last values, `meant` pushable ones that staff moved last."""

    now: Appointment = field(default_factory=lambda: an_appointment(nome_paciente="Ana"))
    given: dict[str, Any] = field(default_factory=dict)
    meant: set[str] = field(default_factory=set)
    at: datetime = DAY

    def edit(self, wanted: dict[str, Any]) -> None:
        before = self.now
        moved = {name: value for name, value in wanted.items() if getattr(before, name) != value}
        try:
            self.now = edited(before, Edit(changes=moved, by="Ana", at=self.at, unit=UNITS[0]))
        except Invalid:
            return
        self.given |= {name: moved[name] for name in TEXTS if name in moved}
        self._forget_left_booking(before)
        # What was decided before there was a booking was not meant for it.
        booked = [name for name in PUSHABLE if name in self.now.side.base]
        self.meant |= {name for name in booked if getattr(before, name) != getattr(self.now, name)}
        if before.slot != self.now.slot:
            self.given["slot"] = self.now.slot

    def _forget_left_booking(self, before: Appointment) -> None:
        """A visit brought back starts anew: what its old booking said, or was to be told, is over."""
        if before.calcom_booking_id and not self.now.calcom_booking_id:
            self.given, self.meant = {}, set()

    def hear(self, row: Row) -> None:
        before = self.now
        if any(row.key in chain.names for chain in before.side.previous):
            return
        chain = join_chains(before.side.chain, Chain({row.key: row}))
        booked = replace(before, booking=replace(before.side, chain=chain))
        self.now = merge(booked, _incoming(chain), self.at)
        self.meant -= {name for name in PUSHABLE if getattr(before, name) != getattr(self.now, name)}


def _incoming(chain: Chain) -> Incoming:
    view = view_of(chain)
    empty = dict.fromkeys((*BOOKING_OWNS, *CLINIC_OWNS)) | {"tags": (), "nome_paciente": "Paciente sem nome"}
    texts = empty | dict(view.answers) | {"paciente_ausente": view.absent}
    return Incoming(view.word, view.slot, UNIT, texts, frozenset(), view.open_ends)


def check(life: History) -> None:
    now = life.now
    # What the booking says too is no more the staff's alone: from then on the booking may move it.
    life.given = {name: value for name, value in life.given.items() if now.side.base.get(name) != value}
    kept = {each.field: each for each in now.side.disagreements}
    for name, value in life.given.items():
        assert getattr(now, name) == value or (name in kept and value in kept[name].of_staff)
    # Once both sides agree an intent is met; what differs later is another matter.
    life.meant = {name for name in life.meant if differs(now, name)}
    assert life.meant <= now.side.intents.keys()
    assert all(differs(now, name) for name in now.side.intents)
    assert (now.inicio is None) == (now.fim is None)
    if now.slot:
        assert projection(now.slot.inicio, now.fuso) == (now.data_agendamento, now.hora_agendamento)
    assert len(set(now.pendencias)) == len(now.pendencias)


@settings(max_examples=examples(150), deadline=None)
@given(st.lists(st.one_of(rows(), changes()), max_size=9))
def test_no_order_of_edits_and_news_loses_an_edit_in_silence(steps: list[Row | dict[str, Any]]) -> None:
    life = History()
    for step in steps:
        life.at += timedelta(minutes=1)
        life.hear(step) if isinstance(step, Row) else life.edit(step)
        check(life)
