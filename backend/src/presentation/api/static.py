"""The built pages. A path that is no file is a page of the application, which its own router knows."""

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse, Response
from starlette.exceptions import HTTPException

_INDEX = "index.html"
_HASHED = "assets"
_FOR_EVER = "public, max-age=31536000, immutable"
_NOT_PAGES = ("api/", "health/", "docs", "metrics", "openapi.json")


def build_static_router(folder: Path) -> APIRouter:
    """Serve `folder`; to be added after every other route."""
    root = folder.resolve()
    router = APIRouter(include_in_schema=False)

    @router.get("/{path:path}")
    async def page(path: str) -> Response:
        if path.startswith(_NOT_PAGES):
            raise HTTPException(404)
        file = (root / path).resolve()
        if file.is_relative_to(root) and file.is_file() and file.name != _INDEX:
            is_hashed = file.relative_to(root).parts[0] == _HASHED
            return FileResponse(file, headers={"Cache-Control": _FOR_EVER if is_hashed else "no-cache"})
        if path.startswith(_HASHED + "/"):
            raise HTTPException(404)
        return FileResponse(root / _INDEX, headers={"Cache-Control": "no-cache"})

    return router
