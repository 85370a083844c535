"""What Cal.com sends, typed: bytes in, an event in Cal.com's words out."""

from calcom_integration.dto.booking import Attendee, Booking
from calcom_integration.dto.event import Event, peek, read

__all__ = ["Attendee", "Booking", "Event", "peek", "read"]
