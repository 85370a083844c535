"""One visit's life on both sides, by the pure product, and the storm's verdict on it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from application.booking_values import Catalog, incoming_of
from chaos.database import record
from chaos.verdict.agreement import agreement, matched
from chaos.verdict.edits import edits, fate_of
from chaos.verdict.snapshots import Check, Record, Saved, Visit
from chaos.verdict.truth import visits
from domain.appointment import Appointment
from domain.booking.push import Act, Order
from domain.booking.view import view_of
from domain.editing import Edit, edited
from domain.errors import Invalid
from domain.history import changes_between
from domain.merge import UnitRef, merge
from domain.pushing import in_flight, next_order, taken, without_push
from domain.slots import Slot
from tests.builders import NOW, an_appointment
from tests.lists import UNITS
from tests.pairs.far_side import FarSide, NotPossible, text

UNIT = UnitRef(UNITS[0].nome_unidade, UNITS[0].nome_marca, UNITS[0].fuso)
_CATALOG = Catalog(UNIT)
_BY_INICIO = ("data_agendamento", "hora_agendamento")


@dataclass
class Life:
    """`now` is the appointment here, `calcom` the rows there. Time passes with every act."""

    now: Appointment = field(
        default_factory=lambda: an_appointment(nome_unidade="", nome_marca="", nome_paciente="")
    )
    calcom: FarSide = field(default_factory=FarSide)
    at: datetime = NOW
    entries: list[dict[str, Any]] = field(default_factory=list)
    saved: list[Saved] = field(default_factory=list)

    def tick(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at

    def staff(self, changes: Mapping[str, Any]) -> bool:
        """An edit; whether the clinic's rules allow it and it changed anything."""
        before, at = self.now, self.tick()
        moved = {name: value for name, value in changes.items() if getattr(before, name) != value}
        try:
            after = edited(before, Edit(changes=moved, by="Ana", at=at, unit=UNITS[0]))
        except Invalid:
            return False
        self._become(after, "usuario", "edicao")
        names = {"inicio" if name in _BY_INICIO else name for name in moved}
        values = {name: _plain(getattr(after, name)) for name in names}
        kept = {name: value for name, value in values.items() if value != _plain(getattr(before, name))}
        self.saved.append(Saved(after.id, "Ana", at, kept))
        return bool(kept)

    def hear(self) -> None:
        """Everything that Cal.com says now arrives."""
        left = frozenset(name for chain in self.now.side.previous for name in chain.names)
        chain = self.calcom.chain(left)
        self.tick()
        if chain.rows:
            booked = replace(self.now, booking=replace(self.now.side, chain=chain))
            self._become(merge(booked, incoming_of(view_of(chain), _CATALOG), self.at), "calcom", "entrega")

    def push(self) -> None:
        """The next push goes out, and Cal.com's answer comes back."""
        order = next_order(self.now)
        if order is None:
            return
        self.now = taken(self.now, order, self.tick(), self.at)
        try:
            self._carry_out(order)
        except NotPossible:
            self.hear()
        else:
            self.hear()
        flight = in_flight(self.now)
        if flight:
            self.now = without_push(self.now, flight)

    def rest(self) -> None:
        """All news arrives and all pushes go out."""
        self.hear()
        for _ in range(4):
            self.push()
        assert next_order(self.now) is None

    def record(self, **over: Any) -> Record:
        """The appointment as the storm's verdict sees it; `over` takes the place of fields."""
        names = [each for each in Appointment.__dataclass_fields__ if each != "booking"]
        fields = {name: _plain(getattr(self.now, name)) for name in names} | over
        fields |= {"calcom_booking_id": self.now.calcom_booking_id, "origem": "calcom"}
        return record(fields, self.entries[::-1], self.now)

    def visit(self) -> Visit:
        [visit] = visits(self.calcom.rows, {})
        return visit

    def judged(self, here: Record) -> list[Check]:
        """The verdict's checks, as `chaos.run` makes them."""
        there = [self.visit()]
        found = matched(there, [here])
        visit_of = {each.id: visit for visit, records in found.values() for each in records}
        return [*agreement(there, [here], []), edits(self.saved, [here], visit_of)]

    def fates(self, here: Record) -> list[tuple[Saved, str, Any, str | None]]:
        """Every value that staff saved, and what became of it."""
        return [
            (edit, name, value, fate_of(edit, name, value, here, self.visit()))
            for edit in self.saved
            for name, value in edit.values.items()
        ]

    def _carry_out(self, order: Order) -> None:
        reason = self.now.motivo_cancelamento or ""
        acts: dict[Act, Callable[[], None]] = {
            Act.CONFIRM: lambda: self.calcom.accept(self.at),
            Act.DECLINE: lambda: self.calcom.decline(self.at, reason),
            Act.CANCEL: lambda: self.calcom.cancel(self.at, None, reason),
            Act.MOVE: lambda: self.calcom.move(self.at, order.value.inicio),
        }
        acts[order.act]()

    def _become(self, after: Appointment, actor: str, cause: str) -> None:
        changes = [
            {"field": each.field, "from": _plain(each.old), "to": _plain(each.new)}
            for each in changes_between(self.now, after)
        ]
        if changes:
            entry = {"at": self.at.isoformat(), "actor": {"kind": actor}, "cause": {"kind": cause}}
            self.entries.append(entry | {"changes": changes})
        self.now = after


def _plain(value: Any) -> Any:
    """A value as the API tells it."""
    if isinstance(value, datetime):
        return text(value)
    if isinstance(value, Slot):
        return text(value.inicio)
    return value.isoformat() if isinstance(value, date) else value
