"""Who runs the runs: one worker at a time, whatever dies (DESIGN.md, 4: what is due stands in the store)."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import structlog

from application.error_place import place_of
from application.leases import renewed
from application.ports import Clock
from calcom_integration import metrics
from calcom_integration.client import CalComError
from calcom_integration.reconcile.schedule import Pace, every_few_minutes, nightly, usual_window
from calcom_integration.reconcile.sweep import Sides, Sweep
from calcom_integration.run import RULES, Kind, Run, RunState
from calcom_integration.store import RunStore
from domain.errors import Unavailable

_log = structlog.get_logger(__name__)


class Runner:
    """One worker process's part in it."""

    def __init__(self, store: RunStore, sides: Sides, clock: Clock, pace: Pace, lease: timedelta) -> None:
        self._store, self._sides, self._clock = store, sides, clock
        self._pace, self._lease = pace, lease
        self._is_busy = False
        self._last_asked: str | None = None

    async def ask(self) -> None:
        """Ask for the runs that the clock asks for. Raises Unavailable."""
        now = self._clock.now()
        run = every_few_minutes(now, self._pace)
        if run.id != self._last_asked:
            waiting = await self._store.newest(Kind.INCREMENTAL, RunState.ASKED)
            if waiting is None or waiting.due_at > now + self._pace.every:  # else a clock was ahead
                await self._store.request(run)
            self._last_asked = run.id
        night = nightly(now, await self._store.newest(Kind.FULL), self._pace)
        if night is not None:
            await self._store.request(night)

    async def run_due(self) -> Run | None:
        """Carry out the run that is due, if there is one and the turn is free. The run as it ended. Raises Unavailable."""
        if self._is_busy:
            return None
        self._is_busy = True
        try:
            run_id = await self._store.due(self._clock.now())
            return await self._in_turn(run_id) if run_id else None
        finally:
            self._is_busy = False

    async def _in_turn(self, run_id: str) -> Run | None:
        turn = await self._store.take_turn(self._clock.now(), self._lease)
        if turn is None:
            return None
        try:
            reaped = await self._store.reap(self._clock.now())
            if reaped:
                _log.warning("reconciliation_reaped", runs=reaped)

            async def renew() -> bool:
                return await self._store.keep_turn(turn, self._clock.now() + self._lease)

            async with renewed(renew, self._lease):
                with structlog.contextvars.bound_contextvars(run_id=run_id):
                    return await self._run(run_id)
        finally:
            with suppress(Unavailable):
                await asyncio.shield(self._store.end_turn(turn, self._clock.now()))

    async def _run(self, run_id: str) -> Run | None:
        sweep = await self._begun(run_id)
        if sweep is None:
            return None
        state, error = RunState.ABANDONED, None
        try:
            await sweep.carry_out()
            state = RunState.DONE
        except Exception as failure:
            state, error = RunState.FAILED, _told(failure)
        finally:
            ended = replace(sweep.outcome(), state=state, error=error, ended_at=self._clock.now())
            await asyncio.shield(self._end(ended))
        return ended

    async def _begun(self, run_id: str) -> Sweep | None:
        """The run with what it needs of those before it, marked as under way; None where it was taken meanwhile. Where the last
        one went by other rules (an upgrade, a rollback) it is a whole one."""
        asked = await self._store.get(run_id)
        if asked is None or asked.state is not RunState.ASKED:
            return None
        changes = await self._store.newest(Kind.INCREMENTAL, RunState.DONE)
        whole = await self._store.newest(Kind.FULL, RunState.DONE)
        last = max((run for run in (changes, whole) if run), key=lambda run: run.asked_at, default=None)
        watermark = next((run.watermark for run in (changes, whole) if run and run.watermark), None)
        run = replace(asked, state=RunState.UNDER_WAY, started_at=self._clock.now())
        if run.kind is Kind.INCREMENTAL and (watermark is None or last is None or last.rules != RULES):
            run = replace(run, kind=Kind.FULL)
        if run.kind is Kind.FULL:
            run = replace(run, window=usual_window(self._clock.now()))
        is_mine = await self._store.change(run, RunState.ASKED)
        since = watermark if run.kind is Kind.INCREMENTAL else None
        return Sweep(run, self._sides, since, self._store.note) if is_mine else None

    async def _end(self, run: Run) -> None:
        if not await self._store.change(run, RunState.UNDER_WAY):
            return  # it was reaped: somebody else has the turn
        metrics.ran(run.kind, run.state, run.seconds or 0.0)
        _log.info(
            "reconciliation",
            kind=run.kind,
            state=run.state,
            error=run.error,
            rows=run.tally.rows,
            repaired=run.tally.repaired,
            left_to_person=run.tally.left_to_person,
        )


def _told(failure: Exception) -> str:
    """The failure's kind and place, of Cal.com's and of our own the code."""
    is_known = isinstance(failure, CalComError | Unavailable)
    return f"{type(failure).__name__}: {failure}" if is_known else place_of(failure)
