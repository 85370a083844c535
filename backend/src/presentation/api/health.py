"""Health for whoever runs the service, and its metrics."""

import asyncio
from collections.abc import Mapping

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel

from presentation.api.services import Check

_PATIENCE = 4  # seconds that one part may take to answer


class ReadyOut(BaseModel):
    """`missing` names the parts that do not answer."""

    status: str
    missing: list[str]


def build_health_router(checks: Mapping[str, Check]) -> APIRouter:
    router = APIRouter(tags=["health"])

    @router.get("/health/live", operation_id="live", summary="O processo está vivo")
    async def live() -> dict[str, str]:
        return {"status": "ok"}

    @router.get(
        "/health/ready",
        operation_id="ready",
        summary="As partes de que o serviço precisa respondem",
        responses={503: {"model": ReadyOut, "description": "Falta alguma parte"}},
    )
    async def ready(response: Response) -> ReadyOut:
        answers = await asyncio.gather(*(_answers(check) for check in checks.values()))
        missing = [name for name, answers_now in zip(checks, answers, strict=True) if not answers_now]
        response.status_code = 503 if missing else 200
        return ReadyOut(status="indisponivel" if missing else "ok", missing=missing)

    @router.get("/metrics", include_in_schema=False)
    async def metrics() -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return router


async def _answers(check: Check) -> bool:
    try:
        return await asyncio.wait_for(check(), _PATIENCE)
    except TimeoutError:
        return False
