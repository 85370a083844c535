"""Cal.com's webhook and event types for the gestor: what is wrong, and the button that repairs it."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, StrictBool

from calcom_integration.provisioning import Provisioning, Report
from calcom_integration.routers.far_side import calcom_as_problems


class FaultOut(BaseModel):
    """`text` is for staff; `is_repairable` is what the button settles."""

    model_config = ConfigDict(from_attributes=True)

    code: str
    text: str
    is_repairable: bool


class ProvisioningOut(BaseModel):
    """`changes` are those wanted, or those made where `is_done`. `at` is UTC."""

    model_config = ConfigDict(from_attributes=True)

    at: datetime
    changes: list[str]
    faults: list[FaultOut]
    is_done: bool


class SetupIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    dry_run: StrictBool = False


_ANSWERS: dict[int | str, dict[str, Any]] = {409: {}, 502: {}}


def build_provisioning_router(provisioning: Provisioning, require_gestor: Any) -> APIRouter:
    """`/calcom/provisioning`: 409 where no API is configured, 502 where Cal.com refuses, 503 where it is away."""
    router = APIRouter(prefix="/calcom/provisioning", tags=["calcom"], dependencies=[require_gestor])

    @router.get(
        "",
        operation_id="checkProvisioning",
        summary="Confere webhook e tipos de evento do Cal.com",
        responses=_ANSWERS,
    )
    async def check() -> ProvisioningOut:
        with calcom_as_problems():
            return _out(await provisioning.check(), is_done=False)

    @router.post(
        "",
        operation_id="setUpProvisioning",
        summary="Cria ou corrige webhook e tipos de evento",
        responses=_ANSWERS,
    )
    async def set_up(wanted: SetupIn) -> ProvisioningOut:
        with calcom_as_problems():
            report = await (provisioning.check(keep=False) if wanted.dry_run else provisioning.setup())
        return _out(report, is_done=not wanted.dry_run)

    return router


def _out(report: Report, *, is_done: bool) -> ProvisioningOut:
    faults = [FaultOut.model_validate(fault) for fault in report.faults]
    return ProvisioningOut(at=report.at, changes=list(report.changes), faults=faults, is_done=is_done)
