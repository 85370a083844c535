"""The three spellings of one UTC instant that deliveries mix (CALCOM.md F)."""

from datetime import UTC, datetime


def zulu(instant: datetime) -> str:
    """`…T13:00:00Z`: CREATED, REQUESTED, RESCHEDULED."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def with_offset(instant: datetime) -> str:
    """`…T13:00:00+00:00`: CANCELLED, in the zone of a server that runs in UTC."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")


def with_millis(instant: datetime) -> str:
    """`…T13:00:00.000Z`: REJECTED, CREATED by confirmation or payment, PAID, MEETING_*, `createdAt`."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
