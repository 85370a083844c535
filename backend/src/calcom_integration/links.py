"""Where staff open a booking at Cal.com (CALCOM.md G, end)."""

from urllib.parse import quote


class CalComLinks:
    """Implements the port BookingLinks. `base_url` is Cal.com's web application; empty where none is configured."""

    def __init__(self, base_url: str) -> None:
        self._base = base_url.rstrip("/")

    def url(self, key: str) -> str | None:
        """The booking's page; a seat's with its seat named."""
        uid, _, seat = key.partition("/")
        suffix = f"?seatReferenceUid={quote(seat, safe='')}" if seat else ""
        return f"{self._base}/booking/{quote(uid, safe='')}{suffix}" if self._base else None

    def reschedule_url(self, key: str) -> str | None:
        """The page that moves the booking; a seat is moved by its own reference."""
        uid, _, seat = key.partition("/")
        return f"{self._base}/reschedule/{quote(seat or uid, safe='')}" if self._base else None
