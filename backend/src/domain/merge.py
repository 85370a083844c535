"""The three-way merge: base (the last the booking said), ours (the clinic's), theirs (what the booking says now)."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import filterfalse
from typing import Any

from domain.appointment import Appointment, Status, slot_fields
from domain.booking.chain import reachable
from domain.booking.push import Act, Order
from domain.booking.side import Disagreement, Intent
from domain.booking.view import Word
from domain.intents import RESERVATION, differs
from domain.moves import after_booking, unconfirmed, with_route_to_review
from domain.pending import Pending
from domain.pushing import arrived, in_flight
from domain.reopening import without_booking
from domain.slots import Slot
from domain.status_merge import FINAL, disagrees, merge_status
from domain.text import bounded_value, is_cut

# Texts that both sides hold, and who decides when both moved them (DESIGN.md, "Owners").
BOOKING_OWNS = ("email", "telefone")
CLINIC_OWNS = (
    "nome_paciente",
    "cpf",
    "rg",
    "nome_convenio",
    "numero_convenio",
    "carteira_convenio",
    "endereco_completo",
    "tipo_consulta",
    "observacoes",
    "motivo_cancelamento",
    "paciente_ausente",
    "tags",
)
_OWNERS = dict.fromkeys(BOOKING_OWNS, "booking") | dict.fromkeys(CLINIC_OWNS, "clinica")
BY_BOOKING = "Cal.com"
# The last closing, since which the booking was opened again, that staff were shown.
_REOPENED = "reaberta"

# Codes that follow from the values after a merge; every other code is somebody else's to set and clear.
_DERIVED = frozenset(
    {
        Pending.CPF_AUSENTE,
        Pending.CPF_INVALIDO,
        Pending.CONVENIO_AUSENTE,
        Pending.TELEFONE_INVALIDO,
        Pending.UNIDADE_NAO_MAPEADA,
        Pending.TAGS_EXCEDENTES,
        Pending.TAG_DESCONHECIDA,
        Pending.NOME_AUSENTE,
        Pending.CONFLITO_DE_HORARIO,
        Pending.CONFLITO,
        Pending.TEXTO_CORTADO,
        Pending.HORARIO_ILEGIVEL,
    }
)


@dataclass(frozen=True, slots=True)
class UnitRef:
    """Where the visit belongs: one value. `mapped` is False where nothing but the default named it."""

    nome_unidade: str
    nome_marca: str
    fuso: str
    mapped: bool = True


@dataclass(frozen=True, slots=True)
class Incoming:
    """What the booking says now, cleaned, for every value that both sides hold; None where it says nothing.

    `texts` has a key for each of BOOKING_OWNS and CLINIC_OWNS, all bounded (`domain.text`). `codes` are what cleaning found
    wrong. `reopened`, `is_untimed`: see `View`.
    """

    word: Word
    slot: Slot | None
    unit: UnitRef
    texts: Mapping[str, Any]
    codes: frozenset[str]
    open_ends: int = 1
    reopened: datetime | None = None
    is_untimed: bool = False


def merge(appointment: Appointment, incoming: Incoming, at: datetime) -> Appointment:
    """The appointment after `incoming`, its base moved, conflicts kept. Pure; `at` is UTC."""
    work = _Merge(appointment, at)
    work.texts(incoming.texts)
    work.unit(incoming.unit)
    work.status(incoming.word)
    work.slot(incoming.slot)
    work.reopening(incoming.reopened)
    return _with_codes(appointment, work.done(), incoming)


class _Merge:
    """One merge under way: the appointment as it was, what it takes of the booking, its new base, its conflicts."""

    def __init__(self, appointment: Appointment, at: datetime) -> None:
        self.was, self.at = appointment, at
        self.taken: dict[str, Any] = {}
        self.has_moved = False
        # As the booking's values are bounded now, so that what was stored longer does not look moved.
        self.base = {name: bounded_value(name, value) for name, value in appointment.side.base.items()}
        self.open = {d.field: d for d in appointment.side.disagreements}
        flight = in_flight(appointment)
        self.flown = flight.order if flight else None

    def is_echo(self, name: str, theirs: Any) -> bool:
        """Whether the booking only says what we told it: its base moves, ours stays whatever it is by now (DESIGN.md, "In
        flight"). A booking that we made echoes the hour, and its first status. Where the booking's word has taken the place
        of ours since, it is news."""
        known = self.open.get(name)
        if self.flown is None or (known is not None and known.owner == "booking"):
            return False
        if self.flown.act is not Act.BOOK:
            return name == self.flown.field and self.flown.is_met_by(theirs)
        is_first = name == "status" and name not in self.base and theirs in (Word.PENDING, Word.ACCEPTED)
        return is_first or (name == "slot" and self.flown.is_met_by(theirs))

    def texts(self, theirs: Mapping[str, Any]) -> None:
        """The plain fields, each merged for itself."""
        for name, owner in _OWNERS.items():
            if self.decide(name, bounded_value(name, getattr(self.was, name)), theirs[name], owner):
                self.taken[name] = theirs[name]

    def decide(self, name: str, ours: Any, theirs: Any, owner: str) -> bool:
        """Whether theirs is taken; moves the base and keeps or settles the conflict."""
        if self.is_echo(name, theirs):
            self.base[name] = theirs
            return False
        base, self.base[name] = self.base.get(name), theirs
        self.settle(name, ours, theirs, moved=theirs != base)
        if theirs == base or ours == theirs:
            return False
        if same(ours, base) or _blank(ours):
            self.overrule(name, theirs, stands=theirs)
            return True
        if same(ours, theirs):
            return False
        return self.conflict(name, ours, theirs, owner)

    def settle(self, name: str, ours: Any, theirs: Any, *, moved: bool) -> None:
        """End the conflict where both sides say the same, or the booking now says what the clinic wanted. Where the
        booking's value stands they are alike from the start: then only a new value ends it. What staff wanted besides, only
        a person ends."""
        known = self.open.get(name)
        if known is None or known.further:
            return
        agreed = ours == theirs and (moved or known.owner == "clinica")
        granted = moved and theirs == known.other
        if agreed or granted:
            del self.open[name]

    def overrule(self, name: str, theirs: Any, stands: Any) -> None:
        """`theirs` makes `stands`, which staff had not moved: what an open conflict offers besides stays on offer."""
        known = self.open.pop(name, None)
        left = known.overruled(theirs, stands, self.at) if known else None
        if left:
            self.open[name] = left

    def conflict(self, name: str, ours: Any, theirs: Any, owner: str) -> bool:
        """Keep both values; whether the booking's stands."""
        taken = owner == "booking"
        kept, other = (theirs, ours) if taken else (ours, theirs)
        self.open[name] = Disagreement(name, kept, other, owner, self.at).over(self.open.get(name))
        return taken

    def unit(self, theirs: UnitRef) -> None:
        """The unit; its zone too where both sides name the same one."""
        ours = {"nome_unidade": self.was.nome_unidade, "nome_marca": self.was.nome_marca}
        told = {"nome_unidade": theirs.nome_unidade, "nome_marca": theirs.nome_marca}
        if self.decide("unidade", ours, told, "clinica") or ours == told:
            self.taken |= told | {"fuso": theirs.fuso}

    def status(self, theirs: Word) -> None:
        if self.is_echo("status", theirs):
            self.base["status"] = theirs
            return
        base, self.base["status"] = self.base.get("status"), theirs
        ours = self.was.status
        status, conflict = merge_status(ours, base, theirs)
        if conflict:
            self.conflict("status", ours, theirs, "clinica" if status == ours else "booking")
        elif status != ours:
            self.overrule("status", theirs, stands=status)
        elif not disagrees(ours, theirs):
            self.settle("status", theirs, theirs, moved=False)
        self.taken["status"] = status

    def slot(self, theirs: Slot | None) -> None:
        """Take the booking's slot, but for a visit that is history; project it in the unit's zone. After unit and status."""
        ours = self.was.slot
        if theirs is None:
            return
        if self.is_echo("slot", theirs):
            self.base["slot"] = theirs
            if ours is None or ours.inicio == theirs.inicio:
                self.take_slot(theirs)
            return
        if ours is not None and self.becomes("status") in FINAL:
            base, self.base["slot"] = self.base.get("slot"), theirs
            if theirs not in (base, ours):
                self.conflict("slot", ours, theirs, "clinica")
            return
        if self.flown is not None and self.has_landed(self.flown):
            self.base["slot"] = self.flown.value
        taken = self.decide("slot", ours, theirs, "booking")
        self.take_slot(theirs if taken or ours is None else ours)
        self.has_moved = taken and ours is not None

    def reopening(self, theirs: datetime | None) -> None:
        """Say once of each closing that the visit was opened again since; what staff settled stays settled. After status."""
        codes = {*self.was.pendencias}
        if theirs is None:
            self.base.pop(_REOPENED, None)
            codes.discard(Pending.REABERTO)
        elif theirs != self.base.get(_REOPENED) and self.becomes("status") not in {*FINAL, Status.CANCELADO}:
            self.base[_REOPENED] = theirs
            codes.add(Pending.REABERTO)
        self.taken["pendencias"] = tuple(sorted(codes))

    def take_slot(self, slot: Slot) -> None:
        self.taken |= slot_fields(slot, self.becomes("fuso"))

    def becomes(self, name: str) -> Any:
        """The value that the field `name` has after what was merged so far."""
        return self.taken.get(name, getattr(self.was, name))

    def has_landed(self, flown: Order) -> bool:
        """Whether the move in flight made a row, from which the visit has moved on since."""
        chain = self.was.side.chain
        newer = reachable(chain.replaced_by, flown.key) - {flown.key}
        rows = (chain.rows[key] for key in newer if key in chain.rows)
        return flown.act is Act.MOVE and any(row.times and flown.is_met_by(row.times) for row in rows)

    def done(self) -> Appointment:
        side = replace(
            self.was.side, base=self.base, disagreements=tuple(self.open[k] for k in sorted(self.open))
        )
        now = replace(self.was, booking=side, agendado_por=self.scheduler(), **self.taken)
        now = after_booking(self.was, now)
        if self.has_moved:
            now = unconfirmed(with_route_to_review(now))
        return arrived(self.brought_back(self.meant_meanwhile(now)))

    def scheduler(self) -> str | None:
        """Whoever of the staff made the visit stay, else the booking once it holds an hour."""
        if self.was.agendado_por not in (None, BY_BOOKING):
            return self.was.agendado_por
        booked = self.becomes("status") not in (Status.PENDENTE, Status.CANCELADO, Status.ALTERAR)
        return BY_BOOKING if booked else None

    def meant_meanwhile(self, now: Appointment) -> Appointment:
        """What staff changed while their booking was being made is meant for it too: it had no base to differ from."""
        if self.flown is None or self.flown.act is not Act.BOOK:
            return now
        meant = now.side.intents.get(RESERVATION) or Intent(now.agendado_por or "", self.at)
        late = {name: meant for name in ("slot", "status") if differs(now, name)}
        return replace(now, booking=replace(now.side, intents={**now.side.intents, **late}))

    def brought_back(self, now: Appointment) -> Appointment:
        """Without its booking where staff brought the visit back while its cancel was under way."""
        was_closed = self.flown is not None and self.flown.act in (Act.CANCEL, Act.DECLINE)
        agrees = now.has_open_booking or now.status in (Status.CANCELADO, Status.ALTERAR)
        return without_booking(now) if was_closed and not agrees else now


def _with_codes(before: Appointment, appointment: Appointment, incoming: Incoming) -> Appointment:
    """The codes that follow from the values; what cleaning found counts only where its value stands."""
    open_fields = {d.field for d in appointment.side.disagreements}
    default_unit = not incoming.unit.mapped and appointment.nome_unidade == incoming.unit.nome_unidade
    untouched_tags = appointment.tags == incoming.texts["tags"]
    found = {
        Pending.CPF_AUSENTE: not appointment.cpf and Pending.CPF_INVALIDO not in incoming.codes,
        Pending.CPF_INVALIDO: not appointment.cpf and Pending.CPF_INVALIDO in incoming.codes,
        Pending.CONVENIO_AUSENTE: not appointment.nome_convenio,
        Pending.TELEFONE_INVALIDO: _is_phone_invalid(before, appointment, incoming),
        Pending.UNIDADE_NAO_MAPEADA: default_unit,
        Pending.TAGS_EXCEDENTES: untouched_tags and Pending.TAGS_EXCEDENTES in incoming.codes,
        Pending.TAG_DESCONHECIDA: untouched_tags and Pending.TAG_DESCONHECIDA in incoming.codes,
        Pending.NOME_AUSENTE: Pending.NOME_AUSENTE in incoming.codes
        and appointment.nome_paciente == incoming.texts["nome_paciente"],
        Pending.CONFLITO_DE_HORARIO: incoming.open_ends > 1 or "slot" in open_fields,
        Pending.CONFLITO: bool(open_fields - {"slot"}),
        Pending.TEXTO_CORTADO: any(is_cut(getattr(appointment, name)) for name in _OWNERS),
        Pending.HORARIO_ILEGIVEL: incoming.is_untimed and _is_untouched_time(appointment, incoming),
    }
    kept = set(appointment.pendencias) - _DERIVED
    codes = tuple(sorted(kept | {code for code, holds in found.items() if holds}))
    return appointment if codes == appointment.pendencias else replace(appointment, pendencias=codes)


def _is_phone_invalid(before: Appointment, appointment: Appointment, incoming: Incoming) -> bool:
    """As cleaning found it of the booking's number, or as it was found of the clinic's own before."""
    if appointment.telefone == incoming.texts["telefone"]:
        return Pending.TELEFONE_INVALIDO in incoming.codes
    return appointment.telefone == before.telefone and Pending.TELEFONE_INVALIDO in before.pendencias


def _is_untouched_time(appointment: Appointment, incoming: Incoming) -> bool:
    """Whether staff gave no day since: none stands, or the one of an earlier row."""
    is_booking_s = appointment.slot is not None and appointment.slot == incoming.slot
    return appointment.data_agendamento is None or is_booking_s


def _blank(value: Any) -> bool:
    return value in (None, "", (), False) or value == {"nome_unidade": "", "nome_marca": ""}


def same(one: Any, other: Any) -> bool:
    """Equal for a person: spelling of case, accents and spaces aside (normalisation rewrites them)."""
    return one == other or (isinstance(one, str) and isinstance(other, str) and fold(one) == fold(other))


def fold(text: str) -> str:
    """`text` in lower case, without accents, its blanks single: what search and comparison use."""
    plain = text.casefold()
    if not plain.isascii():
        plain = "".join(filterfalse(unicodedata.combining, unicodedata.normalize("NFKD", plain)))
    return " ".join(plain.split())
