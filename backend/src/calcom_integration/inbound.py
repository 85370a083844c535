"""Inbound: one delivery, claimed, understood, joined into its appointment, and its outcome written."""

import random
import traceback
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from application.booking_address import AmbiguousSeat
from application.ports import Clock
from application.services.appointment_service import Applied, AppointmentService
from calcom_integration import metrics
from calcom_integration.delivery import Delivery, Outcome, State
from calcom_integration.dto import Event, read
from calcom_integration.errors import Ignored, Unreadable
from calcom_integration.mapping import news_of, planted
from calcom_integration.mappings import Mappings
from calcom_integration.refs import Refs
from calcom_integration.store import DeliveryStore
from calcom_integration.triggers import label
from domain.booking.news import BookingNews
from domain.errors import DomainError, Unavailable
from domain.history import Actor, Cause
from domain.merge import BY_BOOKING

_log = structlog.get_logger(__name__)
_ACTOR = Actor("calcom", BY_BOOKING)
_LONGEST_WAIT = timedelta(minutes=5)
# What the service says of news that changed nothing because there was nothing to change.
_IGNORED = {"desconhecida": "reserva_desconhecida", "apagada": "apagado"}


class Inbound:
    def __init__(
        self,
        store: DeliveryStore,
        service: AppointmentService,
        mappings: Mappings,
        refs: Refs,
        clock: Clock,
        lease: timedelta,
        max_attempts: int,
    ) -> None:
        self._store, self._service, self._mappings, self._refs = store, service, mappings, refs
        self._clock, self._lease, self._max_attempts = clock, lease, max_attempts

    async def process(self, delivery_id: str) -> State | None:
        """Do one attempt at a due delivery; its state after, or None where it is done or somebody
        else's, now or by the end."""
        delivery = await self._store.claim(delivery_id, self._clock.now(), self._lease)
        if delivery is None:
            return None
        outcome = await self._attempt(delivery)
        if outcome.awaits:
            outcome = await self._after_another_look(delivery, outcome)
        now = self._clock.now()
        if not await self._store.finish(delivery, outcome, now):
            return None
        metrics.processed(
            label(delivery.trigger), outcome.state, (now - delivery.received_at).total_seconds()
        )
        _log.info(
            "delivery",
            id=delivery.id,
            trigger=label(delivery.trigger),
            state=outcome.state,
            reason=outcome.reason,
        )
        return outcome.state

    async def _after_another_look(self, delivery: Delivery, outcome: Outcome) -> Outcome:
        """Say what the delivery awaits, then look once more: a row that was written since wakes it, one that came between
        look and word is seen now."""
        await self._store.note_awaited(delivery, outcome)
        if await self._service.keys_of(outcome.awaits) <= set(outcome.seen):
            return outcome
        return replace(outcome, state=State.RECEIVED, reason=None, next_attempt_at=self._clock.now())

    async def _attempt(self, delivery: Delivery) -> Outcome:
        if delivery.attempts > self._max_attempts:  # every worker that tried was killed, or took too long
            return Outcome(state=State.DEAD, error="attempts used up")
        try:
            return await self._apply(delivery)
        except Ignored as ignored:
            return Outcome(state=State.IGNORED, reason=ignored.reason)
        except Unreadable as unreadable:
            return Outcome(state=State.FAILED, reason=unreadable.reason)
        except AmbiguousSeat as several:
            return Outcome(state=State.FAILED, reason=several.code)
        except Exception as error:
            return self._unfinished(delivery, error)

    def _unfinished(self, delivery: Delivery, error: Exception) -> Outcome:
        """Again later while the trouble may pass; dead where a rule was broken or the attempts are used up."""
        is_rule = isinstance(error, DomainError) and not isinstance(error, Unavailable)
        where = _where(error)
        _log.warning("delivery_attempt_failed", id=delivery.id, attempts=delivery.attempts, error=where)
        if is_rule or delivery.attempts >= self._max_attempts:
            return Outcome(state=State.DEAD, error=where)
        due = self._clock.now() + backoff(delivery.attempts)
        return Outcome(state=State.RECEIVED, error=where, next_attempt_at=due)

    async def _apply(self, delivery: Delivery) -> Outcome:
        event = read(delivery.body)
        news = news_of(event, await self._mappings.current(), self._verified(event, delivery.received_at))
        applied = await self._service.apply_booking(news, Cause("entrega", delivery.id), _ACTOR)
        await self._settle(applied, news, delivery)
        return _outcome(applied)

    def _verified(self, event: Event, received_at: datetime) -> str | None:
        """The planted appointment id, where its reference is ours and was good when the booking was made."""
        claim = planted(event)
        if claim is None:
            return None
        appointment_id, ref = claim
        is_ours = self._refs.is_valid(ref, appointment_id, event.event_type_id, event.sent_at or received_at)
        return appointment_id if is_ours else None

    async def _settle(self, applied: Applied, news: BookingNews, delivery: Delivery) -> None:
        """What follows from a write; done again at a second attempt, because the first may have died before it."""
        if applied.absorbed and applied.appointment_id:
            await self._store.follow(applied.absorbed, applied.appointment_id)
        if news.uid and (applied.outcome == "gravada" or delivery.attempts > 1):
            tokens = [news.uid] + ([f"#{news.number}"] if news.number is not None else [])
            await self._store.wake(tokens, news.key, self._clock.now())


def _outcome(applied: Applied) -> Outcome:
    reason = _IGNORED.get(applied.outcome)
    return Outcome(
        state=State.IGNORED if reason else State.DONE,
        reason=reason,
        appointment_id=applied.appointment_id,
        awaits=applied.awaits,
        seen=applied.seen,
    )


def backoff(attempts: int) -> timedelta:
    """How long to wait after so many attempts: doubling from one second to five minutes, with jitter."""
    longest = min(timedelta(seconds=2 ** min(attempts - 1, 10)), _LONGEST_WAIT)
    return longest * random.uniform(0.5, 1.0)  # noqa: S311 - spreads retries, guards nothing


def _where(error: Exception) -> str:
    """The error's kind and place. Its text is left out: it may quote what a patient wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {frames[-1].name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"
