"""Rows that had to wait until all pages were read: closed ones, and new links of a chain whose predecessor is new too.

A closed row may have been moved: then another row names it, and the visit lives on there (CALCOM.md L). What closes a visit
goes in only once nothing that was read, and nothing that is known here, took its place.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from application.booked import BookedRows
from calcom_integration.dto.row import BookingRow
from calcom_integration.reconcile.entrance import Entrance, each_of
from calcom_integration.reconcile.report import Report
from calcom_integration.reconcile.sift import is_open, names_in


@dataclass
class Late:
    """`rows` by uid, as read last; `known` are those keys of theirs and their predecessors' that are known here;
    `replaced` are the uids that some row read names as its predecessor."""

    rows: dict[str, BookingRow] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    replaced: set[str] = field(default_factory=set)

    def note(self, read: Iterable[BookingRow], late: Iterable[BookingRow], known: Collection[str]) -> None:
        """Take in a page: all its rows, those of it that are late, and the keys that are known here."""
        for row in read:
            self.rows.pop(row.uid, None)  # read again, and perhaps not late any more
            self.replaced |= {row.rescheduled_from_uid} if row.rescheduled_from_uid else set()
        self.rows |= {row.uid: row for row in late}
        self.known |= {*known}.intersection(names_in(late))

    @property
    def ends(self) -> list[BookingRow]:
        """Those that nothing replaced, seats aside."""
        return [row for row in self.plain if row.uid not in self.replaced]

    @property
    def bridges(self) -> list[BookingRow]:
        """Those that were replaced and replaced another: what links the two. The newest of a chain first, so that the visit
        stands in all that is known of it while the others follow."""
        linking = [row for row in self.plain if row.uid in self.replaced and row.rescheduled_from_uid]
        return sorted(linking, key=lambda row: len(self._before(row)), reverse=True)

    @property
    def seated(self) -> list[BookingRow]:
        return [row for row in self.rows.values() if row.is_seated]

    @property
    def plain(self) -> list[BookingRow]:
        return [row for row in self.rows.values() if not row.is_seated]

    def ancestor(self, row: BookingRow) -> str | None:
        """The nearest earlier row of the chain that is known here, over the bridges; None where the row's own predecessor
        is it, or none is."""
        known = next((uid for uid in self._before(row) if uid in self.known), None)
        return known if known != row.rescheduled_from_uid else None

    def _before(self, row: BookingRow) -> list[str]:
        """The uids that the row followed on, the nearest first, as far as the late rows tell."""
        found: list[str] = []
        earlier = row.rescheduled_from_uid
        while earlier and earlier not in (row.uid, *found):
            found.append(earlier)
            bridge = self.rows.get(earlier)
            earlier = bridge.rescheduled_from_uid if bridge else None
        return found


async def settle(late: Late, booked: BookedRows, entrance: Entrance, report: Report) -> None:
    """Let in what must go in: the ends, each linked to what is known of its visit, and then the bridges between."""
    standing = await booked.by_keys([row.uid for row in late.ends])
    open_here = {key for key, each in standing.items() if each.is_open}

    async def judge(row: BookingRow) -> None:
        ancestor = late.ancestor(row)
        lives_on = row.rescheduled_to_uid or (row.uid in late.known and row.uid not in standing)
        if ancestor:
            await entrance.let_in(row, {row.uid: ancestor})
        elif is_open(row):
            await entrance.let_in(row)
        elif row.uid in open_here:
            await entrance.refresh(row)
        elif lives_on and not row.rescheduled_from_uid:
            report.tally.superseded += 1
        else:
            await entrance.let_in(row)

    await each_of(late.ends, judge)
    report.tally.superseded += len(late.plain) - len(late.ends) - len(late.bridges)
    for row in late.bridges:
        await entrance.let_in(row)
