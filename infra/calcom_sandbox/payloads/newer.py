"""What Cal.diy 6.2 says beside 5.4's words, and the one delivery that it builds anew: a request (CALCOM.md M, recorded)."""

from uuid import NAMESPACE_URL, uuid5

from calcom_sandbox.catalogue import Organiser
from calcom_sandbox.payloads import people
from calcom_sandbox.payloads.answers import row_answers
from calcom_sandbox.payloads.context import Context, Json
from calcom_sandbox.payloads.times import with_millis
from calcom_sandbox.rows import Attendee, Booking

_OPEN: Json = {"disableRescheduling": False, "disableCancelling": False, "hideBranding": False}
BOOKER: Json = {**_OPEN, "hashedLink": None}
CANCELLED: Json = {"schedulingType": None, "hideBranding": False, "requestReschedule": False}
_REQUEST: Json = {
    "platformClientId": "",
    "platformRescheduleUrl": "",
    "platformCancelUrl": "",
    "platformBookingUrl": "",
    "organizationId": None,
    "assignmentReason": [],
}


def requested(ctx: Context, event: Json, row: Booking) -> Json:
    """The request of `event`, read back from its row: nothing but the calendar uid names the row before it (M2).

    Of a booking that was not moved the shape was not recorded; it is taken to be the same.
    """
    responses, user_fields = row_answers(ctx.event_type, row)
    return (
        event
        | _REQUEST
        | {
            "startTime": with_millis(row.start),
            "endTime": with_millis(row.end),
            "attendees": [_read_back(each, row) for each in row.attendees],
            "responses": responses,
            "userFieldsResponses": user_fields,
            "requiresConfirmation": True,
            "metadata": row.metadata | {"videoCallUrl": ""},
        }
    )


def confirmed(row: Booking) -> Json:
    """What a confirmation says more; `metadata` is no longer forgotten (CALCOM.md A10)."""
    return _OPEN | {
        "description": row.description,
        "additionalNotes": row.description,
        "hideCalendarNotes": False,
        "hideCalendarEventDetails": False,
        "seatsPerTimeSlot": None,
        "seatsShowAttendees": False,
        "organizationId": None,
        "assignmentReason": None,
        "metadata": row.metadata,
    }


def user(organiser: Organiser) -> Json:
    """The host's account in a MEETING_*."""
    return {"uuid": _account(organiser), "isPlatformManaged": False}


def meeting(organiser: Organiser) -> Json:
    """The row's column that names the host's account."""
    return {"userUuid": _account(organiser)}


def _account(organiser: Organiser) -> str:
    return str(uuid5(NAMESPACE_URL, organiser.email))


def _read_back(attendee: Attendee, row: Booking) -> Json:
    first, _, last = attendee.name.partition(" ")
    names = {"firstName": first, "lastName": last}
    return people.known(attendee, row.start) | {"bookingSeat": None} | names
