"""What staff do in the clinic's screens: look at a page of appointments, edit what they find there, again where they
were too late."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from application.documents import cpf_of
from chaos.clinic import Clinic, Json
from chaos.diary import Diary, now
from chaos.people import invented_name, invented_phone

_LINE = "staff"
_EDITS_A_PAGE, _TRIES = 4, 5
_CREW = ("driver_id", "collector_id")
_BOOKED = ("Agendado", "Confirmado")
# The local date and hour are told anew by the instant.
_TOLD_BY_INICIO = frozenset({"data_agendamento", "hora_agendamento"})

Changes = dict[str, Any]


@dataclass
class Clerk:
    """One member of staff. `crew` are the ids of drivers and collectors to choose from."""

    clinic: Clinic
    diary: Diary
    dice: Random
    crew: Mapping[str, Sequence[str]]

    async def work(self, over: asyncio.Event, rest: float) -> None:
        """Edit until `over`, with about `rest` seconds between two edits."""
        while not over.is_set():
            first = await self.clinic.page(1)
            pages = max(1, -(-first["total"] // 50))
            page = await self.clinic.page(self.dice.randint(1, pages))
            for record in self.dice.sample(page["items"], min(_EDITS_A_PAGE, len(page["items"]))):
                await self.edit(record)
                await asyncio.sleep(self.dice.uniform(0, 2 * rest))
            if not page["items"]:
                await asyncio.sleep(rest)

    async def edit(self, record: Json) -> None:
        """One edit of one appointment; begun again on the record as it is now while it was too old."""
        kind = self._kind(record)
        for _ in range(_TRIES):
            changes = kind(self, record)
            if not changes:
                return
            asked_at, answer = now(), await self.clinic.edit(record, changes)
            if answer.status == 200 and answer.record:
                self._saved(record, answer.record, changes, asked_at)
                return
            self.diary.note(_LINE, f"told {answer.status} {answer.code}")
            if answer.code != "versao_antiga" or answer.record is None:
                return
            record = answer.record

    def _saved(self, before: Json, after: Json, changes: Changes, at: datetime) -> None:
        names = changes.keys() - _TOLD_BY_INICIO | ({"inicio"} if changes.keys() & _TOLD_BY_INICIO else set())
        values = {name: after[name] for name in names if after[name] != before[name]}
        self.diary.keep(after["id"], self.clinic.email, at, values)
        self.diary.note(_LINE, "saved " + "+".join(sorted(names)))

    def _kind(self, record: Json) -> "Kind":
        kinds = _LOGISTICS if self.clinic.role == "logistica" else _KINDS
        return self.dice.choices([kind for kind, _ in kinds], [weight for _, weight in kinds])[0]

    def name(self, record: Json) -> Changes:
        return {"nome_paciente": invented_name(self.dice, self.dice.randrange(10**6, 10**7))}

    def notes(self, record: Json) -> Changes:
        return {"observacoes": f"Anotado por {self.clinic.role} {self.dice.randrange(10**9)}"}

    def document(self, record: Json) -> Changes:
        return {"cpf": cpf_of(self.dice.randrange(10**9))}

    def phone(self, record: Json) -> Changes:
        return {"telefone": invented_phone(self.dice)}

    def team(self, record: Json) -> Changes:
        name = self.dice.choice(_CREW)
        return {name: self.dice.choice(self.crew[name])}

    def slot(self, record: Json) -> Changes:
        """Another day, another half hour, of a visit that is to take place."""
        if record["status"] not in _BOOKED or not record["calcom_booking_id"]:
            return {}
        day = now().date() + timedelta(days=self.dice.randint(2, 40))
        return {"data_agendamento": day.isoformat(), "hora_agendamento": self._half_hour()}

    def cancel(self, record: Json) -> Changes:
        if record["status"] == "Cancelado":
            return {}
        return {"status": "Cancelado", "motivo_cancelamento": f"Sem equipe {self.dice.randrange(10**6)}"}

    def confirm(self, record: Json) -> Changes:
        if record["status"] not in ("Pendente", "Agendado") or not record["inicio"]:
            return {}
        return {"status": "Confirmado", "canal_confirmacao": "WhatsApp"}

    def reopen(self, record: Json) -> Changes:
        return {"status": "Agendado"} if record["status"] == "Cancelado" and record["inicio"] else {}

    def _half_hour(self) -> str:
        half_hours = self.dice.randrange(20)
        return f"{8 + half_hours // 2:02}:{'30' if half_hours % 2 else '00'}"


Kind = Callable[[Clerk, Json], Changes]
_KINDS: tuple[tuple[Kind, int], ...] = (
    (Clerk.name, 12),
    (Clerk.notes, 16),
    (Clerk.document, 10),
    (Clerk.phone, 6),
    (Clerk.team, 10),
    (Clerk.slot, 22),
    (Clerk.confirm, 14),
    (Clerk.cancel, 8),
    (Clerk.reopen, 2),
)
_LOGISTICS: tuple[tuple[Kind, int], ...] = ((Clerk.team, 3), (Clerk.notes, 1))
