"""What deliveries hold of a patient: the collection `calcom_deliveries`, for the rights of patients."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pymongo.asynchronous.database import AsyncDatabase

from application.sealing import UnknownKey
from calcom_integration.body import shown
from calcom_integration.delivery import EXPIRING, State
from calcom_integration.store.bodies import Bodies
from calcom_integration.store.keeping import erased
from persistence.driver_errors import driver_errors

_GUARDED = dict.fromkeys(("state", "claims", "uid", "body_gone_at"), 1)
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
        while await self._forget_found(ids, bookings, at):
            """Somebody wrote one of them meanwhile."""

    async def _forget_found(self, ids: Sequence[str], bookings: Sequence[str], at: datetime) -> bool:
        """Whether any was written meanwhile. Each by itself (`persistence.embedded_server`, 4)."""
        is_lost = False
        async with driver_errors():
            for wanted in _wanted(ids, bookings):
                for each in await self._deliveries.find(wanted, _GUARDED).to_list():
                    change = _forgetting(each, bookings, at)
                    if change is None:
                        continue
                    guard = {name: each.get(name) for name in ("_id", "state", "claims")}
                    is_lost |= not (await self._deliveries.update_one(guard, change)).matched_count
        return is_lost

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
        return told | {"conteudo": shown(body)}


def _wanted(ids: Sequence[str], bookings: Sequence[str]) -> list[dict[str, Any]]:
    return [{"appointment_id": {"$in": list(ids)}}, {"uid": {"$in": list(bookings)}}]


def _forgetting(document: dict[str, Any], bookings: Sequence[str], at: datetime) -> dict[str, Any] | None:
    """The update that leaves nothing of a person in the delivery; None where there is nothing, or it is still needed."""
    if document["state"] in EXPIRING:
        return None if "body_gone_at" in document else erased({}, at)
    is_given_up = document["state"] in (State.FAILED, State.DEAD) and document.get("uid") in bookings
    return erased(_FORGOTTEN, at) if is_given_up else None
