"""Which unit a booking belongs to, and how sure that is."""

from calcom_integration.dto import Booking
from calcom_integration.dto.lenient import text
from calcom_integration.mapping.answers import text_of
from calcom_integration.mapping.fields import Fields
from calcom_integration.mapping.table import MappingTable
from domain.booking.news import Rank
from domain.merge import UnitRef

# The event type cannot be forged, answers and team names can be anything: a poorer way never beats a better one.
_BY_EVENT_TYPE, _BY_ANSWER, _BY_TEAM = 1000, 20, 10


def unit_of(booking: Booking, fields: Fields, table: MappingTable, rank: Rank) -> tuple[UnitRef, int] | None:
    """The unit and its rank, or None where nothing names an active unit. What an event type means the clinic alone
    decides, so that its newest decision counts, not who told of it; else the way counts, then the news' rank."""
    by_event_type = table.unit_of_type(booking.event_type_id, booking.type)
    answered, answer_rank = _answered(fields, table, rank)
    ways = (
        (by_event_type, _BY_EVENT_TYPE + table.version),
        (answered, _BY_ANSWER + answer_rank),
        (table.unit_named(text((booking.team or {}).get("name"))), _BY_TEAM + rank),
    )
    return next(((unit, found) for unit, found in ways if unit), None)


def _answered(fields: Fields, table: MappingTable, rank: Rank) -> tuple[UnitRef | None, Rank]:
    unit, brand = fields.asked("unidade"), fields.asked("marca")
    is_weak = any(answer.is_weak for answer in (unit, brand) if answer)
    named = table.unit_named(text_of(unit.value) if unit else None, text_of(brand.value) if brand else None)
    return named, Rank.PASSING if is_weak else rank
