"""The mapping table: what the clinic decided about event types and questions, over its units.

An event type is known by its slug. Ids are one Cal.com's own: the id that stands beside a slug is only a hint, for in another
Cal.com it is another event type's (issue 15, item 10).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from calcom_integration.mapping.questions import plain, spellings
from calcom_integration.mapping.titles import Titles
from domain.merge import UnitRef
from domain.small_lists import Unit


@dataclass(frozen=True, slots=True)
class EventType:
    """An event type at Cal.com, by its slug, else by its id, and the unit that its visits belong to (None: of a unit that
    an earlier table named and that is gone)."""

    id: int | None
    slug: str | None
    unidade_id: str | None


@dataclass(frozen=True, kw_only=True)
class MappingTable:
    """Frozen. `units` are all of the clinic's, only active ones are read into news; `questions` add the clinic's own slugs,
    by field, to the usual ones. `version` is 0 where nothing was stored yet. `seen` are the ids that event types had under
    their slugs when this Cal.com was last read, by compared slug (see `plain`); it is not stored with the table, and neither are
    `titles`: they are no decision of the clinic's."""

    units: tuple[Unit, ...]
    event_types: tuple[EventType, ...] = ()
    questions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    version: int = 0
    seen: Mapping[str, int] = field(default_factory=dict)
    titles: Titles = field(default_factory=Titles)

    @classmethod
    def from_content(cls, content: Mapping[str, Any], units: Iterable[Unit]) -> "MappingTable":
        """The first version, from the content of `infra/units.yaml`, which knows units by name. Raises ValueError where an
        event type names none of `units`, or several."""
        told = {name: content.get(name) for name in ("event_types", "questions")}
        first = cls.from_document({"version": 1, **told}, units)
        lost = [t.id or t.slug for t in first.event_types if t.unidade_id is None]
        if lost:
            raise ValueError(f"event types that name no unit, or several: {lost}")
        return first

    @classmethod
    def from_document(cls, document: Mapping[str, Any], units: Iterable[Unit]) -> "MappingTable":
        """A stored table over the units as they are now. The first tables named units by name."""
        known = tuple(units)
        return cls(
            units=known,
            event_types=tuple(_event_type(entry, known) for entry in document["event_types"] or ()),
            questions={name: tuple(slugs) for name, slugs in (document["questions"] or {}).items()},
            version=document["version"],
        )

    def to_document(self) -> dict[str, Any]:
        """The table as plain values. Units are stored elsewhere: they are the clinic's, not the integration's."""
        types = [{"id": t.id, "slug": t.slug, "unidade_id": t.unidade_id} for t in self.event_types]
        questions = {name: list(slugs) for name, slugs in self.questions.items()}
        return {"version": self.version, "event_types": types, "questions": questions}

    def slugs_of(self, name: str) -> tuple[str, ...]:
        """The compared slugs (see `plain`) of the questions that answer the field `name`, best first."""
        return self._slugs.get(name, ())

    def field_of(self, slug: str) -> str | None:
        """The field that the question `slug` answers, or None."""
        wanted = plain(slug)
        return next((name for name, slugs in self._slugs.items() if wanted in slugs), None)

    @cached_property
    def _slugs(self) -> dict[str, tuple[str, ...]]:
        return spellings(self.questions)

    def unit_of_type(self, event_type_id: int | None, slug: str | None) -> UnitRef | None:
        """The active unit of the event type that a delivery or a row names. The slug decides; an id counts where none is given,
        and alone for what the clinic mapped by its id alone."""
        named = self._by_slug(slug)
        if named is None:
            named = self._by_id(event_type_id, with_slug=not _is_slug(slug))
        return self._active_unit(named) if named else None

    def unit_by_id(self, event_type_id: int | None) -> UnitRef | None:
        """The active unit of an event type of which only the id is given; 0 is a dynamic group and stands for none
        (CALCOM.md L)."""
        return self.unit_of_type(event_type_id, None)

    def unit_by_slug(self, slug: str | None) -> UnitRef | None:
        """The active unit of an event type by its slug; `dynamic` stands for none."""
        named = self._by_slug(slug)
        return self._active_unit(named) if named else None

    def id_of(self, event_type: EventType) -> int | None:
        """The event type's id in this Cal.com, where it is known."""
        return self.seen.get(plain(event_type.slug)) if event_type.slug else event_type.id

    def unit_named(self, unit: str | None, brand: str | None = None) -> UnitRef | None:
        """The one active unit that people mean by these names; a brand that nobody knows says nothing."""
        active = [u for u in self.units if u.active]
        of_brand = [u for u in active if brand and plain(u.nome_marca) == plain(brand)]
        found = of_brand or active
        if unit:
            found = [u for u in found if plain(u.nome_unidade) == plain(unit)]
        return _ref(found[0]) if len(found) == 1 and (unit or of_brand) else None

    def unit_of(self, event_type: EventType) -> Unit | None:
        """The unit of an event type, active or not; None where it is not there any more."""
        return next((u for u in self.units if u.id == event_type.unidade_id), None)

    def _by_slug(self, slug: str | None) -> EventType | None:
        wanted = plain(slug or "")
        if wanted in ("", "dynamic"):
            return None
        return next((t for t in self.event_types if t.slug and plain(t.slug) == wanted), None)

    def _by_id(self, event_type_id: int | None, *, with_slug: bool) -> EventType | None:
        known = (t for t in self.event_types if with_slug or not t.slug)
        return next((t for t in known if event_type_id and self.id_of(t) == event_type_id), None)

    def _active_unit(self, event_type: EventType) -> UnitRef | None:
        unit = self.unit_of(event_type)
        return _ref(unit) if unit and unit.active else None


def _is_slug(text: str | None) -> bool:
    """Whether `text` can be a slug: older releases and a host's wish for another time put the title there (CALCOM.md A5, L)."""
    return text is not None and text != "" and text == text.lower() and not any(map(str.isspace, text))


def _ref(unit: Unit) -> UnitRef:
    return UnitRef(unit.nome_unidade, unit.nome_marca, unit.fuso)


def _event_type(entry: Mapping[str, Any], units: Sequence[Unit]) -> EventType:
    unit_id = entry["unidade_id"] if "unidade_id" in entry else _id_of(entry, units)
    return EventType(entry.get("id"), entry.get("slug"), unit_id)


def _id_of(entry: Mapping[str, Any], units: Sequence[Unit]) -> str | None:
    brand = entry.get("nome_marca")
    found = [u.id for u in units if u.nome_unidade == entry["nome_unidade"] and brand in (None, u.nome_marca)]
    return found[0] if len(found) == 1 else None
