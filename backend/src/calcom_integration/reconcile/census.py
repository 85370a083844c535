"""The bookings that a run saw stand at Cal.com, held against what stands here when it ends (see `completeness`)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from application.booked import Booked, BookedRows
from application.ports import AppointmentRepository
from calcom_integration.dto.row import BookingRow
from calcom_integration.mapping.table import MappingTable
from calcom_integration.reconcile import completeness
from calcom_integration.reconcile.completeness import Listed, Unaccounted, Why
from calcom_integration.reconcile.sift import is_open
from domain.slots import Slot, local_day

_CHUNK = 1000  # keys in one query


class Census:
    """Keeps a few words of each row, not the row. `table` is the record, once `account` was called."""

    def __init__(self, booked: BookedRows, repository: AppointmentRepository, default_zone: str) -> None:
        self._booked, self._repository, self._default_zone = booked, repository, default_zone
        self._rows: dict[str, tuple[Listed, ...]] = {}
        self._units: dict[int | None, str | None] = {}
        self.table: Mapping[str, Any] | None = None

    def note(self, page: Iterable[BookingRow], mapping: MappingTable) -> None:
        """Take in a page; of a row that was read before what it says now."""
        zones: dict[int | None, str] = {}
        for row in page:
            if row.event_type_id not in zones:
                unit = mapping.unit_of_type(row.event_type_id, row.event_type_slug)
                zones[row.event_type_id] = unit.fuso if unit else self._default_zone
                self._units[row.event_type_id] = unit.nome_unidade if unit else None
            self._rows[row.uid] = _listed(row, zones[row.event_type_id]) if is_open(row) else ()

    async def standing(self, read: Iterable[Booked] = ()) -> dict[str, Booked]:
        """Of all that stands there what stands for an appointment here, open or closed, by key. What was `read` just now is
        believed."""
        known = {each.key: each for each in read}
        keys = [each.key for each in self._all()]
        found = {key: known[key] for key in keys if key in known}
        unread = [key for key in keys if key not in known]
        for first in range(0, len(unread), _CHUNK):
            found |= await self._booked.by_keys(unread[first : first + _CHUNK])
        return found

    async def account(self, standing: Mapping[str, Booked], vanished: Sequence[Booked]) -> None:
        """Write the table. `vanished` are open here, and unknown there."""
        listed = self._all()
        others = [await self._other(each) for each in completeness.unaccounted(listed, standing)]
        gone = [self._gone(each) for each in vanished]
        self.table = completeness.table(listed, [*(each for each in others if each), *gone], self._units.get)

    def _all(self) -> list[Listed]:
        return [each for several in self._rows.values() for each in several]

    async def _other(self, listed: Listed) -> Unaccounted | None:
        known = await self._repository.find_by_keys([listed.key])
        first = known[0] if known else None
        is_erased = first is None and await self._repository.is_erased([listed.key])
        why = completeness.reason(listed, first, is_erased=is_erased)
        if why is None:
            return None
        day = listed.day.isoformat() if listed.day else None
        return Unaccounted(listed.key, why, day, listed.event_type_id, first.id if first else None)

    def _gone(self, here: Booked) -> Unaccounted:
        day = local_day(here.told.inicio, self._default_zone).isoformat() if here.told else None
        return Unaccounted(here.key, Why.GONE_THERE, day, None, here.appointment_id)


def _listed(row: BookingRow, zone: str) -> tuple[Listed, ...]:
    """An open row that hides who sits on it stands for itself."""
    slot = Slot(row.start, row.end) if row.start and row.end else None
    day = local_day(slot.inicio, zone) if slot else None
    return tuple(Listed(key, row.event_type_id, day, slot) for key in row.keys)
