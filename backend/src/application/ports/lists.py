"""The clients, and the small lists that appointments choose from."""

from datetime import datetime
from typing import Any, Protocol, TypeVar

from application.creation import Creation, Earlier
from application.page import Page
from domain.appointment import Tag
from domain.client import Client, Union
from domain.small_lists import Unit

Item = TypeVar("Item")


class Clients(Protocol):
    async def get(self, client_id: str) -> Client | None: ...

    async def survivor_of(self, client_id: str) -> str | None:
        """The id of the client that this one became part of, or None."""

    async def by_cpf(self, cpf: str) -> Client | None: ...

    async def by_key(self, key: str) -> Client | None:
        """The client that one of `Client.chaves` leads to."""

    async def put(self, client: Client) -> Client:
        """The client as it is stored now, its `revisao` one more and its totals no more due. Raises StaleWrite where
        `revisao` has moved on, or where another client has the CPF or one of the keys."""

    async def unite(self, survivor: Client, union: Union) -> Client:
        """Store the survivor in the place of both clients of the union, keep the union, and that the absorbed one's
        appointments are to follow. Raises StaleWrite as `put` does."""

    async def unions_of(self, client_id: str) -> list[Union]:
        """Who became part of the client, also by way of another one, newest first. Older ones than the record of unions
        are not known."""

    async def part(self, survivor: Client, again: Client) -> None:
        """Undo a union: store the survivor without what goes back, and the absorbed client anew. `survivor_of` does not know
        it any more. Raises StaleWrite as `put` does."""

    async def end_union(self, absorbed_id: str) -> None:
        """Forget a union that was undone."""

    async def due(self, at: datetime, limit: int) -> list[str]:
        """Ids of clients whose totals are due to be counted again."""

    async def aliases_due(self, at: datetime, limit: int) -> list[tuple[str, str]]:
        """Absorbed clients whose appointments are to follow, each with its survivor."""

    async def settle_alias(self, absorbed_id: str, survivor_id: str) -> None:
        """The appointments did follow."""

    async def search(self, q: str, page: int, page_size: int, *, is_cpf_hidden: bool) -> Page[Client]:
        """By name. `q` begins words of the name, the CPF (unless hidden) or the phone; empty: all."""


class Tags(Protocol):
    async def active(self) -> list[Tag]: ...


class Units(Protocol):
    async def all(self) -> list[Unit]:
        """Every unit, inactive ones included, by name."""


class SmallList(Protocol[Item]):
    """One of the clinic's small lists (`domain.small_lists`), in alphabetical order. Every write is checked against a
    list's unique key, which accents and case do not matter to."""

    async def get(self, item_id: str) -> Item | None: ...

    async def all(self) -> list[Item]:
        """Inactive ones included."""

    async def page(self, active: bool | None, page: int, page_size: int) -> Page[Item]:
        """The active ones, the others, or all (None). `page` counts from 1."""

    async def has(self, **fields: Any) -> bool:
        """Whether any item has these values."""

    async def created_by(self, key: str) -> Earlier[Item] | None:
        """What the request `key` (`Creation.key`) made; without a record where that was deleted."""

    async def insert(self, item: Item, creation: Creation | None = None) -> None:
        """Raises KeyTaken where another item has its key, or `creation`, the request that makes it, made one already."""

    async def replace(self, before: Item, after: Item) -> bool:
        """Whether `before` was still stored as it is, and now is `after`. Raises KeyTaken as `insert` does."""

    async def delete(self, item_id: str) -> None: ...
