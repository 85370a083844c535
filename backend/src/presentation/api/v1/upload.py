"""One uploaded file, read within bounds and only once the caller was let in (FastAPI's own form parameters are parsed
before any dependency, whatever their size)."""

from collections.abc import AsyncGenerator
from typing import Any

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from domain.errors import Invalid, TooLarge
from domain.text import NAME, bounded

FIELD = "arquivo"
_ENVELOPE = 64 * 1024  # bytes that the form's own lines may take
# The request body as the API's description tells it.
BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": [FIELD],
                    "properties": {FIELD: {"type": "string", "format": "binary"}},
                }
            }
        },
    }
}


async def uploaded(request: Request, longest: int) -> tuple[str, bytes]:
    """The name and the content of the form's file. Raises Invalid where there is none; TooLarge above `longest` bytes."""
    body = _bounded(request, longest + _ENVELOPE)
    if not request.headers.get("Content-Type", "").startswith("multipart/form-data"):
        raise Invalid({FIELD: "Envie um arquivo."})
    try:
        form = await MultiPartParser(request.headers, body, max_files=1, max_fields=10).parse()
    except MultiPartException:
        raise Invalid({FIELD: "Envie um arquivo."}) from None
    try:
        file = form.get(FIELD)
        if not isinstance(file, UploadFile):
            raise Invalid({FIELD: "Envie um arquivo."})
        content = await file.read()
    finally:
        await form.close()
    if len(content) > longest:
        raise TooLarge("O arquivo é grande demais (no máximo 10 MiB).")
    return bounded(file.filename or "", NAME) or FIELD, content


async def _bounded(request: Request, longest: int) -> AsyncGenerator[bytes, None]:
    read = 0
    async for chunk in request.stream():
        read += len(chunk)
        if read > longest:
            raise TooLarge("O arquivo é grande demais (no máximo 10 MiB).")
        yield chunk
