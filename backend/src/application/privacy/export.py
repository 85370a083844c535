"""Everything that is kept of a patient, for the patient (LGPD, art. 18, II and V)."""

from typing import Any

from application.ports import Clock
from application.privacy.burial import own_bookings
from application.privacy.erasing import Stores
from application.privacy.plain import plain
from domain.appointment import Appointment
from domain.claims import TO_CONFIRM
from domain.client import Client
from domain.errors import NotFound
from domain.history import HistoryEntry

# What serves the machine only, and names nobody.
_INNER = ("versao", "revisao", "token", "a_comparar")


class Export:
    def __init__(self, stores: Stores, clock: Clock) -> None:
        self._stores, self._clock = stores, clock

    async def of(self, client_id: str) -> dict[str, Any]:
        """As plain values, by Portuguese names. Raises NotFound."""
        stores = self._stores
        client = await stores.clients.get(client_id)
        if client is None:
            raise NotFound
        ids = await stores.appointments.ids_of_client(client_id)
        visits = [each for each in [await stores.appointments.get(one) for one in ids] if each]
        deleted = sorted({*await stores.history.appointments_of_client(client_id)} - {*ids})
        bookings = sorted({uid for each in visits for uid in own_bookings(each)})
        return {
            "gerado_em": plain(self._clock.now()),
            "cliente": _told(client),
            "cadastros_unidos": await self._united(client),
            "agendamentos": [await self._visit(each) for each in visits],
            "historico_de_excluidos": [await self._history(each) for each in deleted],
            "importacoes": plain(await stores.imports.samples_of(client)),
            "entregas": [told for papers in stores.papers for told in await papers.of(ids, bookings)],
        }

    async def _united(self, client: Client) -> list[dict[str, Any]]:
        """The records that became the client's, as they were then."""
        unions = await self._stores.clients.unions_of(client.id)
        return [{"em": plain(each.at), "cadastro": _told(each.absorbed)} for each in unions]

    async def _visit(self, appointment: Appointment) -> dict[str, Any]:
        told = _told(appointment)
        claimed = [name for name, code in TO_CONFIRM.items() if code in appointment.pendencias]
        told |= {"contatos_nao_confirmados": claimed}
        return told | {"historico": (await self._history(appointment.id))["historico"]}

    async def _history(self, appointment_id: str) -> dict[str, Any]:
        entries = await self._stores.history.of(appointment_id)
        return {"id": appointment_id, "historico": [_entry(each) for each in entries]}


def _told(record: Any) -> dict[str, Any]:
    told: dict[str, Any] = plain(record)
    return {name: value for name, value in told.items() if name not in _INNER}


def _entry(entry: HistoryEntry) -> dict[str, Any]:
    return {
        "em": plain(entry.at),
        "por": entry.actor.name,
        "causa": entry.cause.kind,
        "mudancas": [
            {"campo": each.field, "de": plain(each.old), "para": plain(each.new)} for each in entry.changes
        ],
    }
