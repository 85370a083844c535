"""The mapping as the gestor sees and edits it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StringConstraints

from application.inputs import CLEANED, IdText
from calcom_integration.delivery import Delivery
from calcom_integration.dto import Event
from calcom_integration.mapping import EventType, MappingTable
from calcom_integration.mapping.preview import readings_of
from calcom_integration.mapping.questions import USUAL
from calcom_integration.mappings import Save

_Slug = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120), CLEANED]
_Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), CLEANED]


class EventTypeIn(BaseModel):
    """An event type at Cal.com, by `id`, `slug` or both, and its unit."""

    model_config = ConfigDict(extra="forbid")

    id: StrictInt | None = Field(default=None, ge=1, le=2**53)
    slug: _Slug | None = None
    unidade_id: IdText

    def event_type(self) -> EventType:
        return EventType(self.id, self.slug or None, self.unidade_id)


class MappingDraftIn(BaseModel):
    """`questions` are the clinic's own slugs by field, best first; the usual ones count besides."""

    model_config = ConfigDict(extra="forbid")

    event_types: list[EventTypeIn] = Field(max_length=500)
    questions: dict[_Slug, Annotated[list[_Slug], Field(max_length=50)]] = Field(max_length=50)


class MappingIn(MappingDraftIn):
    """`version` is the one that was edited."""

    version: StrictInt = Field(ge=0)
    note: _Note | None = None


class EventTypeOut(BaseModel):
    """`nome_unidade` and `nome_marca` are absent where the unit is not there any more."""

    id: int | None
    slug: str | None
    unidade_id: str | None
    nome_unidade: str | None
    nome_marca: str | None
    is_active: bool


class FieldOut(BaseModel):
    """A field that questions may answer, and the slugs that do so without being named."""

    field: str
    usual: list[str]


class SaveOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    version: int
    by: str | None
    at: datetime | None
    note: str | None


class MappingOut(BaseModel):
    """The version in force (0: nothing was stored yet). `saves` are it and the versions before it, newest first."""

    version: int
    event_types: list[EventTypeOut]
    questions: dict[str, list[str]]
    fields: list[FieldOut]
    saves: list[SaveOut]


class ReadingOut(BaseModel):
    """One field's answer, masked, by the mapping in force and by the other."""

    model_config = ConfigDict(from_attributes=True)

    field: str
    before: str | None
    after: str | None
    is_changed: bool


class UnitReadingOut(BaseModel):
    """`brand · unit`; absent where the mapping leads to no active unit."""

    model_config = ConfigDict(from_attributes=True)

    before: str | None
    after: str | None


class PreviewOut(BaseModel):
    """A real delivery, read by both mappings."""

    delivery_id: str
    trigger: str
    received_at: datetime
    event_type_id: int | None
    event_type_slug: str | None
    unit: UnitReadingOut
    fields: list[ReadingOut]


class MappingPreviewOut(BaseModel):
    items: list[PreviewOut]


class ReprocessOut(BaseModel):
    """How many deliveries are read anew, and the reconciliation that was asked for besides, where there is an API."""

    queued: int
    run_id: str | None


def shown(table: MappingTable, saves: Sequence[Save]) -> MappingOut:
    """A version that was stored while the two were read is not yet part of it."""
    return MappingOut(
        version=table.version,
        event_types=[_event_type(each, table) for each in table.event_types],
        questions={field: list(slugs) for field, slugs in table.questions.items()},
        fields=[FieldOut(field=field, usual=list(slugs)) for field, slugs in USUAL.items()],
        saves=[SaveOut.model_validate(each) for each in saves if each.version <= table.version],
    )


def _event_type(event_type: EventType, table: MappingTable) -> EventTypeOut:
    unit = table.unit_of(event_type)
    names: dict[str, Any] = {
        name: getattr(unit, name) if unit else None for name in ("nome_unidade", "nome_marca")
    }
    return EventTypeOut(
        id=event_type.id,
        slug=event_type.slug,
        unidade_id=event_type.unidade_id,
        is_active=unit is not None and unit.active,
        **names,
    )


def previewed(delivery: Delivery, event: Event, before: MappingTable, after: MappingTable) -> PreviewOut:
    """Neither the patient nor the booking is named."""
    unit, fields = readings_of(event, before, after)
    return PreviewOut(
        delivery_id=delivery.id,
        trigger=event.trigger,
        received_at=delivery.received_at,
        event_type_id=event.event_type_id,
        event_type_slug=event.booking.type,
        unit=UnitReadingOut.model_validate(unit),
        fields=[ReadingOut.model_validate(each) for each in fields],
    )
