"""When Cal.com may take the place of a value that staff gave, without a conflict (docs/staff-and-calcom.md).

It may where the value had become Cal.com's own (Cal.com said it too: then it is Cal.com's to change), where it was empty,
and where Cal.com opened, closed or moved the visit. Cal.com's own rows must show it: the history here is no evidence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chaos.verdict.snapshots import CLOSED, HISTORY, STAFF, Changed, Record, Saved, Visit
from chaos.verdict.spelling import same

SLOT, STATUS, REASON = "inicio", "status", "motivo_cancelamento"
CONFIRMATION = frozenset({"canal_confirmacao", "data_confirmacao", "hora_confirmacao"})
# The texts that both sides hold; what else an appointment has is the clinic's alone.
TEXTS = frozenset(
    {
        *("telefone", "email", "nome_paciente", "cpf", "rg", "nome_convenio", "numero_convenio"),
        *("carteira_convenio", "endereco_completo", "tipo_consulta", "observacoes", REASON),
    }
)
CONFIRMED, CANCELLED = "Confirmado", "Cancelado"
_ACCEPTING = ("Agendado", CONFIRMED)
_OVERRULED, _UNCONFIRMED = "overruled by Cal.com", "unconfirmed by a new slot"


@dataclass(frozen=True, slots=True)
class Overruling:
    """Cal.com's first change `entry` of the `value` that staff saved by `edit`; `later` is what happened afterwards."""

    edit: Saved
    value: Any
    entry: Changed
    later: Sequence[Changed]
    record: Record
    visit: Visit

    def word(self) -> str | None:
        """What it is called where it is lawful; None where it is a loss."""
        name = self.entry.field
        if self._is_left_behind():
            return None
        if name == STATUS or name in CONFIRMATION:
            return self._of_status()
        if name == SLOT:
            return _OVERRULED if self._had_slot() else None
        if name == REASON and STATUS in self.entry.changed and self._has_stood_again():
            return _OVERRULED
        return _OVERRULED if name in TEXTS and self._is_said() else None

    def _is_left_behind(self) -> bool:
        """Whether staff had brought the visit back without its booking, which changes nothing any more."""
        ids = [each for each in self.record.history if each.field == "calcom_booking_id" and each.new is None]
        return self.visit.keys <= self.record.left and any(each.at < self.entry.at for each in ids)

    def _of_status(self) -> str | None:
        is_of_confirmation = self.entry.field in CONFIRMATION
        if (is_of_confirmation or self.value == CONFIRMED) and self._is_moved():
            return _UNCONFIRMED
        if is_of_confirmation and STATUS not in self.entry.changed:
            return None
        value, new = (None, None) if is_of_confirmation else (self.value, self.entry.new)
        return _OVERRULED if value not in HISTORY and self._is_opened_or_closed(value, new) else None

    def _is_opened_or_closed(self, value: Any, new: Any) -> bool:
        """Whether Cal.com's rows show why a status that was staff's `value` is `new`, or any other where that is None."""
        visit = self.visit
        # Who had accepted what only waited to be accepted is asked by a conflict.
        was_agreed = value not in _ACCEPTING or self._was_accepted()
        if not visit.is_open:
            return was_agreed or new not in CLOSED
        if value == CANCELLED:  # another time that was chosen leaves it as a conflict
            return self._is_revived()
        if new in (None, *CLOSED):
            was_asked = visit.chosen_at is not None and visit.chosen_at > self.edit.at and was_agreed
            return was_asked or self._is_revived() or (new is None and self._is_to_be_confirmed())
        if value in _ACCEPTING:
            return new == "Pendente" and self._is_to_be_confirmed()
        return value in ("Pendente", "Alterar") and new in ("Pendente", "Agendado") and visit.was_answered

    def _was_accepted(self) -> bool:
        """Whether Cal.com had accepted too what staff accepted: a row since then where they answered a request, else any."""
        changes = [each for each in self.record.history if each.field == STATUS]
        own = next(
            (n for n, each in enumerate(changes) if each.at >= self.edit.at and each.actor == STAFF), None
        )
        is_answer = own is not None and changes[own].old == "Pendente"
        if own is not None and is_answer and (own == 0 or changes[own - 1].actor != STAFF):
            return self.visit.was_accepted_since(self.edit.at)
        return self.visit.was_accepted

    def _is_to_be_confirmed(self) -> bool:
        """Whether what had been accepted waited to be accepted again, or may have, for it was moved since."""
        is_asked_again = self.visit.is_pending or self.visit.moved_at > self.edit.at
        return self.visit.was_accepted and is_asked_again

    def _is_moved(self) -> bool:
        """Whether the visit came to another time with this change, or while it was off because of it."""
        by_calcom = (each for each in self.later if each.field == SLOT and each.actor != STAFF)
        return SLOT in self.entry.changed or any(by_calcom)

    def _has_stood_again(self) -> bool:
        """Whether the cancellation that a reason was for may be over: closed again, its rows no longer show it."""
        return self.visit.revived_at is not None or not self.visit.is_open

    def _is_revived(self) -> bool:
        """Whether Cal.com accepted after all what was closed: after staff's act, or staff are shown that it had."""
        revived_at = self.visit.revived_at
        is_shown = "reaberto_no_calcom" in (self.record.fields.get("pendencias") or ())
        return revived_at is not None and (revived_at > self.edit.at or is_shown)

    def _had_slot(self) -> bool:
        """Whether staff's time was Cal.com's until a later row replaced it; of a seat, whether it was moved since."""
        if self.visit.left is None:
            return self.visit.moved_at > self.edit.at
        wanted = datetime.fromisoformat(self.value) if self.value else None
        return any(start == wanted and at > self.edit.at for start, at in self.visit.left)

    def _is_said(self) -> bool:
        """Whether Cal.com said what is there now, and staff's value too, unless that was none."""
        said = [self.entry.new] if self.value in (None, "") else [self.entry.new, self.value]
        return all(any(same(each, text) for text in self.visit.said) for each in said)
