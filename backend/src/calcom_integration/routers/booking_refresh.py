"""The instant row: what the widget said it booked is read at Cal.com and let in; its word alone writes nothing."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Response
from pydantic import BaseModel

from application.ports import AppointmentRepository, RateLimiter
from application.services.appointment_service import Applied
from calcom_integration.client import Final
from calcom_integration.client.call import checked_id
from calcom_integration.refresh import Refresh
from calcom_integration.routers.far_side import calcom_as_problems
from domain.errors import Invalid, NotFound, TooManyRequests
from domain.history import Actor, Cause
from domain.merge import BY_BOOKING
from domain.users import User

_CAUSE, _ACTOR = Cause("autoagendamento"), Actor("calcom", BY_BOOKING)
# A person books one visit at a time; the calls are taken from what Cal.com allows all of us (CALCOM.md D6).
_LIMIT, _PER = 20, timedelta(minutes=1)


class RefreshedOut(BaseModel):
    """The booking's appointment; null where only Cal.com's own word, which is still to come, can tell."""

    appointment_id: str | None


def build_booking_refresh_router(
    refresh: Refresh | None, repository: AppointmentRepository, limiter: RateLimiter, require_clerk: Any
) -> APIRouter:
    """`refresh` is None where no API is configured: then a booking is known once its delivery has come, and 202 until then.
    422 for what is no uid, 404 where Cal.com has no such booking, 503 where it cannot be asked."""
    router = APIRouter(prefix="/calcom/bookings", tags=["calcom"])

    @router.post(
        "/{uid}/refresh",
        operation_id="refreshBooking",
        summary="Busca no Cal.com uma reserva recém-feita",
        responses={
            202: {"model": RefreshedOut, "description": "Aguardando o aviso do Cal.com"},
            **{status: {} for status in (404, 429, 502)},
        },
    )
    async def refresh_booking(
        uid: str, response: Response, user: Annotated[User, require_clerk]
    ) -> RefreshedOut:
        _require_uid(uid)
        if refresh is None:
            known = await repository.find_by_uid(uid)
            response.status_code = 200 if known else 202
            return RefreshedOut(appointment_id=known[0].id if known else None)
        wait = await limiter.hit("booking_refresh", user.id, _LIMIT, _PER)
        if wait is not None:
            raise TooManyRequests(wait)
        with calcom_as_problems():
            return RefreshedOut(appointment_id=await _read(refresh, uid))

    return router


async def _read(refresh: Refresh, uid: str) -> str:
    """The appointment; every other visit of the series has been let in as well, if it is one."""
    done = await refresh.uid(uid, _CAUSE, _ACTOR)
    appointment_id = _newest(done.applied)
    if appointment_id is None:
        raise NotFound("O Cal.com não tem esta reserva, ou ela foi apagada aqui.")
    series = done.row.recurring_booking_uid if done.row else None
    if series and series != uid:
        await refresh.uid(series, _CAUSE, _ACTOR)
    return appointment_id


def _newest(applied: Sequence[Applied]) -> str | None:
    """Of a booking that several people sit on, whoever is new here, else who was listed last: the widget names nobody."""
    known = [each for each in applied if each.appointment_id]
    new = [each for each in known if each.is_new]
    return (new or known)[-1].appointment_id if known else None


def _require_uid(text: str) -> None:
    try:
        checked_id(text)
    except Final:
        raise Invalid({"uid": "Não é o identificador de uma reserva."}) from None
