"""The integration's health as the gestor sees it. Instants are UTC, lags and waits seconds."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel

from calcom_integration.delivery import State
from calcom_integration.provisioning import Report
from calcom_integration.routers.delivery_hours import Hour, quantile
from calcom_integration.routers.provisioning import FaultOut
from calcom_integration.routers.runs import RunOut

WebhookState = Literal["ativo", "com_defeito", "desconhecido"]


class WebhookOut(BaseModel):
    """By the newest check of Cal.com's side. `faults` are all that it found, of the event types too."""

    state: WebhookState
    checked_at: datetime | None
    faults: list[FaultOut]

    @classmethod
    def of(cls, report: Report | None) -> "WebhookOut":
        """Nothing is known of the webhook where Cal.com was never read, or could not be."""
        if report is None:
            return cls(state="desconhecido", checked_at=None, faults=[])
        faults = [FaultOut.model_validate(each) for each in report.faults]
        is_wrong = any(each.code.startswith(("webhook_", "assinatura_")) for each in faults)
        known: WebhookState = "com_defeito" if is_wrong else "ativo"
        return cls(state=known if report.is_read else "desconhecido", checked_at=report.at, faults=faults)


class SpoolOut(BaseModel):
    """Deliveries on the disk of the process that answers: how many wait for MongoDB, the oldest of them since when, how many
    cannot be read, and whether another could be written."""

    waiting: int
    oldest_at: datetime | None
    unreadable: int
    is_writable: bool


class InboxOut(BaseModel):
    """`states` counts what waits or needs a person; `spool` is null where there is none; the rest is of the last 24 hours."""

    spool: SpoolOut | None
    states: dict[State, int]
    waiting_since: datetime | None
    last_received_at: datetime | None
    received: int
    lag_median: float | None
    lag_p95: float | None


class ApiOut(BaseModel):
    """`is_reachable` is what the newest reconciliation or check found, at `seen_at`; null where neither has looked yet.
    `calls_left` is what Cal.com said at this process's latest call; `is_resting`: its circuit is open."""

    is_configured: bool
    is_reachable: bool | None
    seen_at: datetime | None
    calls_per_minute: int
    calls_left: int | None
    wait_seconds: float
    is_resting: bool


class PushesOut(BaseModel):
    """Appointments with something to be told to Cal.com."""

    waiting: int
    overdue: int
    refused: int


class TaskOut(BaseModel):
    """What waits for a person, and how many of it."""

    code: str
    total: int


class HealthOut(BaseModel):
    """`stalled` names the kinds of work of which some has been due for too long while no worker takes any."""

    at: datetime
    is_worker_alive: bool
    stalled: list[str]
    webhook: WebhookOut
    inbox: InboxOut
    api: ApiOut
    runs: list[RunOut]
    pushes: PushesOut
    mapping_version: int
    event_types: int
    tasks: list[TaskOut]


class HourOut(BaseModel):
    """The deliveries that came in the hour from `start`; lags are of those that ended well."""

    start: datetime
    received: int
    stuck: int
    lag_median: float | None
    lag_p95: float | None

    @classmethod
    def of(cls, hour: Hour) -> "HourOut":
        return cls(
            start=hour.start,
            received=hour.received,
            stuck=hour.stuck,
            lag_median=quantile(hour.lags, 0.5),
            lag_p95=quantile(hour.lags, 0.95),
        )
