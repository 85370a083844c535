"""The API's own description: what every route may answer besides what it tells itself, each error a problem document."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI

from presentation.api.v1.errors import MEDIA_TYPE, title_of

_OURS = "#/components/schemas/Problem"
_FASTAPIS = "#/components/schemas/HTTPValidationError"
_OF_SIGNED_IN = (401, 403, 503)
_OF_BODIES = (400, 413)


def describe_problems(app: FastAPI) -> None:
    """Make `app.openapi` tell every problem, as what it is. A route that raises another names its status alone."""
    plain = app.openapi

    def described() -> dict[str, Any]:
        schema = plain()
        for path in schema["paths"].values():
            for operation in path.values():
                _complete(operation)
        for name in ("HTTPValidationError", "ValidationError"):
            schema["components"]["schemas"].pop(name, None)
        return schema

    app.openapi = described  # type: ignore[method-assign]  # FastAPI's documented way


def _complete(operation: dict[str, Any]) -> None:
    answers = operation["responses"]
    for status in _unsaid(operation):
        answers.setdefault(str(status), {})
    for status, answer in answers.items():
        if status >= "400" and _is_problem(answer):
            answer["description"] = title_of(int(status))
            answer["content"] = {MEDIA_TYPE: {"schema": {"$ref": _OURS}}}


def _unsaid(operation: dict[str, Any]) -> Iterator[int]:
    if operation.get("security"):
        yield from _OF_SIGNED_IN
    if "requestBody" in operation:
        yield from _OF_BODIES


def _is_problem(answer: dict[str, Any]) -> bool:
    """Whatever has no shape of its own."""
    contents = answer.get("content", {}).values()
    return all(each.get("schema", {}).get("$ref") in (_OURS, _FASTAPIS) for each in contents)
