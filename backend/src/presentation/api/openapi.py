"""The API's own description: every error answer is a problem document, FastAPI's own included."""

from typing import Any

from fastapi import FastAPI

from presentation.api.v1.errors import MEDIA_TYPE

_OURS = "#/components/schemas/Problem"
_FASTAPIS = "#/components/schemas/HTTPValidationError"


def describe_problems(app: FastAPI) -> None:
    """Make `app.openapi` tell problem documents as what they are."""
    plain = app.openapi

    def described() -> dict[str, Any]:
        schema = plain()
        for path in schema["paths"].values():
            for operation in path.values():
                for answer in operation["responses"].values():
                    _correct(answer)
        for name in ("HTTPValidationError", "ValidationError"):
            schema["components"]["schemas"].pop(name, None)
        return schema

    app.openapi = described  # type: ignore[method-assign]  # FastAPI's documented way


def _correct(answer: dict[str, Any]) -> None:
    told = answer.get("content", {}).get("application/json", {}).get("schema", {}).get("$ref")
    if told in (_OURS, _FASTAPIS):
        answer["content"] = {MEDIA_TYPE: {"schema": {"$ref": _OURS}}}
