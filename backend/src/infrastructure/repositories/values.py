"""Values of the domain as BSON, and back, exactly: what a field, a base or a conflict may hold."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from enum import Enum
from typing import Any

from domain.appointment import Tag
from domain.slots import Slot

_KIND = "_tipo"
_AS_THEY_ARE = (str, int, bool, type(None))  # most of what there is: asked for first


def encode(value: Any) -> Any:
    """`value` in what BSON keeps without loss. Instants become ISO text: a BSON date would cut them to milliseconds."""
    if type(value) in _AS_THEY_ARE:
        return value
    match value:
        case Enum():
            return value.value
        case datetime():
            return {_KIND: "instante", "valor": value.isoformat()}
        case date():
            return {_KIND: "data", "valor": value.isoformat()}
        case Slot():
            return {_KIND: "horario", "inicio": value.inicio.isoformat(), "fim": value.fim.isoformat()}
        case Tag():
            return {_KIND: "tag", **asdict(value)}
        case tuple():
            return {_KIND: "tupla", "itens": [encode(item) for item in value]}
        case list():
            return [encode(item) for item in value]
        case Mapping():
            return _encode_mapping(value)
        case _:
            return value


def decode(stored: Any) -> Any:
    """The value that `encode` made `stored` of; enumerations come back as their plain values, which equal them."""
    if isinstance(stored, list):
        return [decode(item) for item in stored]
    if not isinstance(stored, dict):
        return stored
    match stored.get(_KIND):
        case None:
            return {name: decode(value) for name, value in stored.items()}
        case "instante":
            return datetime.fromisoformat(stored["valor"])
        case "data":
            return date.fromisoformat(stored["valor"])
        case "horario":
            return Slot(datetime.fromisoformat(stored["inicio"]), datetime.fromisoformat(stored["fim"]))
        case "tag":
            return Tag(id=stored["id"], name=stored["name"], color=stored["color"])
        case "tupla":
            return tuple(decode(item) for item in stored["itens"])
        case _:
            return {name: decode(value) for name, value in stored["pares"]}


def _encode_mapping(value: Mapping[str, Any]) -> Any:
    """As a document where MongoDB takes every key (a mapping told by the far side may have any), else as pairs."""
    if all(_is_plain(name) for name in value):
        return {name: encode(item) for name, item in value.items()}
    return {_KIND: "pares", "pares": [[name, encode(item)] for name, item in value.items()]}


def _is_plain(name: str) -> bool:
    return name.isidentifier() and name != _KIND
