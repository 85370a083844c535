"""Every error as a problem document (RFC 9457), in Portuguese, without personal data or internals."""

import traceback
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from domain.errors import (
    Absorbed,
    DomainError,
    Invalid,
    Moved,
    Outdated,
    Overtaken,
    TooLarge,
    TooManyRequests,
    Unavailable,
)
from presentation.api.v1.validation_words import in_portuguese

MEDIA_TYPE = "application/problem+json"
_TITLES = {
    308: "Movido",
    400: "Requisição inválida",
    401: "Não autenticado",
    403: "Sem permissão",
    404: "Não encontrado",
    405: "Método não permitido",
    409: "Conflito",
    410: "Excluído",
    413: "Conteúdo grande demais",
    415: "Tipo de conteúdo não aceito",
    422: "Dados inválidos",
    429: "Muitas tentativas",
    500: "Erro interno",
    502: "Recusado por outro serviço",
    503: "Indisponível",
}
_DETAILS = {
    404: "Não há nada neste endereço.",
    405: "Este endereço não aceita este método.",
    413: TooLarge.detail,
    500: "Algo falhou do nosso lado; a equipe foi avisada.",
}
_CODES = {404: "nao_encontrado", 405: "metodo_nao_permitido", 413: TooLarge.code, 500: "erro_interno"}
# Seconds: what passes by itself, an election say, seldom takes longer.
_RETRY_AFTER = 5
_log = structlog.get_logger()


class FieldProblem(BaseModel):
    """`field` is the path of the field, its parts joined by dots."""

    field: str
    detail: str


class Problem(BaseModel):
    """RFC 9457. `code` is stable, for programs; `detail` is for people. `incorporado` names the `survivor_id`;
    `versao_antiga` tells the `current` record and the names of its fields `changed` since."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    errors: list[FieldProblem] | None = None
    survivor_id: str | None = None
    changed: list[str] | None = None
    current: dict[str, Any] | None = None


class WithRecord(Exception):
    """`error`, to be answered with the record as this viewer may see it."""

    def __init__(self, error: DomainError, record: BaseModel) -> None:
        super().__init__()
        self.error, self.record = error, record


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route that may answer with these problems."""
    return {status: {"model": Problem, "description": _TITLES[status]} for status in statuses}


def title_of(status: int) -> str:
    """What a status means, in Portuguese."""
    return _TITLES.get(status) or HTTPStatus(status).phrase


def install_errors(app: FastAPI) -> None:
    """Turn everything that a route may raise into a problem document."""
    app.add_exception_handler(DomainError, _domain_error)
    app.add_exception_handler(WithRecord, _error_with_record)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_middleware(UnknownErrors)


def _answer(
    status: int,
    detail: str,
    code: str,
    headers: Mapping[str, str] | None = None,
    **members: Any,
) -> Response:
    problem = Problem(title=title_of(status), status=status, detail=detail, code=code, **members)
    body = {name: value for name, value in problem.model_dump().items() if value is not None}
    return JSONResponse(body, status, media_type=MEDIA_TYPE, headers=dict(headers or {}))


async def _error_with_record(request: Request, error: Exception) -> Response:
    assert isinstance(error, WithRecord)  # noqa: S101 - as registered
    return await _domain_error(request, error.error, error.record.model_dump(mode="json"))


async def _domain_error(
    request: Request, error: Exception, current: dict[str, Any] | None = None
) -> Response:
    assert isinstance(error, DomainError)  # noqa: S101 - as registered
    headers: dict[str, str] = {}
    members: dict[str, Any] = {"current": current}
    if isinstance(error, Invalid):
        members["errors"] = [FieldProblem(field=name, detail=text) for name, text in error.errors.items()]
    if isinstance(error, Outdated):
        members["changed"] = error.changed
    if isinstance(error, Overtaken):
        members["current"] = error.current
    if isinstance(error, Absorbed | Moved):
        members["survivor_id"] = error.survivor_id
    if isinstance(error, TooManyRequests):
        headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, Unavailable):
        headers["Retry-After"] = str(_RETRY_AFTER)
    if isinstance(error, Moved):
        headers["Location"] = _moved_path(request, error.survivor_id)
    if error.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    return _answer(error.status, error.detail, error.code, headers, **members)


def _moved_path(request: Request, survivor_id: str) -> str:
    """The asked path with the survivor in the place of what it absorbed: the path's one parameter."""
    absorbed_id = str(next(iter(request.path_params.values())))
    return request.url.path.replace(absorbed_id, survivor_id)


async def _validation_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - as registered
    errors = [FieldProblem(field=_field(each["loc"]), detail=in_portuguese(each)) for each in error.errors()]
    return _answer(Invalid.status, Invalid.detail, Invalid.code, errors=errors)


def _field(location: tuple[str | int, ...]) -> str:
    """The path without where it was (`query`, `body`, …)."""
    return ".".join(str(part) for part in location[1:]) or str(location[0])


async def _http_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - as registered
    status = error.status_code
    detail = _DETAILS.get(status, "A requisição não pôde ser atendida.")
    return _answer(status, detail, _CODES.get(status, "requisicao"), headers=error.headers)


class UnknownErrors:
    """ASGI middleware: a fault of ours is a 500 without internals. Logged by kind and place: its text may hold anything."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:
            if scope["type"] != "http":
                raise
            places = [f"{each.filename}:{each.lineno}" for each in traceback.extract_tb(error.__traceback__)]
            _log.error("unhandled_error", kind=type(error).__name__, places=places)
            if not begun:
                await _answer(500, _DETAILS[500], _CODES[500])(scope, receive, send)
