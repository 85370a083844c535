"""The API process: `python -m entrypoints.api`, or uvicorn with the factory `entrypoints.api:create_app`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from fastapi import FastAPI

from entrypoints import heap, logs
from entrypoints.bootstrap import build_house, build_services
from entrypoints.settings import Settings
from infrastructure.change_stream import StreamFeed
from infrastructure.redis import PATIENCE
from presentation.api.app import create_app as create_http_app

# Seconds for which an idle connection stays open: longer than a proxy keeps one (Caddy 120, nginx and AWS 60). Whoever closes
# first must be the proxy, for a POST that meets a connection just closed is not sent again: the sender gets a 502.
KEPT_ALIVE = 180


def create_app(settings: Settings | None = None, redis_patience: float = PATIENCE) -> FastAPI:
    """The whole HTTP application (`redis_patience`: see `build_core`). Raises UnfitSettings in production."""
    house = build_house(settings, redis_patience)
    feed = StreamFeed(house.core.settings.redis_url.get_secret_value())
    services, access = build_services(house, feed)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with house.prepared(), house.measuring(), house.serving():
            yield
        await feed.close()
        await house.close()

    routers = [router for room in house.rooms for router in room.routers(access)]
    return create_http_app(services, access, routers, lifespan)


def main() -> None:
    settings = Settings()
    logs.configure(settings.log_level)
    app = create_app(settings)
    heap.settle()
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        access_log=False,  # ours says the route's template only
        log_config=None,
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        server_header=False,
        timeout_keep_alive=KEPT_ALIVE,
        timeout_graceful_shutdown=10,
    )


if __name__ == "__main__":
    main()
