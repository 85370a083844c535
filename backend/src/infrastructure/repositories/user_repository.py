"""The collection `users`."""

from dataclasses import asdict

from pymongo import ASCENDING, IndexModel

from domain.users import Role, User
from infrastructure.mongo import Document, Mongo, create_indexes, driver_errors

_INDEXES = [IndexModel([("email", ASCENDING)], unique=True)]


class UserRepository:
    """Implements the port Users on MongoDB."""

    def __init__(self, mongo: Mongo) -> None:
        self._users = mongo.database["users"]

    async def ensure_indexes(self) -> None:
        await create_indexes(self._users, _INDEXES)

    async def get(self, user_id: str) -> User | None:
        return await self._one({"_id": user_id})

    async def by_email(self, email: str) -> User | None:
        """The user with that address, in whatever case it is given."""
        return await self._one({"email": email.strip().lower()})

    @driver_errors()
    async def put(self, user: User) -> None:
        """Store it; StaleWrite where another user has the e-mail address."""
        document = asdict(user) | {"role": user.role.value, "email": user.email.strip().lower()}
        await self._users.replace_one({"_id": document.pop("id")}, document, upsert=True)

    @driver_errors()
    async def _one(self, wanted: Document) -> User | None:
        found = await self._users.find_one(wanted)
        if found is None:
            return None
        return User(id=found.pop("_id"), **(found | {"role": Role(found["role"])}))
