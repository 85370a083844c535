"""Which Cal.com is played: 5.4 as recorded first, or Cal.diy 6.2 as it ran later (CALCOM.md L and M).

Every difference between the two has a name here, so that whoever reads an act or a shape sees what depends on the line.
"""

from dataclasses import dataclass
from typing import Literal

LineName = Literal["5.4", "6.2"]


@dataclass(frozen=True)
class Line:
    """`app_name` is what stands after the `@` of a calendar uid; `webhook_version` the header of a delivery, empty: none."""

    name: LineName
    app_name: str = "Cal.com"
    webhook_version: str = ""
    # A declined or cancelled row can still be confirmed (M3).
    confirms_closed: bool = False
    # A seat's cancel takes a reason, and asks the host for one (M4).
    seat_cancel_has_reason: bool = False
    # Marking an absence changes `updatedAt` (M6).
    absence_is_an_update: bool = True
    # A series cancelled through the API is announced with its rule (M7).
    api_series_names_rule: bool = True
    # Rows, event types and deliveries have the columns and settings of 2026, and a request says what its row reads: of a moved
    # booking only the calendar uid names the row before it (M2, M8, M9, recorded).
    is_2026: bool = False

    def ical_uid(self, uid: str) -> str:
        """The calendar uid of a row with this booking uid (M1)."""
        return f"{uid}@{self.app_name}"


LINE_5_4 = Line("5.4")
LINE_6_2 = Line(
    "6.2",
    app_name="Cal.diy",
    webhook_version="2021-10-20",
    confirms_closed=True,
    seat_cancel_has_reason=True,
    absence_is_an_update=False,
    api_series_names_rule=False,
    is_2026=True,
)
LINES: dict[str, Line] = {line.name: line for line in (LINE_5_4, LINE_6_2)}
