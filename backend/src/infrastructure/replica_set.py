"""A MongoDB server that runs beside us: a replica set with a primary."""

from typing import Any

from pymongo import MongoClient
from pymongo.errors import PyMongoError

REPLICA_SET = "rs0"


def has_primary(url: str, timeout_seconds: float) -> bool:
    """Whether the server at `url` accepts writes now; a fresh `mongod --replSet rs0` is made a set of one.

    `url` must be a direct connection to one server. No answer within the timeout is False.
    """
    client = _client(url, timeout_seconds)
    try:
        hello = client.admin.command("hello")
        if hello.get("isreplicaset") and "setName" not in hello:
            _initiate(client)
        return bool(hello.get("isWritablePrimary"))
    except PyMongoError:
        return False
    finally:
        client.close()


def _client(url: str, timeout_seconds: float) -> MongoClient[dict[str, Any]]:
    milliseconds = int(timeout_seconds * 1000)
    return MongoClient(
        url,
        serverSelectionTimeoutMS=milliseconds,
        connectTimeoutMS=milliseconds,
        socketTimeoutMS=milliseconds,
    )


def _initiate(client: MongoClient[dict[str, Any]]) -> None:
    """A set whose only member is the connected server, by the address that we reach it at."""
    host, port = client.address or ("127.0.0.1", 27017)
    member = {"_id": 0, "host": f"{host}:{port}"}
    client.admin.command("replSetInitiate", {"_id": REPLICA_SET, "members": [member]})
