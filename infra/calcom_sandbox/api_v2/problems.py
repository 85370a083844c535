"""Cal.com's error bodies: the usual envelope, and the bare one of errors that escape it (CALCOM.md D5)."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from calcom_sandbox.api_v2.validation import piped_message, plain_errors
from calcom_sandbox.errors import AlreadySignedUp, InvalidAnswers, Refused, SeatsTaken, SlotTaken
from calcom_sandbox.payloads.times import with_millis
from calcom_sandbox.web.parts import running

_NAMES = {
    400: ("BadRequestException", "Bad Request"),
    401: ("UnauthorizedException", "Unauthorized"),
    403: ("ForbiddenException", "Forbidden"),
    404: ("NotFoundException", "Not Found"),
    405: ("NotFoundException", "Not Found"),
    409: ("ConflictException", "Conflict"),
}
_NO_SEAT = "No more seats left at this seated booking."
_BUSY = "User either already has booking at this time or is not available"
_TRPC_BAD_REQUEST = "Bad request: Please check your request data and try again"
_TOO_MANY = "CustomThrottlerGuard - Too many requests. Please try again later."
# Routes whose bodies go through a pipe of their own, which words its errors in one sentence (S-76).
_PIPED = ("/bookings", "/bookings/{uid}/reschedule", "/bookings/{uid}/cancel")


class ApiError(Exception):
    """An error that Cal.com answers in its envelope."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class BareError(ApiError):
    """An error outside the envelope: `{"statusCode", "message"}` (S-69, recorded `booking-cancel-no-body`)."""


class NotPending(Exception):
    """A tRPC error: the envelope without details, with tRPC's words for a bad request."""


def enveloped(request: Request, error: ApiError) -> JSONResponse:
    """The usual envelope."""
    code, words = _NAMES[error.status]
    details = {"message": str(error), "error": words, "statusCode": error.status}
    return _envelope(request, error.status, {"code": code, "message": str(error), "details": details})


def bare(status: int, message: str) -> JSONResponse:
    """The body of an error that escaped the envelope."""
    return JSONResponse({"statusCode": status, "message": message}, status_code=status)


def too_many(request: Request) -> JSONResponse:
    """429, as recorded: no `Retry-After`."""
    error = {"code": "ThrottlerException", "message": _TOO_MANY, "details": _TOO_MANY}
    return _envelope(request, 429, error)


def install(api: FastAPI) -> None:
    """Answer every error as Cal.com does."""
    api.add_exception_handler(ApiError, _api_error)
    api.add_exception_handler(NotPending, _not_pending)
    api.add_exception_handler(Refused, _refused)
    api.add_exception_handler(RequestValidationError, _invalid)
    api.add_exception_handler(HTTPException, _no_route)


def _envelope(request: Request, status: int, error: dict[str, Any]) -> JSONResponse:
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    body = {"status": "error", "timestamp": with_millis(_now(request)), "path": path, "error": error}
    return JSONResponse(body, status_code=status)


def _now(request: Request) -> Any:
    return running(request).now()


async def _api_error(request: Request, error: Exception) -> JSONResponse:
    if isinstance(error, BareError):
        return bare(error.status, str(error))
    return enveloped(request, error if isinstance(error, ApiError) else ApiError(400, str(error)))


async def _not_pending(request: Request, _: Exception) -> JSONResponse:
    return _envelope(request, 400, {"code": "TRPCError", "message": _TRPC_BAD_REQUEST})


async def _refused(request: Request, error: Exception) -> JSONResponse:
    if isinstance(error, SeatsTaken) and running(request).line.is_2026:
        return enveloped(request, ApiError(409, _NO_SEAT))
    if isinstance(error, SeatsTaken | AlreadySignedUp):
        return bare(error.status, error.code)
    if isinstance(error, SlotTaken):
        return enveloped(request, ApiError(400, _BUSY))
    if isinstance(error, InvalidAnswers):
        return bare(400, "responses - " + ", ".join(f"{{{slug}}}invalid" for slug in error.fields))
    status = error.status if isinstance(error, Refused) else 400
    return enveloped(request, ApiError(status, getattr(error, "code", "bad_request")))


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    problems = error.errors() if isinstance(error, RequestValidationError) else []
    if problems[0]["loc"][0] == "body" and request.scope["route"].path in _PIPED:
        return enveloped(request, ApiError(400, piped_message(problems)))
    target = dict(request.query_params) if problems[0]["loc"][0] == "query" else _body(error)
    details = {"errors": plain_errors(problems, target)}
    words = {"code": "BadRequestException", "message": "Bad Request Exception", "details": details}
    return _envelope(request, 400, words)


def _body(error: Exception) -> dict[str, Any]:
    body = getattr(error, "body", None)
    return body if isinstance(body, dict) else {}


async def _no_route(request: Request, _: Exception) -> JSONResponse:
    return enveloped(request, ApiError(404, f"Cannot {request.method} {request.url.path}"))
