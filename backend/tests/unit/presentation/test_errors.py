"""Problem documents of the domain's errors."""

from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from domain.errors import (
    Conflict,
    DomainError,
    Forbidden,
    Invalid,
    KeyTaken,
    Moved,
    NotFound,
    StaleWrite,
    TooManyRequests,
    Unavailable,
)
from presentation.api.v1.errors import install_errors
from presentation.api.v1.validation_words import in_portuguese


async def answer_to(error: DomainError) -> httpx.Response:
    app = FastAPI()
    install_errors(app)

    @app.get("/coisas/{appointment_id}/partes")
    async def fails() -> None:
        raise error

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://x") as client:
        return await client.get("/coisas/velho/partes")


@pytest.mark.parametrize("error", [NotFound(), Conflict(), Forbidden(), Unavailable(), Conflict("Já mudou.")])
async def test_a_rule_that_said_no(error: DomainError) -> None:
    answer = await answer_to(error)
    assert answer.status_code == error.status
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert (body["status"], body["code"], body["detail"]) == (error.status, error.code, error.detail)
    assert body["type"] == "about:blank"
    assert body["title"]


async def test_fields_to_correct() -> None:
    answer = await answer_to(Invalid({"cpf": "Os dígitos não conferem."}))
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"field": "cpf", "detail": "Os dígitos não conferem."}]


async def test_too_many() -> None:
    assert (await answer_to(TooManyRequests(42))).headers["retry-after"] == "42"


@pytest.mark.parametrize("error", [Unavailable(), StaleWrite(), KeyTaken()])
async def test_what_passes_by_itself_may_be_tried_again_soon(error: DomainError) -> None:
    """A lost race that nobody redid is no fault of ours either."""
    answer = await answer_to(error)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")


async def test_moved_keeps_the_rest_of_the_path() -> None:
    assert (await answer_to(Moved("novo"))).headers["location"] == "/coisas/novo/partes"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ({"type": "missing"}, "Obrigatório."),
        ({"type": "less_than_equal", "ctx": {"le": 100}}, "Deve ser no máximo 100."),
        ({"type": "enum", "ctx": {"expected": "'a' or 'b'"}}, "Deve ser um destes: 'a' ou 'b'."),
        ({"type": "de_outro_mundo", "ctx": {"error": "secret"}}, "Valor inválido."),
        ({"type": "less_than_equal"}, "Valor inválido."),
    ],
)
def test_findings_in_portuguese(error: dict[str, Any], words: str) -> None:
    assert in_portuguese(error) == words
