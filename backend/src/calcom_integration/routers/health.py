"""How the integration stands: what waits, what ran, what is wrong and needs a person."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import APIRouter

from application.ports import Clock
from calcom_integration.client import CalComClient
from calcom_integration.mappings import Mappings
from calcom_integration.provisioning import Provisioning, Report
from calcom_integration.routers.delivery_hours import by_hour, first_hour, quantile
from calcom_integration.routers.health_shapes import (
    ApiOut,
    HealthOut,
    HourOut,
    InboxOut,
    PushesOut,
    SpoolOut,
    TaskOut,
    WebhookOut,
)
from calcom_integration.routers.runs import run_out
from calcom_integration.run import Kind, Run, RunState
from calcom_integration.settings import CalComSettings
from calcom_integration.spool import Spool
from calcom_integration.standing import DeliveriesStanding, PushesStanding, Standing
from calcom_integration.store import ArrivalStore, RunStore
from domain.pending import Pending

# What only a person settles, beside a refused push, by the appointments' own pending codes.
_FOR_A_PERSON = (
    Pending.CONFLITO,
    Pending.RESERVA_NAO_ENCONTRADA,
    Pending.SEM_RESERVA,
    Pending.UNIDADE_NAO_MAPEADA,
)


@dataclass(frozen=True, kw_only=True)
class HealthSources:
    """Where the numbers come from. `client` is None where no API is configured, `spool` where there is none."""

    standing: Standing
    spool: Spool | None
    arrivals: ArrivalStore
    runs: RunStore
    mappings: Mappings
    provisioning: Provisioning
    client: CalComClient | None
    settings: CalComSettings
    is_worker_alive: Callable[[], Awaitable[bool]]
    stalled: Callable[[], Awaitable[list[str]]]
    clock: Clock


def build_health_router(sources: HealthSources, require_gestor: Any) -> APIRouter:
    """`/calcom/health` and `/calcom/delivery-hours`, for whom `require_gestor` lets in. No call to Cal.com is made."""
    router = APIRouter(prefix="/calcom", tags=["calcom"], dependencies=[require_gestor])

    @router.get("/health", operation_id="getCalcomHealth", summary="Como está a integração com o Cal.com")
    async def get_health() -> HealthOut:
        return await _health(sources, sources.clock.now())

    @router.get(
        "/delivery-hours",
        operation_id="listDeliveryHours",
        summary="Entregas e demora em cada uma das últimas 24 horas",
    )
    async def list_delivery_hours() -> list[HourOut]:
        first = first_hour(sources.clock.now())
        return [HourOut.of(each) for each in await by_hour(sources.arrivals.since(first), first)]

    return router


async def _health(sources: HealthSources, now: datetime) -> HealthOut:
    report, table = await sources.provisioning.recall(), await sources.mappings.newest()
    newest = [await sources.runs.newest(kind) for kind in Kind]
    runs = [each for each in newest if each]
    deliveries, pushes = await sources.standing.deliveries(), await sources.standing.pushes()
    spool = await _spool(sources.spool)
    return HealthOut(
        at=now,
        is_worker_alive=await sources.is_worker_alive(),
        stalled=await sources.stalled(),
        webhook=WebhookOut.of(report),
        inbox=await _inbox(sources, deliveries, spool, now),
        api=await _api(sources, report, runs),
        runs=[run_out(each) for each in runs],
        pushes=PushesOut(waiting=pushes.waiting, overdue=pushes.overdue, refused=pushes.refused),
        mapping_version=table.version,
        event_types=len(table.event_types),
        tasks=await _tasks(sources, deliveries, spool, pushes, report),
    )


async def _spool(spool: Spool | None) -> SpoolOut | None:
    if spool is None:
        return None
    state = await spool.state()
    return SpoolOut(
        waiting=state.waiting,
        oldest_at=state.oldest_at,
        unreadable=state.unreadable,
        is_writable=spool.is_writable,
    )


async def _inbox(
    sources: HealthSources, deliveries: DeliveriesStanding, spool: SpoolOut | None, now: datetime
) -> InboxOut:
    first = first_hour(now)
    hours = await by_hour(sources.arrivals.since(first), first)
    lags = [lag for hour in hours for lag in hour.lags]
    return InboxOut(
        spool=spool,
        states=dict(deliveries.states),
        waiting_since=deliveries.waiting_since,
        last_received_at=await sources.arrivals.newest(),
        received=sum(hour.received for hour in hours),
        lag_median=quantile(lags, 0.5),
        lag_p95=quantile(lags, 0.95),
    )


async def _api(sources: HealthSources, report: Report | None, runs: Sequence[Run]) -> ApiOut:
    client = sources.client
    seen_at, is_reachable = _last_look(report, runs) if client else (None, None)
    return ApiOut(
        is_configured=client is not None,
        is_reachable=is_reachable,
        seen_at=seen_at,
        calls_per_minute=sources.settings.calcom_calls_per_minute,
        calls_left=client.calls_left if client else None,
        wait_seconds=await client.wait() if client else 0.0,
        is_resting=client.is_resting if client else False,
    )


def _last_look(report: Report | None, runs: Sequence[Run]) -> tuple[datetime | None, bool | None]:
    """When somebody last read Cal.com, or tried to, and whether it answered."""
    ended = (RunState.DONE, RunState.FAILED)
    looks = [(each.ended_at, each.state is RunState.DONE) for each in runs if each.state in ended]
    looks += [(report.at, report.is_read)] if report else []
    return max(((at, found) for at, found in looks if at), default=(None, None))


async def _tasks(
    sources: HealthSources,
    deliveries: DeliveriesStanding,
    spool: SpoolOut | None,
    pushes: PushesStanding,
    report: Report | None,
) -> list[TaskOut]:
    completeness = await sources.runs.newest_table()
    others = (completeness.completeness or {}).get("others", ()) if completeness else ()
    totals = {
        "entregas_paradas": deliveries.stopped,
        "disco_ilegivel": spool.unreadable if spool else 0,
        "envios_atrasados": pushes.overdue,
        str(Pending.ENVIO_RECUSADO): pushes.refused,
        **{str(code): await sources.standing.pending(code) for code in _FOR_A_PERSON},
        "reservas_sem_par": len(others),
        "configuracao": len(report.faults) if report else 0,
    }
    return [TaskOut(code=code, total=total) for code, total in totals.items() if total]
