"""MEETING_* deliveries: written when a visit is accepted, sent by a cron job (CALCOM.md A8, H3)."""

from datetime import datetime, timedelta
from typing import Literal

from calcom_sandbox.courier import dump
from calcom_sandbox.payloads.meeting import meeting
from calcom_sandbox.rows import Booking, ScheduledTrigger
from calcom_sandbox.sandbox import Sandbox

MeetingTrigger = Literal["MEETING_STARTED", "MEETING_ENDED"]
_FORGOTTEN_AFTER = timedelta(hours=24)


def schedule(box: Sandbox, row: Booking) -> None:
    """Freeze both deliveries of an accepted visit."""
    box.store.schedule(
        [
            _frozen(box, row, "MEETING_STARTED", row.start),
            _frozen(box, row, "MEETING_ENDED", row.end),
        ]
    )


def unschedule(box: Sandbox, *rows: Booking) -> None:
    """Drop the deliveries of visits that will not be at that time."""
    ids = {row.id for row in rows}
    box.store.unschedule(trigger for trigger in box.store.scheduled() if trigger.booking_id in ids)


async def run_due(box: Sandbox) -> int:
    """The cron job: send what is due, throw away what is over a day late; returns how many were sent."""
    now = box.now()
    due = [trigger for trigger in box.store.scheduled() if trigger.due <= now]
    box.store.unschedule(due)
    fresh = [trigger for trigger in due if trigger.due > now - _FORGOTTEN_AFTER]
    for trigger in fresh:
        await _send(box, trigger)
    return len(fresh)


async def fire(box: Sandbox, uid: str, trigger: MeetingTrigger) -> int:
    """Send one visit's delivery at once, whatever the time; returns 0 when none is scheduled."""
    booking_id = box.booking(uid).id
    wanted = [
        each for each in box.store.scheduled() if each.booking_id == booking_id and each.trigger == trigger
    ]
    box.store.unschedule(wanted)
    for each in wanted:
        await _send(box, each)
    return len(wanted)


def _frozen(box: Sandbox, row: Booking, trigger: MeetingTrigger, due: datetime) -> ScheduledTrigger:
    body = {"triggerEvent": trigger, **meeting(box.context(row.event_type_id), row)}
    return ScheduledTrigger(booking_id=row.id, trigger=trigger, due=due, body=dump(body))


async def _send(box: Sandbox, trigger: ScheduledTrigger) -> None:
    uid = box.store.row(trigger.booking_id).uid
    await box.courier.send_text(trigger.trigger, uid, trigger.body)
