"""Every trigger Cal.com is known to send (CALCOM.md A3): what we read, and what we leave alone and why."""

from enum import StrEnum

NO_TRIGGER = "sem_gatilho"
UNKNOWN_TRIGGER = "gatilho_desconhecido"


class Trigger(StrEnum):
    """The triggers that say something of an appointment."""

    CREATED = "BOOKING_CREATED"
    REQUESTED = "BOOKING_REQUESTED"
    RESCHEDULED = "BOOKING_RESCHEDULED"
    PAYMENT_INITIATED = "BOOKING_PAYMENT_INITIATED"
    PAID = "BOOKING_PAID"
    CANCELLED = "BOOKING_CANCELLED"
    REJECTED = "BOOKING_REJECTED"
    NO_SHOW = "BOOKING_NO_SHOW_UPDATED"
    MEETING_STARTED = "MEETING_STARTED"
    MEETING_ENDED = "MEETING_ENDED"

    @property
    def makes_a_row(self) -> bool:
        """Sent when a booking row (or a seat) comes into being or is first accepted."""
        return self in _BIRTHS

    @property
    def is_meeting(self) -> bool:
        """Frozen when the booking was made, and flat: its `createdAt` is no send time (CALCOM.md A4, L)."""
        return self in (Trigger.MEETING_STARTED, Trigger.MEETING_ENDED)


_BIRTHS = frozenset({Trigger.CREATED, Trigger.REQUESTED, Trigger.RESCHEDULED, Trigger.PAYMENT_INITIATED})

_HANDLED = frozenset(trigger.value for trigger in Trigger)

IGNORED = {
    "PING": "ping",
    "FORM_SUBMITTED": "formulario",
    "FORM_SUBMITTED_NO_EVENT": "formulario",
    "ROUTING_FORM_FALLBACK_HIT": "formulario",
    "OOO_CREATED": "fora_do_escritorio",
    "RECORDING_READY": "gravacao",
    "RECORDING_TRANSCRIPTION_GENERATED": "gravacao",
    "INSTANT_MEETING": "reuniao_instantanea",
    "INSTANT_MEETING_ACCEPTED": "reuniao_instantanea",
    "AFTER_HOSTS_CAL_VIDEO_NO_SHOW": "ausencia_em_video",
    "AFTER_GUESTS_CAL_VIDEO_NO_SHOW": "ausencia_em_video",
    "BOOKING_LOCATION_UPDATED": "local_alterado",
    "BOOKING_REASSIGNED": "anfitriao_alterado",
    "WRONG_ASSIGNMENT_REPORT": "atribuicao_contestada",
    "CALENDAR_ENTRY_REJECTED": "calendario",
    "DELEGATION_CREDENTIAL_ERROR": "credencial",
    "DELEGATION_CREDENTIAL_SECRET_ROTATED": "credencial",
    "DELEGATION_CREDENTIAL_SECRET_ROTATION_FAILED": "credencial",
    "DELEGATION_CREDENTIAL_ROTATION_REQUIRED": "credencial",
}


def reason_to_ignore(name: str) -> str | None:
    """Why a delivery with this trigger is left alone; None where we read it."""
    return None if name in _HANDLED else IGNORED.get(name, UNKNOWN_TRIGGER)


def label(name: str | None) -> str:
    """The trigger as a metric's label: one of the known names, or `unknown`."""
    return name if name in _HANDLED or name in IGNORED else "unknown"
