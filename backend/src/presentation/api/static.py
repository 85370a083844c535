"""The built pages. A path that is no file is a page of the application, which its own router knows."""

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse, Response
from starlette.convertors import PathConvertor, register_url_convertor
from starlette.exceptions import HTTPException

_INDEX = "index.html"
_VIEWER = "viewer/index.html"  # of the API's description, /openapi.json
_HASHED = "assets"
_FOR_EVER = "public, max-age=31536000, immutable"


class _PageConvertor(PathConvertor):
    """Every path but the other routes': there a wrong method is 405, and what is not there 404."""

    regex = r"(?!api/|health/|docs|metrics|openapi\.json).*"


register_url_convertor("page", _PageConvertor())


def _file(root: Path, path: str) -> Path | None:
    """The file below `root`, None where there is none: nor one that no disk has a name for (NUL, 300 letters)."""
    try:
        file = (root / path).resolve()
        return file if file.is_relative_to(root) and file.is_file() else None
    except (OSError, ValueError):
        return None


def build_static_router(folder: Path) -> APIRouter:
    """Serve `folder`; to be added after every other route."""
    root = folder.resolve()
    router = APIRouter(include_in_schema=False)

    @router.get("/docs")
    async def viewer() -> Response:
        return FileResponse(root / _VIEWER, headers={"Cache-Control": "no-cache"})

    @router.get("/{path:page}")
    async def page(path: str) -> Response:
        file = _file(root, path)
        if file is not None and file.name != _INDEX:
            is_hashed = file.relative_to(root).parts[0] == _HASHED
            return FileResponse(file, headers={"Cache-Control": _FOR_EVER if is_hashed else "no-cache"})
        if path.startswith(_HASHED + "/"):
            raise HTTPException(404)
        return FileResponse(root / _INDEX, headers={"Cache-Control": "no-cache"})

    return router
