"""Bookings of API v2, version 2024-08-13 (CALCOM.md D3, L)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from calcom_integration.client import shapes
from calcom_integration.client.call import BOOKINGS, Call, checked_id, get, post
from calcom_integration.client.errors import Final, Refusal
from calcom_integration.client.filters import BookingFilter, spelled
from calcom_integration.client.paging import TAKE, BookingPage, PageReader, Reading, read_all
from calcom_integration.client.transport import Transport
from calcom_integration.dto.row import BookingRow


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBooking:
    """A booking to be made. `start` is aware UTC, `phone` E.164, `answers` raw values by slug, `metadata` flat texts (at most
    50, keys of 40, values of 500 characters)."""

    event_type_id: int
    start: datetime
    name: str = field(repr=False)
    time_zone: str
    email: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    language: str = "pt-BR"
    answers: Mapping[str, Any] = field(default_factory=dict, repr=False)
    metadata: Mapping[str, str] = field(default_factory=dict, repr=False)

    def body(self) -> dict[str, Any]:
        """Nothing but what Cal.com knows: an unknown key is a 400."""
        attendee = {"name": self.name, "timeZone": self.time_zone, "language": self.language}
        attendee |= _told(email=self.email, phoneNumber=self.phone)
        told = _told(bookingFieldsResponses=dict(self.answers), metadata=dict(self.metadata))
        return {"start": spelled(self.start), "eventTypeId": self.event_type_id, "attendee": attendee} | told


class Bookings:
    """Every method raises what `Transport.send` does, and Final(MALFORMED_ID) before anything is sent. Writes are never
    repeated after UnknownOutcome."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def page(self, asked: BookingFilter, skip: int = 0, take: int = TAKE) -> BookingPage:
        """One page, as Cal.com gives it: not filtered again."""
        query = asked.query() | {"take": take, "skip": skip}
        envelope = await self._transport.send(get("/bookings", BOOKINGS, query))
        rows = tuple(shapes.booking(item, envelope.at) for item in shapes.items(envelope["data"]))
        return BookingPage(rows, *shapes.total(envelope))

    async def all(self, asked: BookingFilter) -> Reading:
        """Every row that `asked` holds, by pages of 250."""
        return await read_all(self.reader(asked))

    def reader(self, asked: BookingFilter) -> PageReader:
        """The same, page by page."""
        return PageReader(lambda skip: self.page(asked, skip), asked)

    async def get(self, uid: str) -> tuple[BookingRow, ...]:
        """The row; all rows of a series where `uid` is the series'."""
        return await self._rows(get("/bookings/{uid}", BOOKINGS, uid=uid))

    async def create(self, booking: NewBooking) -> tuple[BookingRow, ...]:
        """The new row; several for a recurring event type."""
        return await self._rows(post("/bookings", BOOKINGS, booking.body()))

    async def reschedule(
        self, uid: str, start: datetime, *, reason: str = "", by: str = "", seat: str = ""
    ) -> BookingRow:
        """The new row: another uid, but for the owner's move of a seat. A seat takes neither reason nor author."""
        told = {"seatUid": checked_id(seat)} if seat else _told(reschedulingReason=reason, rescheduledBy=by)
        body = {"start": spelled(start)} | told
        return await self._row(post("/bookings/{uid}/reschedule", BOOKINGS, body, uid=uid))

    async def cancel(
        self, uid: str, *, reason: str, seat: str = "", subsequent: bool = False
    ) -> tuple[BookingRow, ...]:
        """The row, or all rows of a series where `uid` is the series'. `subsequent` cancels the later rows of one row's series
        too. A host must give a reason, of a seat too (CALCOM.md M4)."""
        if seat:
            return await self._cancel_seat(uid, checked_id(seat), reason)
        body = {"cancellationReason": reason} | ({"cancelSubsequentBookings": True} if subsequent else {})
        return await self._cancelled(uid, body)

    async def _cancel_seat(self, uid: str, seat: str, reason: str) -> tuple[BookingRow, ...]:
        """A server that knows no reason of a seat's cancel refuses the request before it does anything: asked without."""
        try:
            return await self._cancelled(uid, {"seatUid": seat, "cancellationReason": reason})
        except Final as refused:
            if refused.code is not Refusal.REASON_UNKNOWN:
                raise
        return await self._cancelled(uid, {"seatUid": seat})

    async def _cancelled(self, uid: str, body: Mapping[str, Any]) -> tuple[BookingRow, ...]:
        return await self._rows(post("/bookings/{uid}/cancel", BOOKINGS, body, uid=uid))

    async def confirm(self, uid: str) -> BookingRow:
        return await self._row(post("/bookings/{uid}/confirm", BOOKINGS, {}, uid=uid))

    async def decline(self, uid: str, *, reason: str = "") -> BookingRow:
        return await self._row(post("/bookings/{uid}/decline", BOOKINGS, _told(reason=reason), uid=uid))

    async def mark_absent(self, uid: str, attendees: Mapping[str, bool]) -> BookingRow:
        """`attendees`: e-mail → absent. Cal.com takes it after the start only."""
        body = {"attendees": [{"email": email, "absent": absent} for email, absent in attendees.items()]}
        return await self._row(post("/bookings/{uid}/mark-absent", BOOKINGS, body, uid=uid))

    async def _rows(self, call: Call) -> tuple[BookingRow, ...]:
        envelope = await self._transport.send(call)
        return shapes.written(call, lambda: shapes.bookings(envelope["data"], envelope.at))

    async def _row(self, call: Call) -> BookingRow:
        envelope = await self._transport.send(call)
        return shapes.written(call, lambda: shapes.booking(envelope["data"], envelope.at))


def _told(**values: Any) -> dict[str, Any]:
    """What is not empty."""
    return {name: value for name, value in values.items() if value}
