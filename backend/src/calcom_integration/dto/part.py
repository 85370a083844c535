"""A part of an answer that is read field by field, each when somebody asks for it: of ten thousand rows that say nothing new
most fields are never asked for (backend/docs/decisions/0008-tokens-of-what-was-listed.md)."""

from collections.abc import Callable, Mapping
from typing import Any, Generic, Self, TypeVar, overload

from pydantic.alias_generators import to_camel

Value = TypeVar("Value")


class Part:
    """`told` is the object as it came. No field of a wrong type is an error (see `dto.lenient`)."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        self.told = told


class Field(Generic[Value]):
    """A field of a Part: what `read` makes of the value that Cal.com tells under `key` (else the field's name in camel case),
    None where it tells none. It is read once."""

    def __init__(self, read: Callable[[Any], Value], key: str = "") -> None:
        self._read, self.key = read, key

    def __set_name__(self, owner: type[Part], name: str) -> None:
        self._name, self.key = name, self.key or to_camel(name)

    @overload
    def __get__(self, part: None, owner: type[Part]) -> Self: ...

    @overload
    def __get__(self, part: Part, owner: type[Part]) -> Value: ...

    def __get__(self, part: Part | None, owner: type[Part]) -> Self | Value:
        if part is None:
            return self
        value = self._read(part.told.get(self.key))
        part.__dict__[self._name] = value  # found before this one from now on
        return value


def keys_read(part: type[Part]) -> list[str]:
    """The keys of an object that the part's fields read, in the order of the fields."""
    return [each.key for each in vars(part).values() if isinstance(each, Field)]
