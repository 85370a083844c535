"""What deliveries hold of a patient: the collection `calcom_deliveries`, for the rights of patients."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pymongo.asynchronous.database import AsyncDatabase

from application.sealing import UnknownKey
from calcom_integration.delivery import EXPIRING, State
from calcom_integration.store.bodies import Bodies
from calcom_integration.store.keeping import erased
from persistence.driver_errors import driver_errors

_FORGOTTEN = {"state": State.IGNORED, "reason": "apagado"}


class DeliveryPapers:
    """Implements the port Papers. Every call raises Unavailable where the database is."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]], bodies: Bodies) -> None:
        self._deliveries, self._bodies = database["calcom_deliveries"], bodies

    async def of(self, ids: Sequence[str], bookings: Sequence[str]) -> list[dict[str, Any]]:
        """A delivery of a booking that others share is listed without its body: it names them too."""
        async with driver_errors():
            found = {
                each["_id"]: each
                for wanted in _wanted(ids, bookings)
                for each in await self._deliveries.find(wanted).to_list()
            }
        oldest_first = sorted(found.values(), key=lambda each: each["received_at"])
        return [self._told(each, frozenset(bookings)) for each in oldest_first]

    async def forget(self, ids: Sequence[str], bookings: Sequence[str], at: datetime) -> None:
        """What failed and is of such a booking alone is given up with it: there is nothing to be done of it any more."""
        async with driver_errors():
            for wanted in _wanted(ids, bookings):
                ended = {"state": {"$in": list(EXPIRING)}, "body_gone_at": {"$exists": False}}
                await self._deliveries.update_many(wanted | ended, erased({}, at))
            failed = {"uid": {"$in": list(bookings)}, "state": {"$in": [State.FAILED, State.DEAD]}}
            await self._deliveries.update_many(failed, erased(_FORGOTTEN, at))

    def _told(self, document: dict[str, Any], bookings: frozenset[str]) -> dict[str, Any]:
        told = {
            "id": document["_id"],
            "gatilho": document.get("trigger"),
            "recebida_em": document["received_at"].isoformat(),
        }
        if document.get("uid") not in (None, *bookings):
            return told | {"conteudo": None, "motivo": "reserva compartilhada com outras pessoas"}
        try:
            body = self._bodies.read(document)
        except UnknownKey:
            return told | {"conteudo": None, "motivo": "lacrado com uma chave que o serviço não tem"}
        if body is None:
            return told | {"conteudo": None, "motivo": "não está mais guardado"}
        return told | {"conteudo": _content(body)}


def _wanted(ids: Sequence[str], bookings: Sequence[str]) -> list[dict[str, Any]]:
    return [{"appointment_id": {"$in": list(ids)}}, {"uid": {"$in": list(bookings)}}]


def _content(body: bytes) -> Any:
    text = body.decode(errors="replace")
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
