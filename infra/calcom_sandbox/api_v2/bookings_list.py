"""`GET /v2/bookings`."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from calcom_sandbox.api_v2 import legacy, shapes
from calcom_sandbox.api_v2.access import Current, Owner
from calcom_sandbox.api_v2.answer import success
from calcom_sandbox.api_v2.listing import ListQuery, found, pagination
from calcom_sandbox.payloads.context import Json
from calcom_sandbox.web.parts import Box

router = APIRouter()


@router.get("/bookings", dependencies=[Owner])
async def bookings(
    request: Request, box: Box, current: Current, query: Annotated[ListQuery, Query()]
) -> Json:
    """The rows of the organiser; without the right version silently those of 2024-04-15 (CALCOM.md D2)."""
    if not current:
        given = {key: int(text) for key, text in request.query_params.items() if text.isdigit()}
        return success(legacy.page(box, given.get("limit"), given.get("cursor", 0)))
    rows = found(box.store.rows(), query, box.now())
    page = rows[query.skip : query.skip + query.take]
    shown = success([shapes.booking(box, row) for row in page])
    return shown | {"pagination": pagination(len(rows), query.take, query.skip)}
