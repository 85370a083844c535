"""The list of bookings: filters, order and pages, in one pass over the rows (CALCOM.md C, D3)."""

import math
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, PlainValidator
from pydantic_core import PydanticCustomError

from calcom_sandbox.payloads.context import Json
from calcom_sandbox.rows import Booking

Lifecycle = Literal["upcoming", "recurring", "past", "cancelled", "unconfirmed"]
Direction = Literal["asc", "desc"]


def _csv(value: Any) -> Any:
    """`a,b` and repeated parameters alike."""
    parts = value if isinstance(value, list) else [value]
    return [word.strip() for part in parts for word in str(part).split(",")]


def _instant(value: Any) -> datetime:
    """ISO 8601, UTC where no zone is given (CALCOM.md F); a `+` that the query turned into a space is read."""
    try:
        found = datetime.fromisoformat(str(value).replace(" ", "+"))
    except ValueError:
        raise PydanticCustomError("isIso8601", "must be a valid ISO 8601 date.") from None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)


Instant = Annotated[datetime, PlainValidator(_instant)]
Statuses = Annotated[list[Lifecycle], BeforeValidator(_csv)]
Ids = Annotated[list[int], BeforeValidator(_csv)]
Email = Annotated[str, AfterValidator(lambda text: text.strip().replace(" ", "+"))]


class ListQuery(BaseModel):
    """The parameters of the list; unknown ones are ignored."""

    status: Statuses | None = None
    attendeeEmail: Email | None = None
    attendeeName: str | None = None
    bookingUid: str | None = None
    eventTypeId: int | None = None
    eventTypeIds: Ids | None = None
    teamId: int | None = None
    teamsIds: Ids | None = None
    afterStart: Instant | None = None
    beforeEnd: Instant | None = None
    afterCreatedAt: Instant | None = None
    beforeCreatedAt: Instant | None = None
    afterUpdatedAt: Instant | None = None
    beforeUpdatedAt: Instant | None = None
    sortStart: Direction | None = None
    sortEnd: Direction | None = None
    sortCreated: Direction | None = None
    sortUpdatedAt: Direction | None = None
    take: Annotated[int, Field(ge=1, le=250)] = 100
    skip: Annotated[int, Field(ge=0)] = 0


_Test = Callable[[Booking], bool]
_LIFECYCLE: dict[Lifecycle, Callable[[Booking, datetime], bool]] = {
    "upcoming": lambda row, now: is_upcoming(row, now),
    "recurring": lambda row, now: bool(row.recurring_event_id) and row.end >= now and row.open,
    "past": lambda row, now: row.end <= now and row.open,
    "cancelled": lambda row, _: not row.open,
    "unconfirmed": lambda row, now: row.status == "PENDING" and row.end >= now,
}
_SORTS: dict[str, Callable[[Booking], datetime]] = {
    "sortStart": lambda row: row.start,
    "sortEnd": lambda row: row.end,
    "sortCreated": lambda row: row.created_at,
    "sortUpdatedAt": lambda row: row.updated_at,
}


def is_upcoming(row: Booking, now: datetime) -> bool:
    """Not over and open; of a series only what is accepted (CALCOM.md C)."""
    return row.end >= now and (row.status == "ACCEPTED" if row.recurring_event_id else row.open)


def found(rows: Iterable[Booking], query: ListQuery, now: datetime) -> list[Booking]:
    """Every row that the query asks for, in its order; rows that sort equal stay in order of creation."""
    tests = _tests(query, now)
    matching = [row for row in rows if all(test(row) for test in tests)]
    wishes = [(key, getattr(query, name)) for name, key in _SORTS.items() if getattr(query, name)]
    for key, direction in reversed(wishes or [(_SORTS["sortStart"], _default_direction(query))]):
        matching.sort(key=key, reverse=direction == "desc")
    return matching


def pagination(total: int, take: int, skip: int) -> Json:
    """The pagination object; an empty list is on page 0 of 0 (S-65)."""
    pages = math.ceil(total / take)
    return {
        "returnedItems": max(0, min(take, total - skip)),
        "totalItems": total,
        "itemsPerPage": take,
        "remainingItems": max(0, total - skip - take),
        "currentPage": min(skip // take + 1, pages),
        "totalPages": pages,
        "hasNextPage": skip + take < total,
        "hasPreviousPage": min(skip, total) > 0,
    }


def _default_direction(query: ListQuery) -> Direction:
    """By start; latest first where the first status asked for is over (recorded `status-cancelled`)."""
    return "desc" if query.status and query.status[0] in ("past", "cancelled") else "asc"


def _tests(query: ListQuery, now: datetime) -> list[_Test]:
    """The tests that this query needs, the cheap ones first."""
    return [*_id_tests(query), *_time_tests(query), *_people_tests(query), *_status_tests(query, now)]


def _id_tests(query: ListQuery) -> list[_Test]:
    """Filters by id; no row here belongs to a team."""
    uid, wanted = query.bookingUid, query.eventTypeIds or []
    types = {*wanted, *([query.eventTypeId] if query.eventTypeId is not None else [])}
    tests: list[_Test] = []
    if query.teamId is not None or query.teamsIds:
        tests.append(lambda _: False)
    if uid is not None:
        tests.append(lambda row: row.uid == uid.strip())
    if types:
        tests.append(lambda row: row.event_type_id in types)
    return tests


def _time_tests(query: ListQuery) -> list[_Test]:
    return [
        *_between(_SORTS["sortStart"], query.afterStart, None),
        *_between(_SORTS["sortEnd"], None, query.beforeEnd),
        *_between(_SORTS["sortCreated"], query.afterCreatedAt, query.beforeCreatedAt),
        *_between(_SORTS["sortUpdatedAt"], query.afterUpdatedAt, query.beforeUpdatedAt),
    ]


def _between(
    moment: Callable[[Booking], datetime], after: datetime | None, before: datetime | None
) -> list[_Test]:
    """Bounds, both included."""
    tests: list[_Test] = []
    if after is not None:
        tests.append(lambda row: moment(row) >= after)
    if before is not None:
        tests.append(lambda row: moment(row) <= before)
    return tests


def _people_tests(query: ListQuery) -> list[_Test]:
    email, name = query.attendeeEmail, query.attendeeName
    tests: list[_Test] = []
    if email is not None:
        tests.append(lambda row: any(each.email == email for each in row.attendees))
    if name is not None:
        tests.append(lambda row: any(each.name == name.strip() for each in row.attendees))
    return tests


def _status_tests(query: ListQuery, now: datetime) -> Sequence[_Test]:
    if query.status is None:
        return []
    words = [_LIFECYCLE[word] for word in query.status]
    return [lambda row: any(word(row, now) for word in words)]
