"""Appointments that may be duplicates, over AppointmentRepository's collection (application.duplicates)."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from pymongo.asynchronous.collection import AsyncCollection

from domain.appointment import Appointment, Status
from domain.merge import fold
from domain.pending import Pending
from domain.visit import Visit
from infrastructure.mongo import Document, Session
from infrastructure.repositories.appointment_indexes import DUE
from infrastructure.repositories.booking_document import DOUBTS

_VISIT = ("nome_normalizado", "data_agendamento", "hora_agendamento")
_SHOWN = dict.fromkeys(("nome_unidade", "status", "anonimizado_em", "pendencias"), 1)
_GONE = (Status.CANCELADO.value, Status.ALTERAR.value)


class PossibleDuplicates:
    def __init__(self, appointments: AsyncCollection[Document]) -> None:
        self._appointments = appointments

    async def has_any(
        self, appointment: Appointment, besides: Collection[str] = (), session: Session | None = None
    ) -> bool:
        """Names are compared without accents and case. Without a date there is none."""
        if appointment.data_agendamento is None:
            return False
        visit = (
            fold(appointment.nome_paciente),
            appointment.data_agendamento.isoformat(),
            appointment.hora_agendamento,
        )
        found = await self._of(visit, appointment.nome_unidade, session)
        passed = {appointment.id, *besides}
        return any(each["_id"] not in passed and _counts(each) for each in found)

    async def visits_on(self, days: Collection[date]) -> set[Visit]:
        """The visits of those local days that others may duplicate."""
        wanted = {"data_agendamento": {"$in": sorted(day.isoformat() for day in days)}}
        return {
            Visit(
                each["nome_normalizado"],
                each["nome_unidade"],
                date.fromisoformat(each["data_agendamento"]),
                each["hora_agendamento"],
            )
            async for each in self._appointments.find(wanted, dict.fromkeys(_VISIT, 1) | _SHOWN)
            if _counts(each)
        }

    async def look_again(
        self,
        was: Document,
        now: Document | None,
        at: datetime,
        session: Session,
        besides: Collection[str] = (),
    ) -> None:
        """Make due what was flagged for the sake of `was`, which becomes `now` (None: it disappears), but for those of the
        ids `besides`, which the same transaction writes. The version moves on with the mark, so that no look that began
        before can settle it. `at` is UTC."""
        if now is not None and _what_counts(was) == _what_counts(now):
            return
        flagged = [
            each["_id"]
            for each in await self._of([was.get(name) for name in _VISIT], was.get("nome_unidade"), session)
            if Pending.POSSIVEL_DUPLICADO in each["pendencias"]
        ]
        doubting = self._appointments.find({f"calcom.{DOUBTS}": was["_id"]}, {"_id": 1}, session=session)
        for due in sorted({*flagged, *[each["_id"] async for each in doubting]} - {was["_id"], *besides}):
            await self._appointments.update_one(
                {"_id": due}, {"$inc": {"versao": 1}, "$set": {DUE: at}}, session=session
            )

    async def _of(
        self, visit: Iterable[str | None], unit: str | None, session: Session | None
    ) -> list[Document]:
        """Those of that name, day and hour, which one index has, at that unit (`persistence.embedded_server`, 4)."""
        same = dict(zip(_VISIT, visit, strict=True))
        if same["data_agendamento"] is None:
            return []
        found = await self._appointments.find(same, _SHOWN, session=session).to_list()
        return [each for each in found if each["nome_unidade"] == unit]


def _counts(document: Document) -> bool:
    return document["status"] != Status.CANCELADO.value and document.get("anonimizado_em") is None


def _what_counts(document: Document) -> tuple[object, ...]:
    """What decides whether the document is another one's duplicate."""
    status = document.get("status")
    named = (document.get(name) for name in (*_VISIT, "nome_unidade", "anonimizado_em"))
    return (*named, status if status in _GONE else None)
