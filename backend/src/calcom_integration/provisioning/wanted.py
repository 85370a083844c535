"""What Cal.com should have, from `infra/units.yaml` and the settings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from calcom_integration.triggers import Trigger

WEBHOOK_PATH = "/api/v1/calcom/webhook"
_MINUTES = 30  # of an event type whose unit does not say


@dataclass(frozen=True, kw_only=True)
class WantedQuestion:
    """A question that an event type must ask; `type` is one of API v2's custom types (CALCOM.md D4)."""

    slug: str
    type: str
    label: str
    required: bool = False
    hidden: bool = False
    options: tuple[str, ...] = ()

    def body(self) -> dict[str, Any]:
        """The question in API v2's words."""
        told = {"type": self.type, "slug": self.slug, "label": self.label, "required": self.required}
        more = {"hidden": self.hidden, "options": list(self.options)}
        return told | {name: value for name, value in more.items() if value}


@dataclass(frozen=True, kw_only=True)
class WantedEventType:
    """An event type that must be there. `title`, `minutes` and `address` are for its creation; one without a slug is known
    by its id and never created."""

    id: int | None
    slug: str | None
    title: str
    minutes: int
    address: str | None

    @property
    def name(self) -> str:
        return self.slug or f"id {self.id}"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """`url` is where our webhook is reached, `secret` signs its deliveries; during a rotation those signed with
    `previous_secret` are accepted too."""

    url: str
    secret: str = field(repr=False)
    previous_secret: str = field(default="", repr=False)
    event_types: tuple[WantedEventType, ...]
    questions: tuple[WantedQuestion, ...]
    triggers: tuple[str, ...] = tuple(Trigger)

    @classmethod
    def from_units(
        cls, content: Mapping[str, Any], public_url: str, secret: str, previous_secret: str = ""
    ) -> "Wanted":
        """`content` is that of `infra/units.yaml`. Raises KeyError where an entry lacks what it must have."""
        units = {entry["nome_unidade"]: entry for entry in content.get("units") or ()}
        types = tuple(_event_type(entry, units) for entry in content.get("event_types") or ())
        questions = tuple(_question(entry) for entry in content.get("booking_questions") or ())
        url = public_url.rstrip("/") + WEBHOOK_PATH
        return cls(
            url=url,
            secret=secret,
            previous_secret=previous_secret,
            event_types=types,
            questions=questions,
        )


def _event_type(entry: Mapping[str, Any], units: Mapping[str, Mapping[str, Any]]) -> WantedEventType:
    unit = units.get(entry["nome_unidade"], {})
    return WantedEventType(
        id=entry.get("id"),
        slug=entry.get("slug"),
        title=entry.get("title") or f"Coleta domiciliar {entry['nome_unidade']}",
        minutes=unit.get("duracao_minutos", _MINUTES),
        address=unit.get("endereco"),
    )


def _question(entry: Mapping[str, Any]) -> WantedQuestion:
    return WantedQuestion(**{**entry, "options": tuple(entry.get("options", ()))})
