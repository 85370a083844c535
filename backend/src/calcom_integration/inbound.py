"""Inbound: one delivery, claimed, understood, joined into its appointment, and its outcome written."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

import structlog
from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_fixed

from application.booking_address import AmbiguousSeat
from application.error_place import place_of
from application.leases import LeaseLost, renewed
from application.ports import Clock
from application.services.appointment_service import Applied, AppointmentService
from calcom_integration import metrics
from calcom_integration.delivery import EXPIRING, Delivery, Outcome, State
from calcom_integration.door import Door
from calcom_integration.dto import Event, read
from calcom_integration.errors import Ignored, Locked, Unreadable
from calcom_integration.mapping import news_of, planted
from calcom_integration.mappings import Mappings
from calcom_integration.store import DeliveryStore
from calcom_integration.triggers import label
from domain.booking.news import Planted
from domain.errors import DomainError, Unavailable
from domain.history import Actor, Cause
from domain.merge import BY_BOOKING

_log = structlog.get_logger(__name__)
_ACTOR = Actor("calcom", BY_BOOKING)
_LONGEST_WAIT = timedelta(minutes=5)
_WITHIN = 50.0  # seconds for one attempt: one that hangs is an attempt that failed
_TRIES = 3  # at writing an outcome, for nobody else knows it
# What the service says of news that changed nothing because there was nothing to change.
_IGNORED = {"desconhecida": "reserva_desconhecida", "apagada": "apagado"}


class Inbound:
    def __init__(
        self,
        store: DeliveryStore,
        service: AppointmentService,
        door: Door,
        mappings: Mappings,
        clock: Clock,
        lease: timedelta,
        max_attempts: int,
        series_closed: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """`series_closed` is told of a delivery that closes a visit of a series: others may be closed of which nothing is
        sent (rule 11)."""
        self._series_closed = series_closed
        self._store, self._service, self._door, self._mappings = store, service, door, mappings
        self._clock, self._lease, self._max_attempts = clock, lease, max_attempts

    async def process(self, delivery_id: str) -> State | None:
        """Do one attempt at a due delivery; its state after, or None where it is done or somebody
        else's, now or by the end."""
        with structlog.contextvars.bound_contextvars(delivery_id=delivery_id):
            return await self._process(delivery_id)

    async def _process(self, delivery_id: str) -> State | None:
        delivery = await self._store.claim(delivery_id, self._clock.now(), self._lease)
        if delivery is None:
            return None
        claimed = delivery

        async def renew() -> bool:
            return await self._store.renew(claimed, self._clock.now() + self._lease)

        try:
            async with renewed(renew, self._lease):
                return await self._worked_off(delivery)
        except LeaseLost:
            return None
        except asyncio.CancelledError:  # the worker stops: no fault of the delivery's
            with suppress(Unavailable):
                await asyncio.shield(self._store.release(delivery, self._clock.now()))
            raise

    async def _worked_off(self, delivery: Delivery) -> State | None:
        outcome = await self._attempt(delivery)
        if outcome.awaits:
            outcome = await self._after_another_look(delivery, outcome)
        now = self._clock.now()
        if not await self._finish(delivery, outcome, now):
            return None
        metrics.processed(label(delivery.trigger), outcome.state)
        if outcome.state in EXPIRING and not delivery.is_replayed:
            metrics.arrived((now - delivery.received_at).total_seconds())
        _log.info("delivery", trigger=label(delivery.trigger), state=outcome.state, reason=outcome.reason)
        return outcome.state

    @retry(
        stop=stop_after_attempt(_TRIES),
        wait=wait_fixed(0.5),
        retry=retry_if_exception_type(Unavailable),
        reraise=True,
    )
    async def _finish(self, delivery: Delivery, outcome: Outcome, now: datetime) -> bool:
        return await self._store.finish(delivery, outcome, now)

    async def _after_another_look(self, delivery: Delivery, outcome: Outcome) -> Outcome:
        """Say what the delivery awaits, then look once more: a row that was written since wakes it, one that came between
        look and word is seen now. Where several seats fit, any word of them may set them apart."""
        await self._store.note_awaited(delivery, outcome)
        if outcome.state is State.FAILED:
            return await self._attempt(delivery)
        if await self._service.keys_of(outcome.awaits) <= set(outcome.seen):
            return outcome
        return replace(outcome, state=State.RECEIVED, reason=None, next_attempt_at=self._clock.now())

    async def _attempt(self, delivery: Delivery) -> Outcome:
        if delivery.starts > self._max_attempts:  # every worker that tried was killed
            return Outcome(state=State.DEAD, error="tentativas esgotadas")
        try:
            async with asyncio.timeout(_WITHIN):
                return await self._apply(delivery)
        except Ignored as ignored:
            return Outcome(state=State.IGNORED, reason=ignored.reason)
        except Unreadable as unreadable:
            return Outcome(state=State.FAILED, reason=unreadable.reason)
        except AmbiguousSeat as several:
            return Outcome(state=State.FAILED, reason=several.code, awaits=several.awaits)
        except Locked:
            return self._locked(delivery)
        except Unavailable as outage:
            return self._put_off(delivery, outage)
        except Exception as error:
            return self._unfinished(delivery, error)

    def _unfinished(self, delivery: Delivery, error: Exception) -> Outcome:
        """Again later while the trouble may pass; dead where a rule was broken or the attempts are used up."""
        is_rule = isinstance(error, DomainError)
        where = place_of(error)
        _log.warning("delivery_attempt_failed", attempts=delivery.attempts, error=where)
        if is_rule or delivery.attempts >= self._max_attempts:
            return Outcome(state=State.DEAD, error=where)
        due = self._clock.now() + backoff(delivery.attempts)
        return Outcome(state=State.RECEIVED, error=where, next_attempt_at=due)

    def _put_off(self, delivery: Delivery, outage: Unavailable) -> Outcome:
        """Again later, however long a server is away: the attempts that this counts for are never all that there are."""
        counted = min(delivery.attempts, max(self._max_attempts // 2, 1))
        where = place_of(outage)
        _log.warning("delivery_put_off", attempts=delivery.attempts, error=where)
        due = self._clock.now() + backoff(counted)
        return Outcome(state=State.RECEIVED, error=where, attempts=counted, next_attempt_at=due)

    def _locked(self, delivery: Delivery) -> Outcome:
        """Again later, for a deploy may be under way that brings the key; then left to a person, who brings it back."""
        _log.warning("delivery_locked", attempts=delivery.attempts)
        if delivery.attempts >= self._max_attempts:
            return Outcome(state=State.FAILED, reason=Locked.reason)
        due = self._clock.now() + backoff(delivery.attempts)
        return Outcome(state=State.RECEIVED, error=Locked.reason, next_attempt_at=due)

    async def _apply(self, delivery: Delivery) -> Outcome:
        event = read(_content(delivery))
        table, received_at = await self._mappings.current(), delivery.received_at
        news = news_of(event, table, self._verified(event, received_at), received_at)
        again = delivery.attempts > 1
        applied = await self._door.apply(news, Cause("entrega", delivery.id), _ACTOR, again=again)
        if applied.outcome == "gravada" and event.sent_at and not delivery.is_replayed:
            metrics.written((self._clock.now() - event.sent_at).total_seconds())
        # That it is a series may be known from earlier news alone (CALCOM.md M7).
        closes = news.status is not None and not news.status.is_open
        if self._series_closed and closes and (news.recurring or applied.of_series):
            await self._series_closed()
        return _outcome(applied)

    def _verified(self, event: Event, received_at: datetime) -> Planted | None:
        """The planted appointment, where its reference is ours and was good when the booking was made."""
        claim = planted(event)
        if claim is None:
            return None
        booked_at = event.sent_at or received_at
        return self._door.verified(claim, event.event_type_id, booked_at, event.booking.type)


def _outcome(applied: Applied) -> Outcome:
    reason = _IGNORED.get(applied.outcome)
    return Outcome(
        state=State.IGNORED if reason else State.DONE,
        reason=reason,
        appointment_id=applied.appointment_id,
        awaits=applied.awaits,
        seen=applied.seen,
        is_erased=applied.outcome == "apagada",
    )


def _content(delivery: Delivery) -> bytes:
    """Raises Locked, and Ignored where the body was let go."""
    if delivery.is_locked:
        raise Locked
    if delivery.body is None:
        raise Ignored("sem_conteudo")
    return delivery.body


def backoff(attempts: int) -> timedelta:
    """How long to wait after so many attempts: doubling from one second to five minutes, with jitter."""
    longest = min(timedelta(seconds=2 ** min(attempts - 1, 10)), _LONGEST_WAIT)
    return longest * random.uniform(0.5, 1.0)  # noqa: S311 - spreads retries, guards nothing
