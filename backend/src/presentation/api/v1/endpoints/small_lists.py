"""The small lists: five routes for each, all of one shape. Everybody reads, because appointments show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

from fastapi import APIRouter, Query
from pydantic import BaseModel

from application.creation import creation_of
from application.services.small_list_service import SmallListService
from application.services.small_lists import SmallLists
from domain.small_lists import Car, Collector, Driver, ListedTag, LogisticsPackage, SmallListItem, Unit
from domain.users import Role, User
from presentation.api.v1.dependencies import Access, CreationKey
from presentation.api.v1.errors import problems
from presentation.api.v1.schemas import small_lists as schemas

Item = TypeVar("Item", bound=SmallListItem)
_FLEET = (Role.GESTOR, Role.LOGISTICA)


@dataclass(frozen=True, slots=True)
class _List(Generic[Item]):
    """`name` is one item's, for operation ids; `words` are the list's, for people; `writers` may change it."""

    path: str
    name: str
    words: str
    service: SmallListService[Item]
    item: type[Item]
    given: type[BaseModel]
    writers: tuple[Role, ...] = (Role.GESTOR,)


def build_small_list_routers(lists: SmallLists, access: Access) -> Iterable[APIRouter]:
    """Logística writes what it assigns; the rest is the gestor's."""
    every: list[_List[Any]] = [
        _List("/units", "Unit", "unidades", lists.units, Unit, schemas.UnitIn),
        _List("/tags", "Tag", "etiquetas", lists.tags, ListedTag, schemas.TagIn),
        _List("/drivers", "Driver", "motoristas", lists.drivers, Driver, schemas.DriverIn, _FLEET),
        _List(
            "/collectors", "Collector", "coletoras", lists.collectors, Collector, schemas.CollectorIn, _FLEET
        ),
        _List("/cars", "Car", "carros", lists.cars, Car, schemas.CarIn, _FLEET),
        _List(
            *("/logistics-packages", "LogisticsPackage", "pacotes de logística", lists.packages),
            *(LogisticsPackage, schemas.LogisticsPackageIn, _FLEET),
        ),
    ]
    return [_router(each, access) for each in every]


def _router(told: _List[Item], access: Access) -> APIRouter:
    router = APIRouter(prefix=told.path, tags=[told.path.removeprefix("/")])
    reads, writes = [access.require_role()], [access.require_role(*told.writers)]
    Given, Changes, Shown = told.given, schemas.changes_of(told.given), schemas.shown(told.item)

    @router.get(
        "",
        operation_id=f"list{told.name}s",
        summary=f"Lista {told.words}",
        dependencies=reads,
        response_model=schemas.PageOut[Shown],  # type: ignore[valid-type]  # the list's own, known when it is built
        responses=problems(401, 422, 503),
    )
    async def list_items(query: Annotated[schemas.SmallListQuery, Query()]) -> Any:
        return await told.service.page(query.active, query.page, query.page_size)

    @router.post(
        "",
        operation_id=f"create{told.name}",
        summary=f"Acrescenta a {told.words}",
        status_code=201,
        response_model=Shown,
        responses=problems(401, 403, 409, 410, 422, 503),
    )
    async def create_item(
        given: Given,  # type: ignore[valid-type]  # likewise
        user: Annotated[User, writes[0]],
        key: CreationKey = None,
    ) -> Any:
        item: BaseModel = given
        creation = creation_of(key, user.id, item.model_dump_json().encode())
        return await told.service.create(item.model_dump(), creation)

    @router.patch(
        "/{item_id}",
        operation_id=f"update{told.name}",
        summary=f"Muda {told.words}: só os campos dados",
        dependencies=writes,
        response_model=Shown,
        responses=problems(401, 403, 404, 409, 422, 503),
    )
    async def change_item(item_id: str, given: Changes) -> Any:  # type: ignore[valid-type]  # likewise
        changes = given.model_dump(exclude_unset=True)  # type: ignore[attr-defined]  # likewise
        return await told.service.change(item_id, changes)

    @router.delete(
        "/{item_id}",
        operation_id=f"delete{told.name}",
        summary=f"Exclui de {told.words} o que nunca foi usado",
        status_code=204,
        dependencies=writes,
        responses=problems(401, 403, 404, 409, 503),
    )
    async def delete_item(item_id: str) -> None:
        await told.service.delete(item_id)

    return router
