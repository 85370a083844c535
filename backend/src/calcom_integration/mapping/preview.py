"""What another mapping would make of an event: pure."""

from dataclasses import dataclass

from calcom_integration.dto import Event
from calcom_integration.mapping.answers import text_of
from calcom_integration.mapping.masking import masked
from calcom_integration.mapping.news import news_of
from calcom_integration.mapping.questions import USUAL
from calcom_integration.mapping.table import MappingTable
from domain.booking.news import BookingNews

_FIELDS = tuple(name for name in USUAL if name not in ("unidade", "marca"))


@dataclass(frozen=True, slots=True)
class Reading:
    """One field's answer by two mappings, masked; None where the mapping finds none."""

    field: str
    before: str | None
    after: str | None
    is_changed: bool


@dataclass(frozen=True, slots=True)
class UnitReading:
    """The unit by two mappings, as `brand · unit`; None where nothing names an active one."""

    before: str | None
    after: str | None


def readings_of(
    event: Event, before: MappingTable, after: MappingTable
) -> tuple[UnitReading, tuple[Reading, ...]]:
    """The unit, and every field that a question may answer and that either mapping finds."""
    one, other = news_of(event, before), news_of(event, after)
    read = ((name, _text(one, name), _text(other, name)) for name in _FIELDS)
    fields = tuple(
        Reading(name, _masked(name, old), _masked(name, new), is_changed=old != new)
        for name, old, new in read
        if old or new
    )
    return UnitReading(_unit(one), _unit(other)), fields


def _text(news: BookingNews, name: str) -> str | None:
    return text_of(news.answers.get(name))


def _masked(name: str, value: str | None) -> str | None:
    return masked(name, value) if value else None


def _unit(news: BookingNews) -> str | None:
    told = news.answers.get("unidade")
    return f"{told['nome_marca']} · {told['nome_unidade']}" if told else None
