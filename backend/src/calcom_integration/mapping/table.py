"""The mapping table: what the clinic decided about event types and questions, over its active units."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from calcom_integration.mapping.questions import plain, spellings
from domain.merge import UnitRef


@dataclass(frozen=True, slots=True)
class EventType:
    """An event type at Cal.com, by id, by slug or by both, and the unit (with its brand) that its visits belong to."""

    id: int | None
    slug: str | None
    nome_unidade: str
    nome_marca: str


@dataclass(frozen=True, kw_only=True)
class MappingTable:
    """Frozen. `units` are the active ones; `questions` add the clinic's own slugs, by field, to the usual ones."""

    units: tuple[UnitRef, ...]
    event_types: tuple[EventType, ...] = ()
    questions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    version: int = 1

    @classmethod
    def from_units(cls, content: Mapping[str, Any]) -> "MappingTable":
        """The first table, from the content of `infra/units.yaml`. Raises ValueError where an event type names no unit."""
        units = tuple(_unit(entry) for entry in content.get("units") or ())
        types = tuple(_event_type(entry, units) for entry in content.get("event_types") or ())
        return cls(units=units, event_types=types, questions=_questions(content.get("questions")))

    @classmethod
    def from_document(cls, document: Mapping[str, Any], units: Iterable[UnitRef]) -> "MappingTable":
        """A stored table over the units that are active now."""
        types = tuple(EventType(**entry) for entry in document["event_types"])
        questions = _questions(document["questions"])
        return cls(units=tuple(units), event_types=types, questions=questions, version=document["version"])

    def to_document(self) -> dict[str, Any]:
        """The table as plain values. Units are stored elsewhere: they are the clinic's, not the integration's."""
        types = [
            {"id": t.id, "slug": t.slug, "nome_unidade": t.nome_unidade, "nome_marca": t.nome_marca}
            for t in self.event_types
        ]
        questions = {name: list(slugs) for name, slugs in self.questions.items()}
        return {"version": self.version, "event_types": types, "questions": questions}

    def slugs_of(self, name: str) -> tuple[str, ...]:
        """The compared slugs (see `plain`) of the questions that answer the field `name`, best first."""
        return self._slugs.get(name, ())

    @cached_property
    def _slugs(self) -> dict[str, tuple[str, ...]]:
        return spellings(self.questions)

    def unit_by_id(self, event_type_id: int | None) -> UnitRef | None:
        """The active unit of an event type; 0 is a dynamic group and stands for none (CALCOM.md L)."""
        found = [t for t in self.event_types if event_type_id and t.id == event_type_id]
        return self._active(found[0]) if found else None

    def unit_by_slug(self, slug: str | None) -> UnitRef | None:
        """The active unit of an event type by its slug; `dynamic` stands for none."""
        wanted = plain(slug or "")
        found = [t for t in self.event_types if t.slug and plain(t.slug) == wanted]
        return self._active(found[0]) if found and wanted not in ("", "dynamic") else None

    def unit_named(self, unit: str | None, brand: str | None = None) -> UnitRef | None:
        """The one active unit that people mean by these names; a brand that nobody knows says nothing."""
        of_brand = [u for u in self.units if brand and plain(u.nome_marca) == plain(brand)]
        found = of_brand or list(self.units)
        if unit:
            found = [u for u in found if plain(u.nome_unidade) == plain(unit)]
        return found[0] if len(found) == 1 and (unit or of_brand) else None

    def _active(self, event_type: EventType) -> UnitRef | None:
        return _named(event_type.nome_unidade, event_type.nome_marca, self.units)


def _unit(entry: Mapping[str, Any]) -> UnitRef:
    return UnitRef(entry["nome_unidade"], entry["nome_marca"], entry["fuso"])


def _event_type(entry: Mapping[str, Any], units: Sequence[UnitRef]) -> EventType:
    unit = _named(entry["nome_unidade"], entry.get("nome_marca"), units)
    if unit is None:
        raise ValueError(f"event type {entry.get('id') or entry.get('slug')} names no unit, or several")
    return EventType(entry.get("id"), entry.get("slug"), unit.nome_unidade, unit.nome_marca)


def _named(unit: str, brand: str | None, units: Sequence[UnitRef]) -> UnitRef | None:
    found = [u for u in units if u.nome_unidade == unit and brand in (None, u.nome_marca)]
    return found[0] if len(found) == 1 else None


def _questions(content: Mapping[str, Iterable[str]] | None) -> dict[str, tuple[str, ...]]:
    return {name: tuple(slugs) for name, slugs in (content or {}).items()}
