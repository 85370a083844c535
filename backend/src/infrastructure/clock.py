"""The real clock."""

from datetime import UTC, datetime


class SystemClock:
    """Tells whole milliseconds, the finest that MongoDB's dates keep, so that what is stored is what was told."""

    def now(self) -> datetime:
        present = datetime.now(UTC)
        return present.replace(microsecond=present.microsecond // 1000 * 1000)
