"""Who takes bookings here and what can be booked: organiser, event types and their questions."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import yaml

DEFAULT_CATALOGUE = Path(__file__).with_name("catalogue.yaml")

# Where bookings take place of an event type that names no place.
VIDEO = "integrations:daily"

QuestionKind = Literal["name", "email", "phone", "location", "text", "select", "textarea", "guests"]


@dataclass(frozen=True)
class Organiser:
    """The one host. `timeZone` keeps Cal.com's spelling because it is only ever sent on."""

    id: int
    name: str
    email: str
    username: str
    timeZone: str


@dataclass(frozen=True)
class Question:
    """A booking question. `label` is what deliveries carry, `text` what the page shows (CALCOM.md E).

    `api_field` is the booking field as it was written through API v2, which reads only those back in full.
    """

    slug: str
    kind: QuestionKind
    label: str
    text: str
    required: bool = False
    hidden: bool = False
    system: bool = False
    options: list[str] = field(default_factory=list)
    api_field: dict[str, Any] | None = None


@dataclass(frozen=True)
class EventType:
    """What can be booked. `length` in minutes, `price` in cents, `time_zone` an IANA name.

    `stored_questions` is False for a type that was never edited: deliveries rebuilt from its rows
    then label answers with slugs and carry no `isHidden` (CALCOM.md L, "Answers"). `settings` are those
    written through API v2 that change nothing here; `seats_show` says what people on seats see of each other.
    """

    id: int
    slug: str
    title: str
    location: str
    description: str | None = None
    length: int = 30
    time_zone: str = "America/Sao_Paulo"
    requires_confirmation: bool = False
    seats: int | None = None
    recurrence: dict[str, int] | None = None
    price: int = 0
    currency: str = "usd"
    stored_questions: bool = True
    questions: tuple[Question, ...] = ()
    is_place_public: bool = False
    seats_show: dict[str, bool] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which its slots are laid out."""
        return ZoneInfo(self.time_zone)

    @property
    def is_listed(self) -> bool:
        """Whether the organiser's page offers it; a hidden one is booked by its address."""
        return not self.settings.get("hidden")

    def question(self, slug: str) -> Question | None:
        """The question with this slug, if it asks one."""
        return next((question for question in self.questions if question.slug == slug), None)


@dataclass(frozen=True)
class Catalogue:
    """The organiser with everything that can be booked, in the order of the page."""

    organiser: Organiser
    event_types: tuple[EventType, ...]

    def by_id(self, event_type_id: int) -> EventType:
        """The event type with this id. Raises KeyError."""
        return {event_type.id: event_type for event_type in self.event_types}[event_type_id]

    def by_slug(self, slug: str) -> EventType:
        """The event type with this slug. Raises KeyError."""
        return {event_type.slug: event_type for event_type in self.event_types}[slug]

    def edited(self, event_types: dict[int, EventType]) -> "Catalogue":
        """This catalogue with some event types in place of its own, and new ones after them."""
        known = {event_type.id: event_type for event_type in self.event_types}
        return Catalogue(self.organiser, tuple((known | event_types).values()))


def load_catalogue(path: Path = DEFAULT_CATALOGUE) -> Catalogue:
    """Read a catalogue; every event type asks all of the file's questions."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    questions = tuple(Question(**question) for question in content["questions"])
    types = tuple(EventType(**entry, questions=questions) for entry in content["event_types"])
    return Catalogue(Organiser(**content["organiser"]), types)
