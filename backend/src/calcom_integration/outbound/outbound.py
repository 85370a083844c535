"""Outbound: one push, taken, carried out, and its outcome written; again until nothing of the appointment is due."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

import structlog

from application.error_place import place_of
from application.leases import renewed
from application.ports import Clock
from application.services.outbox import Outbox, Parcel
from calcom_integration import metrics
from calcom_integration.client import CircuitOpen, Final, RateLimited, Refusal, UnknownOutcome
from calcom_integration.client.errors import CalComError
from calcom_integration.inbound import backoff
from calcom_integration.outbound.far_side import FarSide
from calcom_integration.outbound.told import Unsendable

_log = structlog.get_logger(__name__)
_NO_API = (
    "api_nao_configurada",
    "A API do Cal.com não está configurada: faça a mudança também no Cal.com.",
)
LOST = "nao_chegou"
_FIRST_LOOK = timedelta(seconds=5)
_IN_ONE_GO = 5  # of one appointment: there are four kinds, and one may come up again
_AT_ONCE = 8  # in one process: a slow Cal.com must not keep workers from the deliveries
_WITHIN = 100.0  # seconds for one push, calls that wait for their turn included
# What Cal.com says to whoever asks for anything: nothing to read back. A key that is being renewed, a server that is being
# set up: asked again for about a quarter of an hour, before staff have to deal with every change by hand.
_OF_THE_KEY_ATTEMPTS = 12
_OF_THE_KEY = frozenset(
    {
        Refusal.NO_ACCESS,
        Refusal.NO_LICENSE,
        Refusal.WRONG_VERSION,
        Refusal.STRANGE_ANSWER,
    }
)


@dataclass(frozen=True, slots=True)
class Terms:
    """`lease`: how long a push stays its worker's without a word. `doubt`: how long after its sending a push that is not
    found may still arrive."""

    lease: timedelta
    doubt: timedelta


class Outbound:
    """`far_side` is None where no API is configured."""

    def __init__(self, outbox: Outbox, far_side: FarSide | None, clock: Clock, terms: Terms) -> None:
        self._outbox, self._far_side, self._clock, self._terms = outbox, far_side, clock, terms
        self._under_way = 0

    async def due(self, limit: int, since: timedelta = timedelta()) -> list[str]:
        """Ids of the appointments with a push that had to be looked at `since` so long ago, the longest due first."""
        return await self._outbox.due(limit, since)

    async def push(self, appointment_id: str) -> int:
        """Do what is due of the appointment's pushes; how many. None of them while this process is busy with others:
        what is due stays due."""
        if self._under_way >= _AT_ONCE:
            return 0
        self._under_way += 1
        try:
            with structlog.contextvars.bound_contextvars(appointment_id=appointment_id):
                return await self._push(appointment_id)
        finally:
            self._under_way -= 1

    async def _push(self, appointment_id: str) -> int:
        for done in range(_IN_ONE_GO):
            parcel = await self._outbox.take(appointment_id, self._terms.lease)
            if parcel is None:
                return done
            result = await self._handled(parcel)
            act = parcel.push.order.act
            metrics.pushed(act, result)
            _log.info("push", act=act, result=result, attempts=parcel.push.attempts)
        return _IN_ONE_GO

    async def _handled(self, parcel: Parcel) -> str:
        """How it ended. What nobody foresaw leaves it to the end of the lease, and then in doubt."""
        lease = self._terms.lease

        async def renew() -> bool:
            return await self._outbox.renew(parcel, lease)

        try:
            async with renewed(renew, lease), asyncio.timeout(_WITHIN):
                return await (self._look(parcel) if parcel.is_in_doubt else self._send(parcel))
        except Exception as error:
            _log.warning("push_failed", error=place_of(error))
            return "failed"

    async def _send(self, parcel: Parcel) -> str:
        if self._far_side is None:
            await self._outbox.refused(parcel, *_NO_API)
            return "refused"
        try:
            await self._far_side.carry_out(parcel)
        except UnknownOutcome:
            await self._outbox.doubted(parcel, self._clock.now() + _FIRST_LOOK)
            return "unknown"
        except Unsendable as lacking:
            await self._outbox.refused(parcel, lacking.reason, lacking.detail)
            return "refused"
        except Final as refusal:
            return await self._refused(parcel, self._far_side, refusal)
        except CalComError as trouble:
            await self._outbox.put_off(parcel, self._clock.now() + _wait(trouble, parcel), str(trouble))
            return "put_off"
        await self._outbox.carried_out(parcel)
        return "done"

    async def _refused(self, parcel: Parcel, far_side: FarSide, refusal: Final) -> str:
        """Read the booking again: it may be as it was asked to be already, or have been moved or cancelled by the patient."""
        if refusal.code in _OF_THE_KEY and parcel.push.attempts < _OF_THE_KEY_ATTEMPTS:
            due = self._clock.now() + _wait(refusal, parcel)
            await self._outbox.put_off(parcel, due, refusal.code)
            return "put_off"
        if refusal.code in _OF_THE_KEY:
            await self._outbox.refused(parcel, refusal.code, refusal.detail)
            return "refused"
        try:
            await far_side.read_back(parcel)
        except CalComError as trouble:
            await self._outbox.put_off(parcel, self._clock.now() + _wait(trouble, parcel), refusal.code)
            return "put_off"
        await self._outbox.reconsidered(parcel, refusal.code, refusal.detail)
        return "refused"

    async def _look(self, parcel: Parcel) -> str:
        """Look for what became of it. That nothing did is believed after two looks, the second long after the sending."""
        now = self._clock.now()
        if self._far_side is None:
            await self._outbox.refused(parcel, *_NO_API)
            return "refused"
        try:
            await self._far_side.read_back(parcel)
        except CalComError as trouble:
            await self._outbox.doubted(parcel, now + _wait(trouble, parcel))
            return "unknown"
        settled_at = parcel.push.at + self._terms.doubt
        if parcel.push.looks and now >= settled_at:
            await self._outbox.put_off(parcel, now, LOST)
        else:
            await self._outbox.looked_up(parcel, max(settled_at, now + _FIRST_LOOK))
        return "looked_up"


def _wait(trouble: CalComError, parcel: Parcel) -> timedelta:
    """The seconds that a limit named; else a growing, random wait, at least until the circuit closes."""
    if isinstance(trouble, RateLimited):
        return timedelta(seconds=trouble.seconds)
    least = timedelta(seconds=trouble.seconds if isinstance(trouble, CircuitOpen) else 0)
    return max(backoff(parcel.push.attempts), least)
