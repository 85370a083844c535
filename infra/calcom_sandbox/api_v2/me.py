"""Whose key it is."""

from fastapi import APIRouter

from calcom_sandbox.api_v2.access import Owner
from calcom_sandbox.api_v2.answer import success
from calcom_sandbox.payloads.context import Json
from calcom_sandbox.web.parts import Box

router = APIRouter()


@router.get("/me", dependencies=[Owner])
async def me(box: Box) -> Json:
    """The organiser as a user (CALCOM.md D4)."""
    organiser = box.catalogue.organiser
    more = {"name": organiser.name, "avatarUrl": None, "bio": None} if box.line.is_2026 else {}
    return success(
        {
            "id": organiser.id,
            "email": organiser.email,
            "timeFormat": 24,
            "defaultScheduleId": 1,
            "weekStart": "Sunday",
            "timeZone": organiser.timeZone,
            "username": organiser.username,
            "organizationId": None,
            **more,
        }
    )
