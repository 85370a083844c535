"""How a refused act is told: JSON to programs, a page to people."""

from http import HTTPStatus

from fastapi import Request
from starlette.responses import JSONResponse, Response

from calcom_sandbox.errors import InvalidAnswers, Refused
from calcom_sandbox.web.parts import page


async def answer_refused(request: Request, error: Exception) -> Response:
    """The error with its own status; the control API also gets the fields that are wrong."""
    if not isinstance(error, Refused):
        raise error
    if not request.url.path.startswith("/sandbox/"):
        # A page that is not there counts as ready, as at Cal.com (EMBED.md).
        failure = None if error.status == HTTPStatus.NOT_FOUND else error.status
        return page(request, "refused", status_code=error.status, failure=failure, text=str(error))
    fields = error.fields if isinstance(error, InvalidAnswers) else {}
    answer = {"code": error.code, "message": str(error), "fields": fields}
    return JSONResponse(answer, status_code=error.status)
