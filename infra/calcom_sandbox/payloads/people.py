"""Organiser and attendees in the spellings of the different deliveries."""

from datetime import datetime

from calcom_sandbox.catalogue import Organiser
from calcom_sandbox.payloads.context import Json, utc_offset
from calcom_sandbox.rows import Attendee

LOCALE = {"locale": "pt-BR"}
TIME_FORMAT = "HH:mm"


def host(organiser: Organiser, start: datetime) -> Json:
    """The organiser in full: CREATED, REQUESTED, RESCHEDULED, CANCELLED."""
    return {"id": organiser.id, **host_without_id(organiser, start)}


def host_without_id(organiser: Organiser, start: datetime) -> Json:
    """The organiser of confirmations and rejections (CALCOM.md A5, `organizer`)."""
    return host_asking_for_change(organiser, start) | {"timeFormat": TIME_FORMAT}


def host_of_payment(organiser: Organiser, start: datetime) -> Json:
    """The organiser of payment deliveries: no `username`."""
    return {key: value for key, value in host(organiser, start).items() if key != "username"}


def host_asking_for_change(organiser: Organiser, start: datetime) -> Json:
    """The organiser of a request to reschedule: neither `id` nor `timeFormat`."""
    return {
        "email": organiser.email,
        "name": organiser.name,
        "username": organiser.username,
        "timeZone": organiser.timeZone,
        "language": LOCALE,
        "utcOffset": utc_offset(organiser.timeZone, start),
    }


def booker(attendee: Attendee, start: datetime) -> Json:
    """An attendee at booking time: empty first and last name, a phone only if one was asked for."""
    phone = {"phoneNumber": attendee.phone_number} if attendee.phone_number else {}
    return {**identity(attendee, start), **phone, "firstName": "", "lastName": ""}


def known(attendee: Attendee, start: datetime) -> Json:
    """An attendee read back from the table: always a phone, null where there is none."""
    return {**identity(attendee, start), "phoneNumber": attendee.phone_number}


def identity(attendee: Attendee, start: datetime) -> Json:
    """What every spelling of an attendee has."""
    return {
        "email": attendee.email,
        "name": attendee.name,
        "timeZone": attendee.time_zone,
        "language": {"locale": attendee.locale},
        "utcOffset": utc_offset(attendee.time_zone, start),
    }


def attendee_row(attendee: Attendee, booking_id: int) -> Json:
    """The raw table row, as MEETING_* and a seat's CANCELLED show it."""
    return {
        "id": attendee.id,
        "email": attendee.email,
        "name": attendee.name,
        "timeZone": attendee.time_zone,
        "phoneNumber": attendee.phone_number,
        "locale": attendee.locale,
        "bookingId": booking_id,
        "noShow": attendee.no_show,
    }
