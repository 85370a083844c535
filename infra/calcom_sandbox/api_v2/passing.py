"""What every request passes before its route: faults, the key, the rate limit; and the headers it leaves with."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import uuid4

from fastapi import Request
from starlette.responses import Response

from calcom_sandbox.api_calls import Call, body_of
from calcom_sandbox.api_v2 import problems
from calcom_sandbox.gate import Fault, Visit
from calcom_sandbox.sandbox import Sandbox
from calcom_sandbox.web.parts import running

Route = Callable[[Request], Awaitable[Response]]
_SERVER_ERROR = "Internal server error"
_READING = ("GET", "HEAD", "OPTIONS")
_WRONG_KEY = "CustomThrottlerGuard - Invalid API Key"


async def passing(request: Request, route: Route) -> Response:
    """Middleware: a wrong key is refused even on public routes (CALCOM.md D1), before anything is counted."""
    box = running(request)
    key = bearer(request)
    if key is not None and not opens(box, key):
        answer: Response = problems.enveloped(request, problems.ApiError(401, _WRONG_KEY))
    else:
        visit = box.gate.visit(key or (request.client.host if request.client else ""), box.now())
        answer = await _answer(request, route, box, visit)
        _limit_headers(answer, box, visit)
    answer.headers["Content-Type"] = "application/json; charset=utf-8"
    answer.headers["X-Request-Id"] = str(uuid4())
    return answer


def bearer(request: Request) -> str | None:
    """The credential of a request; None where there is none."""
    header = request.headers.get("authorization")
    return None if header is None else header.removeprefix("Bearer ").strip()


def opens(box: Sandbox, key: str) -> bool:
    """Whether this is the one key."""
    return bool(box.gate.api_key) and key == box.gate.api_key


async def _answer(request: Request, route: Route, box: Sandbox, visit: Visit) -> Response:
    at, delay = box.now(), box.gate.delay(box.now())
    fault = box.gate.fault(at) if visit.allowed else "refuse"
    body = b"" if request.method in _READING else await request.body()
    done = await route(request) if fault in (None, "lose") else None
    answer = _told(request, fault, done)
    if request.method not in _READING:
        status = done.status_code if done else None
        box.calls.add(Call(at, request.method, request.url.path, body_of(body), status, answer.status_code))
    if delay and visit.allowed:
        await asyncio.sleep(delay)
    return answer


def _told(request: Request, fault: Fault | None, done: Response | None) -> Response:
    if fault == "refuse":
        return problems.too_many(request)
    return done if done and fault is None else problems.bare(500, _SERVER_ERROR)


def _limit_headers(answer: Response, box: Sandbox, visit: Visit) -> None:
    answer.headers["X-RateLimit-Limit-Default"] = str(box.gate.limits.limit)
    answer.headers["X-RateLimit-Remaining-Default"] = str(visit.remaining)
    answer.headers["X-RateLimit-Reset-Default"] = str(visit.reset)
