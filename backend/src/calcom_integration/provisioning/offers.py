"""What can be booked: the mapping's event types as Cal.com shows them, each with the page that books it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from application.ports import Clock
from calcom_integration.client import CalComClient, CalComError
from calcom_integration.dto.catalogue import EventTypeRow, Question
from calcom_integration.mapping import EventType, MappingTable
from calcom_integration.mapping.questions import plain
from calcom_integration.mappings import Mappings
from domain.errors import Conflict
from domain.small_lists import Unit

# Titles and questions seldom change, and staff wait for the widget.
_FRESH = timedelta(minutes=2)


class NotOffered(Conflict):
    """Nobody said whose page it is."""

    code = "autoagendamento_nao_configurado"
    detail = "O autoagendamento precisa de CALCOM_BASE_URL e de CALCOM_USERNAME, ou da API do Cal.com."


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An event type of an active unit. `link` is its page below Cal.com's origin (`user/slug`); `id` is None, and `questions`
    are, where Cal.com did not say them."""

    id: int | None
    link: str
    title: str
    unit: Unit
    questions: tuple[Question, ...] | None = None
    slug: str = ""


@dataclass(frozen=True, slots=True)
class _Catalogue:
    username: str
    rows: tuple[EventTypeRow, ...] = ()


class Offers:
    """`username` is whose page it is, a user's or `team/…`; empty: that of the key's owner. `client` is None where no API is
    configured. What Cal.com says is kept for two minutes, and for as long as it cannot be asked again."""

    def __init__(self, client: CalComClient | None, username: str, mappings: Mappings, clock: Clock) -> None:
        self._client, self._username = client, username.strip("/")
        self._mappings, self._clock = mappings, clock
        self._kept: _Catalogue | None = None
        self._asked_at: datetime | None = None

    async def now(self) -> tuple[Offer, ...]:
        """In the mapping's order. Raises NotOffered; CalComError where Cal.com never said whose page it is; Unavailable."""
        catalogue = await self._catalogue()
        return tuple(_offers(await self._mappings.current(), catalogue))

    async def _catalogue(self) -> _Catalogue:
        now = self._clock.now()
        if self._kept is None or self._asked_at is None or now - self._asked_at > _FRESH:
            self._kept = await self._read()
            self._asked_at = now
        return self._kept

    async def _read(self) -> _Catalogue:
        if self._client is None:
            return self._told_us()
        try:
            return await self._told_by(self._client)
        except CalComError:
            if self._kept is None and not self._username:
                raise
            return self._kept or self._told_us()

    def _told_us(self) -> _Catalogue:
        if not self._username:
            raise NotOffered
        return _Catalogue(self._username)

    async def _told_by(self, client: CalComClient) -> _Catalogue:
        username = self._username or (await client.me()).username
        if not username:
            raise NotOffered
        return _Catalogue(username, await client.event_types.of(username))


def _offers(table: MappingTable, catalogue: _Catalogue) -> Iterator[Offer]:
    for event_type in table.event_types:
        unit, row = table.unit_of(event_type), _row_of(event_type, catalogue.rows)
        slug = (row and row.slug) or event_type.slug
        if unit is None or not unit.active or not slug:
            continue
        yield Offer(
            id=row.id if row else table.id_of(event_type),
            link=f"{catalogue.username}/{slug}",
            title=(row and row.title) or slug.replace("-", " ").capitalize(),
            unit=unit,
            questions=row.booking_fields if row else None,
            slug=slug,
        )


def _row_of(event_type: EventType, rows: tuple[EventTypeRow, ...]) -> EventTypeRow | None:
    """By its slug, else by the id that the clinic mapped alone, as bookings are mapped."""
    if event_type.slug:
        return next((row for row in rows if plain(row.slug or "") == plain(event_type.slug)), None)
    return next((row for row in rows if row.id == event_type.id), None)
