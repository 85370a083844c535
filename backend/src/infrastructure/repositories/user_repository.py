"""The collection `users`."""

from dataclasses import asdict, replace

from pymongo import ASCENDING, IndexModel

from application.creation import Creation, Earlier
from application.known_fields import known_fields
from domain.errors import LastGestor, StaleWrite
from domain.users import Role, User
from infrastructure.mongo import Document, Mongo, Session
from infrastructure.repositories.creations import INDEX, Creations, made_by
from persistence.driver_errors import driver_errors
from persistence.indexes import Declared

_INDEXES = [
    IndexModel([("email", ASCENDING)], unique=True),
    IndexModel([("_id", ASCENDING), ("versao", ASCENDING)]),
    INDEX,
]


class UserRepository:
    """Implements the port Users on MongoDB."""

    collections = (Declared("users", _INDEXES),)

    def __init__(self, mongo: Mongo) -> None:
        self._mongo = mongo
        self._users = mongo.database["users"]
        self._creations = Creations(mongo, self._users)

    async def get(self, user_id: str) -> User | None:
        return await self._one({"_id": user_id})

    async def by_email(self, email: str) -> User | None:
        """The user with that address, in whatever case it is given."""
        return await self._one({"email": email.strip().lower()})

    @driver_errors()
    async def all(self) -> list[User]:
        return [_user(each) async for each in self._users.find()]

    @driver_errors()
    async def created_by(self, key: str) -> Earlier[User] | None:
        return await self._creations.earlier(key, _user)

    @driver_errors()
    async def put(self, user: User, creation: Creation | None = None) -> None:
        """Store it; KeyTaken where another user has the e-mail address."""
        document = _document(user) | made_by(creation)
        await self._users.update_one({"_id": user.id}, {"$set": document}, upsert=True)

    async def change(self, before: User, after: User) -> None:
        """Store `after`. A gestor who goes moves every other one's `versao` on in the same transaction: of two who go at
        once one is refused as stale, and looks again who is left."""
        document = _document(replace(after, versao=before.versao + 1))

        async def body(session: Session) -> None:
            guard = {"_id": before.id, "versao": before.versao}
            result = await self._users.update_one(guard, {"$set": document}, session=session)
            if result.matched_count != 1:
                raise StaleWrite
            if before.manages and not after.manages:
                others = {"role": Role.GESTOR.value, "active": True, "_id": {"$ne": before.id}}
                left = await self._users.update_many(others, {"$inc": {"versao": 1}}, session=session)
                if left.matched_count == 0:
                    raise LastGestor

        await self._mongo.transaction(body)

    @driver_errors()
    async def _one(self, wanted: Document) -> User | None:
        found = await self._users.find_one(wanted)
        return _user(found) if found else None


def _document(user: User) -> Document:
    document = asdict(user) | {"role": user.role.value, "email": user.email.strip().lower()}
    return {"_id": document.pop("id"), **document}


def _user(document: Document) -> User:
    return User(**known_fields(User, document | {"id": document["_id"], "role": Role(document["role"])}))
