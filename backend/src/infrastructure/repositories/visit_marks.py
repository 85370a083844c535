"""Appointments whose client's affairs changed, over AppointmentRepository's collection: made due for another look."""

from collections.abc import Collection, Iterable
from datetime import datetime

from pymongo.asynchronous.collection import AsyncCollection

from domain.claims import TO_CONFIRM
from domain.client import Client
from domain.merge import fold
from domain.pending import Pending
from infrastructure.mongo import Document
from infrastructure.repositories.appointment_indexes import DUE
from infrastructure.repositories.search_terms import asked_terms
from persistence.driver_errors import driver_errors

_CODES = {Pending.CADASTRO_A_UNIR.value, *(code.value for code in TO_CONFIRM.values())}
_COMPARED = dict.fromkeys(("cliente_id", "telefone", "email", "nome_normalizado", "pendencias"), 1)


class VisitMarks:
    """Implements the port of the same name. Every call may raise Unavailable."""

    def __init__(self, appointments: AsyncCollection[Document]) -> None:
        self._appointments = appointments

    @driver_errors()
    async def look_at_client(self, client: Client, at: datetime) -> None:
        found = await self._appointments.find({"cliente_id": client.id}, _COMPARED).to_list()
        await self._mark((each["_id"] for each in found if _may_not_fit(each, client)), at)

    @driver_errors()
    async def look_at_contact(
        self, phone: str, name: str, besides: Collection[str], at: datetime, *, is_asked: bool = False
    ) -> None:
        """By the phone, which few have; the rest is compared here (`persistence.embedded_server`, 4)."""
        found = await self._appointments.find({"busca": asked_terms(phone)[0]}, _COMPARED).to_list()
        same, apart = (phone, fold(name)), {None, *besides}
        others = (
            each
            for each in found
            if (each["telefone"], each["nome_normalizado"]) == same and each["cliente_id"] not in apart
        )
        asked = Pending.CADASTRO_A_UNIR
        await self._mark((each["_id"] for each in others if (asked in each["pendencias"]) is is_asked), at)

    async def _mark(self, ids: Iterable[str], at: datetime) -> None:
        """The version moves on with the mark, so that no look that began before can settle it."""
        for each in ids:
            await self._appointments.update_one({"_id": each}, {"$inc": {"versao": 1}, "$set": {DUE: at}})


def _may_not_fit(visit: Document, client: Client) -> bool:
    contacts = ((visit["telefone"], client.telefone), (visit["email"], client.email))
    return bool(_CODES & {*visit["pendencias"]}) or any(given and given != known for given, known in contacts)
