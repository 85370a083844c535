"""What the webhook's door is held against: the least that signs for a delivery durably, on the same server and databases.

`python -m bench.bare` reads MONGODB_URL, DATABASE_NAME, REDIS_URL, CALCOM_WEBHOOK_SECRET and PORT."""

import hashlib
import hmac
import os
from datetime import UTC, datetime
from uuid import uuid4

import uvicorn
from arq.connections import ArqRedis
from fastapi import FastAPI, HTTPException, Request
from redis.asyncio import ConnectionPool

from entrypoints.stack.ports import HOST
from infrastructure.mongo import Mongo

QUEUE = "arq:bench"  # nobody works at it


def create_app() -> FastAPI:
    """One route: HMAC over the raw body, one insert, one job."""
    environ = os.environ
    deliveries = Mongo(environ["MONGODB_URL"], environ["DATABASE_NAME"]).database["bench_deliveries"]
    queue = ArqRedis(ConnectionPool.from_url(environ["REDIS_URL"]), default_queue_name=QUEUE)
    secret = environ["CALCOM_WEBHOOK_SECRET"].encode()
    app = FastAPI(openapi_url=None)

    @app.post("/deliveries")
    async def receive(request: Request) -> dict[str, str]:
        body = await request.body()
        signature = hmac.new(secret, body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(signature, request.headers.get("x-cal-signature-256", "")):
            raise HTTPException(401)
        delivery_id = str(uuid4())
        await deliveries.insert_one({"_id": delivery_id, "body": body, "received_at": datetime.now(UTC)})
        await queue.enqueue_job("process", delivery_id, _job_id=delivery_id)
        return {"status": "accepted", "delivery_id": delivery_id}

    @app.get("/alive")
    def alive() -> None:
        """Whether it answers."""

    return app


def main() -> None:
    """Served as the product is."""
    uvicorn.run(
        create_app(),
        host=HOST,
        port=int(os.environ["PORT"]),
        access_log=False,
        log_config=None,
        server_header=False,
    )


if __name__ == "__main__":
    main()
