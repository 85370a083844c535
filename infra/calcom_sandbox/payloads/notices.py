"""Deliveries that carry no booking: NO_SHOW_UPDATED and PING (CALCOM.md A4)."""

from datetime import datetime

from calcom_sandbox.payloads.context import Json
from calcom_sandbox.payloads.times import with_millis
from calcom_sandbox.rows import Attendee, Booking


def no_show(row: Booking, attendee: Attendee) -> Json:
    """`bookingUid` instead of `uid`; neither times nor status."""
    verdict = "marcado como não compareceu" if attendee.no_show else "desmarcado como não compareceu"
    return {
        "message": f"{attendee.email} {verdict}",
        "attendees": [{"email": attendee.email, "noShow": attendee.no_show}],
        "bookingUid": row.uid,
        "bookingId": row.id,
    }


def ping(now: datetime) -> Json:
    """The test button's delivery: no uid, no bookingId, no status."""
    london = {"timeZone": "Europe/London", "language": {"locale": "en"}, "utcOffset": 0}
    return {
        "type": "Test",
        "title": "Test trigger event",
        "startTime": with_millis(now),
        "endTime": with_millis(now),
        "attendees": [{"email": "jdoe@example.com", "name": "John Doe", **london}],
        "organizer": {"name": "Cal", "email": "no-reply@cal.com", **london},
    }
