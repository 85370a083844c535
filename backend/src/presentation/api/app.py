"""The HTTP application, put together."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, FastAPI

from application.services.import_service import MAX_BYTES
from presentation.api.access_log import AccessLog
from presentation.api.body_limit import BodyLimit
from presentation.api.health import build_health_router
from presentation.api.openapi import describe_problems
from presentation.api.security_headers import SecurityHeaders
from presentation.api.services import Services
from presentation.api.static import build_static_router
from presentation.api.v1.dependencies import Access
from presentation.api.v1.errors import install_errors
from presentation.api.v1.router import build_routers

API = "/api/v1"


def create_app(
    services: Services, access: Access, extra_routers: Sequence[APIRouter] = (), lifespan: Any = None
) -> FastAPI:
    """The application over parts that are built already. `extra_routers` go below /api/v1 as well; `lifespan` is
    Starlette's: what to do before the first and after the last request."""
    app = FastAPI(
        title="Coleta", version="1", lifespan=lifespan, docs_url=None, redoc_url=None, redirect_slashes=False
    )
    install_errors(app)
    describe_problems(app)
    app.include_router(build_health_router(services.checks))
    # Those of outside systems first: routes are tried in turn, and a webhook's is asked for most.
    for router in (*extra_routers, *build_routers(services, access)):
        app.include_router(router, prefix=API)
    if services.frontend and (services.frontend / "index.html").is_file():
        app.include_router(build_static_router(services.frontend))
    app.add_middleware(BodyLimit, longer={f"{API}/appointments/imports": 2 * MAX_BYTES})
    app.add_middleware(SecurityHeaders, booking_origin=services.booking_origin)
    app.add_middleware(AccessLog)
    return app
