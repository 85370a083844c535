"""Reads how the integration stands into this process's gauges. About twenty small statements, each over an index."""

from calcom_integration import gauges
from calcom_integration.client import CalComClient
from calcom_integration.provisioning import Provisioning
from calcom_integration.run import Kind
from calcom_integration.standing import Standing
from calcom_integration.store import ArrivalStore, RunStore
from domain.pending import Pending

_BY_THE_CLOCK = (Kind.INCREMENTAL, Kind.FULL)
_RUNS = ("newest", "before")


class Measuring:
    """`client` is None where no API is configured: there are no runs, no checks and no calls then."""

    def __init__(
        self,
        standing: Standing,
        arrivals: ArrivalStore,
        runs: RunStore,
        provisioning: Provisioning,
        client: CalComClient | None,
    ) -> None:
        self._standing, self._arrivals, self._runs = standing, arrivals, runs
        self._provisioning, self._client = provisioning, client

    async def measure(self) -> None:
        """Raises Unavailable; what was told before then stands until it is old."""
        await self._measure_deliveries()
        pushes = await self._standing.pushes()
        gauges.PUSHES_DUE.tell(pushes.waiting)
        gauges.PUSHES_OVERDUE.tell(pushes.overdue)
        gauges.CONFLICTS.tell(await self._standing.pending(Pending.CONFLITO))
        if self._client:
            await self._measure_runs()
            report = await self._provisioning.recall()
            gauges.PROVISIONING_FAULTS.tell(len(report.faults) if report else None)
            gauges.CALLS_LEFT.tell(await self._client.left())

    async def _measure_deliveries(self) -> None:
        deliveries, newest = await self._standing.deliveries(), await self._arrivals.newest()
        now = self._standing.clock.now()
        gauges.WAITING.tell_each({(str(state),): total for state, total in deliveries.states.items()})
        gauges.OLDEST_WAITING.tell(deliveries.waited(now).total_seconds())
        gauges.LAST_RECEIVED.tell(newest.timestamp() if newest else None)

    async def _measure_runs(self) -> None:
        ended = {kind: await self._runs.ended_well(kind, len(_RUNS)) for kind in _BY_THE_CLOCK}
        last = {kind: runs[0].ended_at if runs else None for kind, runs in ended.items()}
        gauges.LAST_SUCCESS.tell_each(
            {(str(kind),): at.timestamp() if at else 0 for kind, at in last.items()}
        )
        gauges.DRIFT.tell_each(
            {
                (str(kind), which): run.tally.repaired + run.tally.left_to_person
                for kind, runs in ended.items()
                for which, run in zip(_RUNS, runs, strict=False)
            }
        )
        gauges.UNACCOUNTED.tell(await self._runs.unaccounted())
