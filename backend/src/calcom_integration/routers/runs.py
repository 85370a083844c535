"""Reconciliations for the gestor: what they saw and did, the proof of completeness, and a new one on demand."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Query
from pydantic import BaseModel, ConfigDict, Field, model_validator

from application.creation import HEADER, HEADER_MEANS, create_once, creation_of
from application.inputs import Day
from application.page import MAX_PAGE_SIZE
from application.ports import Clock
from calcom_integration.reconcile import asked_for, days
from calcom_integration.run import Drift, DriftKind, Kind, Run, RunState
from calcom_integration.store import RunStore
from domain.errors import Conflict, Invalid, NotFound, StaleWrite
from domain.users import User

_CreationKey = Annotated[UUID | None, Header(alias=HEADER, description=HEADER_MEANS)]
_NO_API = "A API do Cal.com não está configurada: sem ela não há conciliação."
_LONGEST = 400  # days


class _Out(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class TallyOut(_Out):
    """`rows` are bookings as listed; `equal` to `superseded` count rows or seats."""

    pages: int
    rows: int
    equal: int
    created: int
    changed: int
    ignored: int
    superseded: int
    missing_there: int
    missing_here: int
    repaired: int
    left_to_person: int
    overdue_pushes: int


class RunOut(_Out):
    """Instants are UTC. `start` and `end` bound the bookings that were read; `by` is who asked for it: a user's name,
    `relogio`, `serie`, or `linha de comando`."""

    id: str
    kind: Kind
    state: RunState
    by: str
    dry_run: bool
    asked_at: datetime
    due_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    seconds: float | None
    start: datetime | None
    end: datetime | None
    watermark: datetime | None
    is_complete: bool
    tally: TallyOut
    error: str | None


class DriftOut(_Out):
    """`key` is the booking's, told only where no appointment here stands for it: whoever knows it can open the booking."""

    kind: DriftKind
    appointment_id: str | None
    key: str | None
    detail: str | None


class RunDetailOut(RunOut):
    drift: list[DriftOut]


class RunPageOut(BaseModel):
    items: list[RunOut]
    page: int
    page_size: int
    total: int


class RunPageQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    page: int = Field(default=1, ge=1, le=100_000)
    page_size: int = Field(default=20, ge=1, le=MAX_PAGE_SIZE)


class RunIn(BaseModel):
    """`from` and `to`: the days, both included, of a `custom` run; no others take them."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    kind: Kind = Kind.INCREMENTAL
    first: Day | None = Field(default=None, alias="from")
    last: Day | None = Field(default=None, alias="to")

    @model_validator(mode="after")
    def _days_of_a_custom_run(self) -> "RunIn":
        is_custom = self.kind is Kind.CUSTOM
        if ((self.first is None) == is_custom) or ((self.last is None) == is_custom):
            raise ValueError("from e to acompanham kind=custom")
        return self


class DayOut(_Out):
    """Of one local day and event type: bookings that stand at Cal.com, and how many of them are accounted for here."""

    day: date | None
    event_type_id: int | None
    nome_unidade: str | None
    there: int
    here: int


class UnaccountedOut(_Out):
    """A booking of one side that the other does not have so; `key` as in `DriftOut`."""

    why: str
    day: date | None
    event_type_id: int | None
    appointment_id: str | None
    key: str | None


class CompletenessOut(BaseModel):
    """The newest whole reading's; everything is empty where there was none yet. `at` is UTC."""

    run_id: str | None = None
    at: datetime | None = None
    is_complete: bool = False
    there: int = 0
    here: int = 0
    days: list[DayOut] = Field(default_factory=list)
    others: list[UnaccountedOut] = Field(default_factory=list)


def build_runs_router(
    store: RunStore, clock: Clock, zone: str, require_gestor: Any, *, has_api: bool
) -> APIRouter:
    """`/calcom/runs…` and `/calcom/completeness`, for whom `require_gestor`, which gives the user, lets in. Days
    are those of the IANA `zone`."""
    router = APIRouter(prefix="/calcom", tags=["calcom"], dependencies=[require_gestor])

    @router.get("/runs", operation_id="listRuns", summary="Conciliações com o Cal.com")
    async def list_runs(query: Annotated[RunPageQuery, Query()]) -> RunPageOut:
        runs, total = await store.page(query.page, query.page_size)
        return RunPageOut(
            items=list(map(run_out, runs)), page=query.page, page_size=query.page_size, total=total
        )

    @router.get(
        "/runs/{run_id}",
        operation_id="getRun",
        summary="Uma conciliação, com as diferenças",
        responses={404: {}},
    )
    async def get_run(run_id: str) -> RunDetailOut:
        run = await store.get(run_id)
        if run is None:
            raise NotFound("Conciliação não encontrada.")
        return RunDetailOut(**run_out(run).model_dump(), drift=list(map(_drift, run.drift)))

    @router.post(
        "/runs",
        status_code=202,
        operation_id="requestRun",
        summary="Pede uma conciliação agora",
        responses={409: {}, 410: {}},
    )
    async def request_run(
        wanted: RunIn, user: Annotated[User, require_gestor], dry_run: bool = False, key: _CreationKey = None
    ) -> RunOut:
        if not has_api:
            raise Conflict(_NO_API)
        creation = creation_of(key, user.id, wanted.model_dump_json().encode(), b"%d" % dry_run)

        async def attempt() -> Run:
            run = _asked(wanted, user, dry_run, clock.now(), zone)
            if not await store.request(run, creation):
                raise StaleWrite
            return run

        return run_out(await create_once(creation, store.created_by, attempt))

    @router.get("/completeness", operation_id="getCompleteness", summary="Prova de que nada falta")
    async def get_completeness() -> CompletenessOut:
        run = await store.newest_table()
        return _completeness(run) if run and run.completeness else CompletenessOut()

    return router


def _asked(wanted: RunIn, user: User, dry_run: bool, now: datetime, zone: str) -> Run:
    if wanted.first is None or wanted.last is None:
        return asked_for(wanted.kind, user, now, dry_run=dry_run)
    if not 0 <= (wanted.last - wanted.first).days <= _LONGEST:
        raise Invalid({"to": f"Escolha um período de até {_LONGEST} dias que não termine antes de começar."})
    window = days(wanted.first, wanted.last, zone)
    return asked_for(wanted.kind, user, now, window=window, dry_run=dry_run)


def run_out(run: Run) -> RunOut:
    """A run as it is shown, without its lists."""
    told = {name: getattr(run, name) for name in RunOut.model_fields if name not in ("start", "end")}
    return RunOut.model_validate(told | {"start": run.window.start, "end": run.window.end})


def _drift(drift: Drift) -> DriftOut:
    key = None if drift.appointment_id else drift.key
    return DriftOut(kind=drift.kind, appointment_id=drift.appointment_id, key=key, detail=drift.detail)


def _completeness(run: Run) -> CompletenessOut:
    table = run.completeness or {}
    return CompletenessOut(
        run_id=run.id,
        at=run.ended_at,
        is_complete=run.is_complete,
        there=table["there"],
        here=table["here"],
        days=[DayOut.model_validate(each) for each in table["days"]],
        others=list(_others(table["others"])),
    )


def _others(stored: Iterable[dict[str, Any]]) -> Iterable[UnaccountedOut]:
    for each in stored:
        yield UnaccountedOut.model_validate(each | ({"key": None} if each["appointment_id"] else {}))
