"""One line and one measurement per request, by the route's template: paths and queries hold ids and names."""

import time
from uuid import uuid4

import structlog
from prometheus_client import Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bind_contextvars, clear_contextvars

_UNROUTED = "sem_rota"
_SECONDS = Histogram(
    "http_request_duration_seconds", "Time until the answer begins.", ["method", "route", "status"]
)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_log = structlog.get_logger("access")


class AccessLog:
    """ASGI middleware; also gives the answer its `X-Request-Id`, and binds it to whatever is logged meanwhile. What a route binds
    (structlog's context variables) stands in the request's line as well."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = _Request(scope)
        clear_contextvars()
        bind_contextvars(request_id=request.id)
        try:
            await self._app(scope, receive, request.watching(send))
        finally:
            request.log()


class _Request:
    """One request under way. Without an answer by the end it counts as a 500."""

    def __init__(self, scope: Scope) -> None:
        self.id = uuid4().hex
        self._scope, self._status = scope, 500
        self._begun = time.perf_counter()
        self._seconds: float | None = None

    def watching(self, send: Send) -> Send:
        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._status = message["status"]
                self._seconds = time.perf_counter() - self._begun
                message["headers"] = [*message["headers"], (b"x-request-id", self.id.encode())]
            await send(message)

        return watched

    def log(self) -> None:
        method = self._scope["method"] if self._scope["method"] in _METHODS else "outro"
        route = _template(self._scope)
        seconds = self._seconds if self._seconds is not None else time.perf_counter() - self._begun
        _SECONDS.labels(method, route, str(self._status)).observe(seconds)
        _log.info("request", method=method, route=route, status=self._status, ms=round(seconds * 1000, 1))


def _template(scope: Scope) -> str:
    """The route's whole template: an included router's own `route` lacks the prefix that it was included with."""
    route = scope.get("fastapi", {}).get("effective_route_context") or scope.get("route")
    return getattr(route, "path", None) or _UNROUTED
