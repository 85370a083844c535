"""The collection `refresh_tokens`: hashes only; MongoDB deletes what has expired."""

from dataclasses import asdict

from pymongo import ASCENDING, IndexModel

from application.ports import RefreshToken
from infrastructure.mongo import Mongo
from persistence.driver_errors import driver_errors
from persistence.indexes import Declared

_INDEXES = [
    IndexModel([("_id", ASCENDING), ("spent", ASCENDING)]),
    IndexModel([("family", ASCENDING)]),
    IndexModel([("expires_at", ASCENDING)], expireAfterSeconds=0),
]


class RefreshTokenRepository:
    """Implements the port RefreshTokens on MongoDB."""

    collections = (Declared("refresh_tokens", _INDEXES),)

    def __init__(self, mongo: Mongo) -> None:
        self._tokens = mongo.database["refresh_tokens"]

    @driver_errors()
    async def add(self, token: RefreshToken) -> None:
        document = asdict(token)
        await self._tokens.insert_one({"_id": document.pop("digest"), **document, "spent": False})

    @driver_errors()
    async def get(self, digest: str) -> RefreshToken | None:
        found = await self._tokens.find_one({"_id": digest})
        if found is None:
            return None
        names = ("_id", "family", "user_id", "session_epoch", "expires_at")
        return RefreshToken(*(found[name] for name in names))

    @driver_errors()
    async def spend(self, digest: str) -> bool:
        """Whether this call, and no earlier one, spent the token."""
        result = await self._tokens.update_one({"_id": digest, "spent": False}, {"$set": {"spent": True}})
        return result.modified_count == 1

    @driver_errors()
    async def revoke(self, family: str) -> None:
        await self._tokens.delete_many({"family": family})

    @driver_errors()
    async def has(self, family: str) -> bool:
        return await self._tokens.find_one({"family": family}, {"_id": True}) is not None
