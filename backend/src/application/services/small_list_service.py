"""Keeping one of the clinic's small lists: the same for each of them."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any, Generic, TypeVar
from uuid import uuid4

from application.creation import Creation, create_once
from application.page import Page
from application.ports import SmallList
from domain.errors import Conflict, Duplicated, InUse, KeyTaken, NotFound
from domain.small_lists import SmallListItem

Item = TypeVar("Item", bound=SmallListItem)

# Somebody else changed another field meanwhile: read again and redo.
_ROUNDS = 3


class SmallListService(Generic[Item]):
    """`is_used` tells whether an item is referred to; `check` raises what is wrong with an item to be stored."""

    def __init__(
        self,
        store: SmallList[Item],
        item: type[Item],
        is_used: Callable[[Item], Awaitable[bool]],
        check: Callable[[Item], Awaitable[None]] | None = None,
    ) -> None:
        self._store, self._item, self._is_used, self._check = store, item, is_used, check

    async def page(self, active: bool | None, page: int, page_size: int) -> Page[Item]:
        return await self._store.page(active, page, page_size)

    async def create(self, values: Mapping[str, Any], creation: Creation | None = None) -> Item:
        """Raises Duplicated; Invalid where it refers to what may not be chosen; as `create_once` does."""

        async def attempt() -> Item:
            item = self._item(id=str(uuid4()), **values)
            await self._checked(item)
            async with _unique():
                await self._store.insert(item, creation)
            return item

        return await create_once(creation, self._store.created_by, attempt)

    async def change(self, item_id: str, changes: Mapping[str, Any]) -> Item:
        """Change the given fields only. Raises NotFound, Duplicated; InUse, Invalid by the list's own rule."""
        for _ in range(_ROUNDS):
            before = await self._known(item_id)
            after = replace(before, **changes)
            await self._checked(after)
            async with _unique():
                if await self._store.replace(before, after):
                    return after
        raise Conflict

    async def delete(self, item_id: str) -> None:
        """Raises NotFound; InUse where anything refers to it: deactivate it instead."""
        item = await self._known(item_id)
        if await self._is_used(item):
            raise InUse
        await self._store.delete(item_id)

    async def _known(self, item_id: str) -> Item:
        item = await self._store.get(item_id)
        if item is None:
            raise NotFound
        return item

    async def _checked(self, item: Item) -> None:
        if self._check:
            await self._check(item)


@asynccontextmanager
async def _unique() -> AsyncIterator[None]:
    try:
        yield
    except KeyTaken:
        raise Duplicated from None
