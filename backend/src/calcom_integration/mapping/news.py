"""One event as booking news, by DESIGN.md's rules of the join (the numbers in the comments) and CALCOM.md."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from calcom_integration.dto import Booking, Event
from calcom_integration.dto.lenient import text
from calcom_integration.mapping.answers import Answer
from calcom_integration.mapping.fields import Fields, Told, ranks_of, real_email
from calcom_integration.mapping.table import MappingTable
from calcom_integration.mapping.unit import unit_of
from calcom_integration.triggers import Trigger
from domain.booking.news import BookingNews, Person, Planted, Rank
from domain.booking.row import NEVER, RowStatus
from domain.slots import Slot
from domain.text import MOST, bounded_value

# What a trigger says of the row whatever its payload says: PAYMENT_INITIATED claims ACCEPTED (rule 1, CALCOM.md I12).
_STATUS = {
    Trigger.REQUESTED: RowStatus.PENDING,
    Trigger.PAYMENT_INITIATED: RowStatus.PENDING,
    Trigger.CANCELLED: RowStatus.CANCELLED,
    Trigger.REJECTED: RowStatus.REJECTED,
}
_TOLD_STATUS = {status.name: status for status in RowStatus} | {"AWAITING_HOST": RowStatus.PENDING}
_UID = re.compile(r"[0-9A-Za-z]{6,64}")
# Uids of one server are as long as each other, nearly; a calendar's own identifiers are longer, or have hyphens.
_LONGER = 2
# A send time further than this after the arrival is not believed (rule 1).
_AHEAD = timedelta(minutes=5)
_LONGEST_VISIT = 24 * 60  # minutes
_FIXED_REASON = "Please reschedule."


def news_of(
    event: Event, table: MappingTable, verified: Planted | None = None, received_at: datetime | None = None
) -> BookingNews:
    """What `event` says of a booking row, by `table`. `verified` is the planted appointment whose reference was
    checked (see `planted`), `received_at` (UTC) when the event arrived, where that is known."""
    booking, trigger = event.booking, event.trigger
    rank, seat = _rank(event), booking.attendee_seat_id
    answers, ranks = _answers(event, table, rank)
    sent_at, status = sent(event, received_at), _status(event)
    return BookingNews(
        uid=booking.uid or "",
        number=None if booking.is_seated else booking.number,
        seat=seat,
        people=_people(event),
        sent_at=sent_at or NEVER,
        rank=rank,
        creates=_is_register(trigger) and booking.uid is not None,
        births=trigger.makes_a_row and not _moves_everybody(event),
        status=status,
        accepts=trigger is Trigger.CREATED and status is RowStatus.ACCEPTED and sent_at == event.sent_at,
        reschedule_requested=_asks_to_move(event),
        slot=_slot(booking) if _is_register(trigger) else None,
        predecessor=_predecessor(event),
        root=_root(event),
        answers=answers,
        ranks=ranks,
        absences=_absences(event),
        planted=verified,
        recurring=booking.recurring_event is not None,
        edition=table.version,
    )


def sent(event: Event, received_at: datetime | None) -> datetime | None:
    """When the event was sent (UTC): when it arrived, where that is unreadable or too far ahead (rule 1). None of a MEETING_*,
    which never says."""
    if event.trigger.is_meeting or received_at is None:
        return event.sent_at
    is_believed = event.sent_at is not None and event.sent_at <= received_at + _AHEAD
    return event.sent_at if is_believed else received_at


def planted(event: Event) -> tuple[str, str] | None:
    """`metadata.agendamento_id` and `metadata.ref`, unverified, where both are told (rule 12)."""
    metadata = _read(event).metadata or {}
    appointment_id, ref = text(metadata.get("agendamento_id")), text(metadata.get("ref"))
    return (appointment_id, ref) if appointment_id and ref else None


def _read(event: Event) -> Booking:
    """The booking as far as it may be believed: PAID has lost the answers, and its metadata is the payment's (CALCOM.md I11)."""
    if event.trigger is not Trigger.PAID:
        return event.booking
    lost = ("responses", "user_fields_responses", "custom_inputs", "metadata")
    return event.booking.model_copy(update=dict.fromkeys(lost))


def _is_register(trigger: Trigger) -> bool:
    """MEETING_* are frozen copies, and a no-show has no times: they make no row and move no slot (rules 2, 4, 10)."""
    return not trigger.is_meeting and trigger is not Trigger.NO_SHOW


def _rank(event: Event) -> Rank:
    if event.trigger is Trigger.CREATED and event.booking.ical_sequence is None:
        return Rank.CONFIRMATION  # made by a confirmation or a payment: a thin copy (CALCOM.md L)
    return Rank.PATIENT if event.trigger.makes_a_row else Rank.PASSING


def _status(event: Event) -> RowStatus | None:
    if event.trigger is Trigger.PAID:
        return _paid(event.booking)
    if event.trigger in (Trigger.CREATED, Trigger.RESCHEDULED):
        return _TOLD_STATUS.get((event.booking.status or "").upper(), RowStatus.ACCEPTED)
    return _STATUS.get(event.trigger)


def _paid(booking: Booking) -> RowStatus | None:
    """A payment of no row, or of one that waits for its confirmation, accepts nothing (rule 1)."""
    is_accepted = booking.uid is not None and (booking.status or "").upper() == RowStatus.ACCEPTED.name
    return RowStatus.ACCEPTED if is_accepted else None


def _asks_to_move(event: Event) -> bool:
    """Before 2026 a host's request to reschedule is a CANCELLED without a status, no more (rule 3)."""
    flagged = event.booking.status is None or event.booking.request_reschedule is True
    return event.trigger is Trigger.CANCELLED and flagged


def _slot(booking: Booking) -> Slot | None:
    start, end = booking.start_time, booking.end_time
    if start is None:
        return None
    if end is not None and end > start:
        return Slot(start, end)
    is_length = booking.length is not None and 0 < booking.length <= _LONGEST_VISIT
    return Slot(start, start + timedelta(minutes=booking.length or 0)) if is_length else None


def _predecessor(event: Event) -> str | None:
    """A new row names the row it replaced; paid and confirmed types too (CALCOM.md A10)."""
    older = event.booking.reschedule_uid if event.trigger.makes_a_row else None
    return older if older != event.booking.uid else None


def _root(event: Event) -> str | None:
    """The first row of the chain. Seats and series have others' calendar uids (rule 9)."""
    booking = event.booking
    if booking.is_seated or booking.recurring_event is not None or not _is_register(event.trigger):
        return None
    return root_of(booking.ical_uid, booking.uid)


def root_of(calendar_uid: str | None, uid: str | None) -> str | None:
    """The first row of a chain, by the calendar uid that survives reschedules: what stands before its `@`, whatever the
    operator calls the server (CALCOM.md M1). None where that is `uid` itself, or does not look like a uid of the same server."""
    root, at, _ = (calendar_uid or "").partition("@")
    is_alike = at and uid and _UID.fullmatch(root) and abs(len(root) - len(uid)) <= _LONGER
    return root if is_alike and root != uid else None


def _people(event: Event) -> tuple[Person, ...]:
    """Whom news of a shared slot means, where no seat is named: the booker alone where a seat is taken, else everybody
    listed. Guests come without a name, and have no seat of their own (rule 9, CALCOM.md A5)."""
    booking = event.booking
    if not booking.is_seated or booking.attendee_seat_id or event.trigger is Trigger.NO_SHOW:
        return ()
    everybody = tuple(Person(real_email(a.email) or "", a.name) for a in booking.attendees if a.name)
    return everybody[:1] if _takes_a_seat(event.trigger) else everybody


def _moves_everybody(event: Event) -> bool:
    """The owner moved a whole seated slot: nobody took a seat (CALCOM.md L)."""
    booking = event.booking
    return booking.is_seated and not booking.attendee_seat_id and not _takes_a_seat(event.trigger)


def _takes_a_seat(trigger: Trigger) -> bool:
    """RESCHEDULED without a seat is the owner moving the whole slot."""
    return trigger.makes_a_row and trigger is not Trigger.RESCHEDULED


def _absences(event: Event) -> dict[str, bool]:
    if event.trigger is not Trigger.NO_SHOW:
        return {}
    told = [a for a in event.booking.attendees if a.email and a.no_show is not None]
    return {(a.email or "").lower(): bool(a.no_show) for a in told[:MOST]}


def _answers(event: Event, table: MappingTable, rank: Rank) -> tuple[dict[str, Any], dict[str, int]]:
    """Values by field name, and the ranks of those that differ from the news'."""
    booking = _read(event)
    fields = Fields(booking, table)
    told: dict[str, Answer] = {}
    for name, answer in _told(event, fields):
        told.setdefault(name, answer)
    answers = {name: bounded_value(name, answer.value) for name, answer in told.items()}
    ranks = ranks_of(told)
    found = unit_of(booking, fields, table, rank)
    if found:
        unit, ranks["unidade"] = found
        answers["unidade"] = {
            "nome_unidade": unit.nome_unidade,
            "nome_marca": unit.nome_marca,
            "fuso": unit.fuso,
        }
    return answers, ranks


def _told(event: Event, fields: Fields) -> Iterator[Told]:
    booking = event.booking
    if _tells_of_patient(event):
        yield from fields.of_patient()
        yield from fields.tags()
    kind = booking.event_title or booking.event_type_title
    if kind:
        yield "tipo_consulta", Answer(kind)
    reason = _reason(event)
    if reason:
        yield "motivo_cancelamento", Answer(reason)


def _tells_of_patient(event: Event) -> bool:
    """In a shared slot only the taking (or moving) of a seat is surely told in that person's own words (rule 9)."""
    booking, trigger = event.booking, event.trigger
    if trigger is Trigger.NO_SHOW:
        return False  # its first attendee is whoever was absent, a guest perhaps
    own_seat = trigger.makes_a_row and (booking.attendee_seat_id is not None or _takes_a_seat(trigger))
    return own_seat or not booking.is_seated


def _reason(event: Event) -> str | None:
    """Why the row was closed."""
    if event.trigger is Trigger.REJECTED:
        return event.booking.rejection_reason
    if event.trigger is not Trigger.CANCELLED:
        return None
    return reason_of(event.booking.cancellation_reason)


def reason_of(told: str | None) -> str | None:
    """A reason for closing a row, without the fixed words of a request to reschedule."""
    return (told or "").removeprefix(_FIXED_REASON).strip() or None
