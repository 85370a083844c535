"""The door for Cal.com's webhooks: size, signature over the raw bytes, then the inbox (CALCOM.md A7, A8, J)."""

from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel
from structlog.contextvars import bind_contextvars

from application.ports import RateLimiter
from calcom_integration import metrics
from calcom_integration.inbox import Inbox
from calcom_integration.settings import CalComSettings
from calcom_integration.signature import verify
from domain.errors import TooLarge, TooManyRequests, Unauthenticated, Unavailable

MAX_BODY = 1024 * 1024
_HEADER = "x-cal-signature-256"


class ReceiptOut(BaseModel):
    status: str
    delivery_id: str


def build_webhook_router(inbox: Inbox, limiter: RateLimiter, settings: CalComSettings) -> APIRouter:
    """`POST /calcom/webhook`: 200 once stored, 401, 413, 429 for unsigned traffic only, 503 where it cannot be stored."""
    router = APIRouter(tags=["calcom"], route_class=_PlainRoute)
    door = _Door(limiter, settings)

    @router.post(
        "/calcom/webhook",
        operation_id="receiveCalcomWebhook",
        summary="Recebe um webhook do Cal.com",
        response_model=ReceiptOut,
        responses={status: {} for status in (401, 413, 429, 503)},
    )
    async def receive(request: Request) -> Response:
        body = await door.admit(request)
        try:
            receipt = await inbox.receive(body, request.headers)
        except Unavailable:
            metrics.refused("store")
            raise
        # The request's own log line tells which delivery it brought.
        bind_contextvars(delivery_id=receipt.delivery_id, receipt=receipt.status)
        told = ReceiptOut(status=receipt.status, delivery_id=receipt.delivery_id)
        return Response(told.model_dump_json(), media_type="application/json")

    return router


class _PlainRoute(APIRoute):
    """A described route whose endpoint reads the request and makes the answer itself: nothing is resolved or validated."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        return self.endpoint


class _Door:
    def __init__(self, limiter: RateLimiter, settings: CalComSettings) -> None:
        self._limiter, self._secrets = limiter, settings.webhook_secrets
        self._unsigned = settings.calcom_unsigned_per_minute

    async def admit(self, request: Request) -> bytes:
        """The body of a request that Cal.com signed; everybody else is refused, counted, and nothing is kept."""
        signature = request.headers.get(_HEADER)
        if not signature:
            await self._refuse(request)
        body = await _read(request)
        if not verify(body, signature, self._secrets):
            await self._refuse(request)
        return body

    async def _refuse(self, request: Request) -> None:
        address = request.client.host if request.client else "?"
        wait = await self._limiter.hit("webhook_unsigned", address, self._unsigned, timedelta(minutes=1))
        if wait is not None:
            metrics.refused("rate")
            raise TooManyRequests(wait)
        metrics.refused("signature")
        raise Unauthenticated("Assinatura ausente ou inválida.")


async def _read(request: Request) -> bytes:
    """The body, or TooLarge without reading the rest of it."""
    if int(request.headers.get("content-length") or 0) > MAX_BODY:
        metrics.refused("size")
        raise TooLarge
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            metrics.refused("size")
            raise TooLarge
    return bytes(body)
