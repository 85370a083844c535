"""A row that API v2 tells as booking news: pure (DESIGN.md, rules of the join; CALCOM.md D3, L)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from calcom_integration.dto import Booking
from calcom_integration.dto.lenient import text
from calcom_integration.dto.row import BookingRow, RowAttendee
from calcom_integration.mapping.answers import Answer
from calcom_integration.mapping.fields import NO_RANK, Fields, Told, ranks_of
from calcom_integration.mapping.news import reason_of, root_of
from calcom_integration.mapping.table import MappingTable
from calcom_integration.mapping.tokens import token_of
from calcom_integration.mapping.unit import unit_of
from domain.booking.news import BookingNews, Planted, Rank
from domain.booking.row import NEVER, RowStatus
from domain.slots import Slot
from domain.text import MOST, bounded_value

# How far an answer's `Date` may lie behind the instant of the answer: it leaves out fractions of a second, and servers (Node's,
# uvicorn) make the header anew about once a second. A write that the answer tells of is not later because of that.
_DATE_LAG = timedelta(seconds=3)
_STATUS = {status.name.lower(): status for status in RowStatus} | {"awaiting_host": RowStatus.PENDING}


def news_of_row(
    row: BookingRow, table: MappingTable, verified: Mapping[str, Planted] | None = None
) -> tuple[BookingNews, ...]:
    """What `row` says, by `table`: one piece of news, or one a seat. `verified` holds, by key of the row or seat, the planted
    appointment whose reference was checked (see `planted_in`)."""
    return tuple(_news(row, seat, table, verified or {}) for seat in row.seats or (None,))


def planted_in(row: BookingRow) -> dict[str, tuple[str, str]]:
    """`metadata.agendamento_id` and `metadata.ref` by key of the row or seat, unverified, where both are told (rule 12)."""
    pairs = ((row.key_of(seat), (seat or row).metadata or {}) for seat in row.seats or (None,))
    read = ((key, text(told.get("agendamento_id")), text(told.get("ref"))) for key, told in pairs)
    return {key: (appointment_id, ref) for key, appointment_id, ref in read if appointment_id and ref}


def _news(
    row: BookingRow, seat: RowAttendee | None, table: MappingTable, verified: Mapping[str, Planted]
) -> BookingNews:
    """`updatedAt` stands for the send time. A seat was surely born by then; a row that names nobody makes no appointment:
    the people of a shared slot have left it."""
    people = (seat,) if seat else row.attendees
    answers, ranks = _answers(row, seat, table)
    is_own = seat is None
    return BookingNews(
        uid=row.uid,
        number=row.id if is_own else None,
        seat=None if seat is None else seat.seat_uid,
        sent_at=written_by(row) or NEVER,
        read_at=row.read_at,
        written_at=row.updated_at,
        born_at=row.created_at if is_own else None,
        rank=Rank.READ_BACK,
        creates=bool(people),
        births=not is_own,
        status=_status(row),
        slot=Slot(row.start, row.end) if row.start and row.end and row.end > row.start else None,
        predecessor=_predecessor(row) if is_own else None,
        root=_root(row) if is_own else None,
        answers=answers,
        ranks=ranks,
        absences=_absences(people),
        planted=verified.get(row.key_of(seat)),
        recurring=row.recurring_booking_uid is not None,
        edition=table.version,
        token=token_of(row, seat, table.version),
    )


def _absences(people: Sequence[RowAttendee]) -> dict[str, bool]:
    told = [each for each in people if each.email and each.absent is not None]
    return {(each.email or "").lower(): bool(each.absent) for each in told[:MOST]}


def written_by(row: BookingRow) -> datetime | None:
    """`updatedAt`, at most the answer's `Date` (rule 1) as exactly as that is known."""
    at, read_at = row.updated_at, row.read_at
    return read_at if at and read_at and at >= read_at + _DATE_LAG else at


def _status(row: BookingRow) -> RowStatus | None:
    return _STATUS.get((row.status or "").lower())


def _root(row: BookingRow) -> str | None:
    """The first row of the chain. A series has none, nor a shared slot that everybody has left."""
    has_one = row.recurring_booking_uid is None and bool(row.attendees) and row.seat_uid is None
    return root_of(row.ics_uid, row.uid) if has_one else None


def _predecessor(row: BookingRow) -> str | None:
    """A seat's row has none, or somebody else's (CALCOM.md L)."""
    return row.rescheduled_from_uid if row.rescheduled_from_uid != row.uid else None


def _answers(
    row: BookingRow, seat: RowAttendee | None, table: MappingTable
) -> tuple[dict[str, Any], dict[str, int]]:
    """Values by field name, and the ranks of those that differ from the news'."""
    booking = _as_booking(row, seat)
    fields = Fields(booking, table)
    told: dict[str, Answer] = {}
    for name, answer in _told(row, seat, fields):
        told.setdefault(name, answer)
    answers = {name: bounded_value(name, answer.value) for name, answer in told.items()}
    ranks = ranks_of(told)
    title = table.titles.at(booking.type, row.created_at)
    if title:  # by the catalogue, not by the row: any webhook knows better
        answers["tipo_consulta"], ranks["tipo_consulta"] = title, NO_RANK
    found = unit_of(booking, fields, table, Rank.READ_BACK)
    if found is None:
        return answers, ranks
    unit, rank = found
    where = {"nome_unidade": unit.nome_unidade, "nome_marca": unit.nome_marca, "fuso": unit.fuso}
    return answers | {"unidade": where}, ranks | {"unidade": rank}


def _told(row: BookingRow, seat: RowAttendee | None, fields: Fields) -> Iterator[Told]:
    yield from fields.of_patient()
    yield from fields.tags()
    reason = reason_of(row.cancellation_reason)
    status = _status(row)
    # On an open row it is why the visit was moved; on a shared one somebody else may have given it (CALCOM.md I29).
    if reason and seat is None and status is not None and not status.is_open:
        yield "motivo_cancelamento", Answer(reason)


def _as_booking(row: BookingRow, seat: RowAttendee | None) -> Booking:
    """The row in a delivery's words, as far as answers are read. Only a seat's own answers are that person's."""
    people = (seat,) if seat else row.attendees
    return Booking.model_validate(
        {
            "uid": row.uid,
            "type": row.event_type_slug,
            "eventTypeId": row.event_type_id,
            "attendees": [{"name": p.name, "email": p.email, "phoneNumber": p.phone_number} for p in people],
            "responses": (seat or row).booking_fields_responses,
            "metadata": (seat or row).metadata,
            "location": row.location,
        }
    )
