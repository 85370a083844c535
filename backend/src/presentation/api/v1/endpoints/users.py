"""The clinic's users, for the gestor."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from application.creation import creation_of
from application.page import MAX_PAGE_SIZE
from application.services.user_service import UserService
from domain.users import Role, User
from presentation.api.v1.dependencies import Access, CreationKey
from presentation.api.v1.errors import problems
from presentation.api.v1.schemas.small_lists import PageOut
from presentation.api.v1.schemas.users import StaffUserOut, UserChanges, UserIn


class UserQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    page: int = Field(default=1, ge=1, le=10_000)
    page_size: int = Field(default=100, ge=1, le=MAX_PAGE_SIZE)


def build_users_router(users: UserService, access: Access) -> APIRouter:
    allowed = access.require_role(Role.GESTOR)
    Manager = Annotated[User, allowed]
    router = APIRouter(prefix="/users", tags=["users"], dependencies=[allowed])

    @router.get(
        "", operation_id="listUsers", summary="Lista usuários", responses=problems(401, 403, 422, 503)
    )
    async def list_users(query: Annotated[UserQuery, Query()]) -> PageOut[StaffUserOut]:
        found = await users.page(query.page, query.page_size)
        items = [StaffUserOut.model_validate(user) for user in found.items]
        return PageOut(items=items, page=found.page, page_size=found.page_size, total=found.total)

    @router.post(
        "",
        operation_id="createUser",
        summary="Cria um usuário",
        status_code=201,
        responses=problems(401, 403, 409, 410, 422, 503),
    )
    async def create_user(given: UserIn, by: Manager, key: CreationKey = None) -> StaffUserOut:
        creation = creation_of(key, by.id, given.model_dump_json().encode())
        user = await users.create(given.name, given.email, given.role, given.password, creation)
        return StaffUserOut.model_validate(user)

    @router.patch(
        "/{user_id}",
        operation_id="updateUser",
        summary="Muda um usuário: só os campos dados",
        responses=problems(401, 403, 404, 409, 422, 503),
    )
    async def change_user(user_id: str, given: UserChanges) -> StaffUserOut:
        return StaffUserOut.model_validate(await users.change(user_id, given.model_dump(exclude_unset=True)))

    return router
