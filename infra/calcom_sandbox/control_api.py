"""The control API of API v2's gate and record, and of the clock."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, ConfigDict, PositiveFloat

from calcom_sandbox.api_calls import Call
from calcom_sandbox.gate import ApiFaults, Limits
from calcom_sandbox.web.parts import Box

router = APIRouter(prefix="/sandbox", tags=["control"])


class ClockSetting(BaseModel):
    """Another instant to show, another speed, or both."""

    model_config = ConfigDict(extra="forbid")

    now: AwareDatetime | None = None
    speed: PositiveFloat | None = None


@router.get("/api/faults")
async def api_faults(box: Box) -> ApiFaults:
    """The faults of API v2 in force."""
    return box.gate.faults


@router.put("/api/faults")
async def set_api_faults(box: Box, faults: ApiFaults) -> ApiFaults:
    """Replace all faults of API v2; an empty body switches them off."""
    box.gate.set_faults(faults, box.now())
    return faults


@router.get("/api/limits")
async def limits(box: Box) -> Limits:
    """The rate limit."""
    return box.gate.limits


@router.put("/api/limits")
async def set_limits(box: Box, limits: Limits) -> Limits:
    """Another rate limit; an empty body brings Cal.com's back. Counting begins anew."""
    box.gate.set_limits(limits)
    return limits


@router.get("/api/calls")
async def calls(box: Box) -> list[Call]:
    """The calls of API v2 that asked for a change, oldest first, with what became of each."""
    return box.calls.calls()


@router.get("/clock")
async def clock(box: Box) -> dict[str, Any]:
    """What the sandbox's clock shows."""
    return _shown(box.now(), box.clock.speed)


@router.put("/clock")
async def set_clock(box: Box, setting: ClockSetting) -> dict[str, Any]:
    """Set the clock, change its speed."""
    box.clock.set(setting.now, setting.speed)
    return _shown(box.now(), box.clock.speed)


def _shown(now: datetime, speed: float) -> dict[str, Any]:
    return {"now": now, "speed": speed}
