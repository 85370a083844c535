"""Cal.com as far as pairs of acts need it: its rows, in the stand-in's words, and what they say in neutral words."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from domain.booking.chain import Chain
from domain.booking.news import BookingNews, Rank, row_of
from domain.booking.row import RowStatus
from domain.slots import Slot

Row = dict[str, Any]
HOST, LENGTH = "clinica@example.com", timedelta(minutes=30)
_NAMES = {"name": "nome_paciente", "email": "email", "telefone": "telefone", "notes": "observacoes"}
_OPEN = ("ACCEPTED", "PENDING")


class NotPossible(Exception):
    """Cal.com refuses the act as its rows are now."""


def text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


@dataclass
class FarSide:
    """One visit's rows, oldest first. Every act says when it happens (UTC). `was_revived`: a closed one was accepted."""

    rows: list[Row] = field(default_factory=list)
    was_revived: bool = False

    @property
    def last(self) -> Row:
        return self.rows[-1]

    def book(self, at: datetime, start: datetime, status: str = "ACCEPTED", **answers: str) -> None:
        before = self.rows[-1] if self.rows else None
        answered = {"name": "Ana Lima", "email": "ana@example.com", "telefone": "+5511987654321"}
        number = len(self.rows) + 1
        self.rows.append(
            {
                "id": number,
                "uid": f"uid{number}",
                "from_reschedule": before["uid"] if before else None,
                "status": status,
                "rescheduled": None,
                "start": text(start),
                "created_at": text(at),
                "updated_at": text(at),
                "event_type_id": 1,
                "responses": (before["responses"] if before else answered) | answers,
                "attendees": [],
                "seats": [],
                "one_time_password": "once" if status == "PENDING" else None,
                **dict.fromkeys(("cancelled_by", "cancellation_reason", "rejection_reason")),
            }
        )

    def accept(self, at: datetime) -> None:
        """A closed row too, unless another took its place (CALCOM.md M3)."""
        self._require(self.last["status"] != "ACCEPTED")
        self.was_revived |= self.last["status"] not in _OPEN
        self._set(at, status="ACCEPTED", one_time_password=None)

    def decline(self, at: datetime, reason: str = "sem vaga") -> None:
        self._require(self.last["status"] == "PENDING")
        self._set(at, status="REJECTED", rejection_reason=reason)

    def cancel(self, at: datetime, by: str | None = "ana@example.com", reason: str = "imprevisto") -> None:
        self._require(self.last["status"] in _OPEN)
        self._set(at, status="CANCELLED", cancelled_by=by, cancellation_reason=reason)

    def ask_to_move(self, at: datetime) -> None:
        self._require(self.last["status"] in _OPEN)
        self._set(
            at, status="CANCELLED", cancelled_by=HOST, cancellation_reason="outro dia", rescheduled=True
        )

    def move(self, at: datetime, start: datetime, status: str = "ACCEPTED", **answers: str) -> None:
        """To a new row; a row that is closed only where the host asked for it."""
        self._require(self.last["status"] in _OPEN or bool(self.last["rescheduled"]))
        self._set(at, status="CANCELLED", rescheduled=True)
        self.book(at, start, status, **answers)

    def chain(self, without: frozenset[str]) -> Chain:
        """All rows as the product knows them that has heard of everything, but for those that it has left behind."""
        return Chain({row["uid"]: row_of(self._news(row)) for row in self.rows if row["uid"] not in without})

    def _news(self, row: Row) -> BookingNews:
        start, at = datetime.fromisoformat(row["start"]), datetime.fromisoformat(row["updated_at"])
        answers = {_NAMES[name]: value for name, value in row["responses"].items()}
        reason = row["cancellation_reason"] or row["rejection_reason"]
        return BookingNews(
            uid=row["uid"],
            number=row["id"],
            sent_at=at,
            rank=Rank.PATIENT,
            births=True,
            status=RowStatus[row["status"]],
            reschedule_requested=row["cancelled_by"] == HOST and row["status"] == "CANCELLED",
            slot=Slot(start, start + LENGTH),
            predecessor=row["from_reschedule"],
            answers=answers | ({"motivo_cancelamento": reason} if reason else {}),
        )

    def _require(self, is_possible: bool) -> None:
        if not is_possible:
            raise NotPossible

    def _set(self, at: datetime, **values: Any) -> None:
        self.rows[-1] = self.last | values | {"updated_at": text(at)}
