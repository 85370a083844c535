"""Cal.com's embed: its published script, and the `/embed` addresses of the pages that the widget frames (EMBED.md)."""

from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

MISSING = (
    "Cal.com's embed script is not installed: `npm install` in frontend/ brings it, "
    "--embed-script or CALCOM_SANDBOX_EMBED_SCRIPT says where it is."
)
_SUFFIX = "/embed"

router = APIRouter(include_in_schema=False)


class EmbedAddresses:
    """ASGI middleware: `{page}/embed` is the page itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope.get("path", "")
        if scope["type"] == "http" and path.endswith(_SUFFIX):
            page = path.removesuffix(_SUFFIX)
            scope = {**scope, "path": page, "raw_path": page.encode()}
        await self._app(scope, receive, send)


@router.get("/embed/embed.js")
async def script(request: Request) -> Response:
    """The published script, unchanged; 503 in words where it is not installed."""
    path: Path | None = request.app.state.embed_script
    if not is_installed(path):
        return PlainTextResponse(MISSING, status_code=503)
    headers = {"Cross-Origin-Resource-Policy": "cross-origin", "Cache-Control": "no-cache"}
    return FileResponse(str(path), media_type="text/javascript", headers=headers)


def is_installed(path: Path | None) -> bool:
    """Whether the script is there to be served."""
    return path is not None and path.is_file()
