"""Cal.com's own rows read as visits: an own small linking, so that the product's is not its own judge."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from chaos.verdict.snapshots import Visit

Row = Mapping[str, Any]
_OPEN = ("ACCEPTED", "PENDING")
_TOLD = (
    "uid",
    "from_reschedule",
    "status",
    "rescheduled",
    "start",
    "created_at",
    "updated_at",
    "event_type_id",
    "cancelled_by",
)
# Why a row was closed, where it was not merely replaced by a later one.
_CLOSED_FOR = ("cancelled_by", "rejection_reason")
_REASONS = ("cancellation_reason", "rejection_reason")


def visits(rows: Sequence[Row], seat_takers: Mapping[str, datetime]) -> list[Visit]:
    """Every visit of the sandbox's rows; `seat_takers` are all who ever took a seat, by e-mail, with the instant (UTC)
    at which somebody last did something about it at Cal.com, which keeps no time of a seat."""
    seated = [row for row in rows if row["responses"] is None]
    linked = _linked([row for row in rows if row["responses"] is not None])
    return [*map(_visit, linked), *(_seat(email, at, seated) for email, at in seat_takers.items())]


def _linked(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows by the first row that they go back to, oldest first."""
    by_uid = {row["uid"]: row for row in rows}
    chains: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: int(row["id"])):
        first = row
        while first["from_reschedule"] in by_uid:
            first = by_uid[first["from_reschedule"]]
        chains[first["uid"]].append(row)
    return list(chains.values())


def _visit(chain: Sequence[Row]) -> Visit:
    last = next((row for row in reversed(chain) if row["status"] in _OPEN), chain[-1])
    return Visit(
        name=chain[0]["uid"],
        keys=frozenset(row["uid"] for row in chain),
        is_open=last["status"] in _OPEN,
        start=instant(last["start"]),
        moved_at=instant(last["created_at"]),
        is_pending=last["status"] == "PENDING",
        left=tuple((instant(row["start"]), at) for row, at in _left(chain)),
        said=frozenset(text for row in chain for text in _texts(row)),
        chosen_at=max((at for row, at in _left(chain) if _was_off(row)), default=None),
        revived_at=max((instant(row["updated_at"]) for row in chain if _is_revived(row)), default=None),
        was_answered=len(chain) > 1 or last["updated_at"] != last["created_at"],
        # The stand-in keeps a row's one-time password until somebody accepts it.
        accepted=tuple((instant(row["created_at"]), row["one_time_password"] is None) for row in chain),
        told=tuple({name: row[name] for name in _TOLD} for row in chain),
    )


def _left(chain: Sequence[Row]) -> Iterator[tuple[Row, datetime]]:
    """The rows that a later one replaced, with the instant of that."""
    for row in chain:
        made = [instant(each["created_at"]) for each in chain if each["from_reschedule"] == row["uid"]]
        if made:
            yield row, min(made)


def _was_off(row: Row) -> bool:
    """Whether it was closed, declined or asked to move; a row that was merely replaced is closed for no reason."""
    return any(row[name] for name in _CLOSED_FOR)


def _is_revived(row: Row) -> bool:
    """Whether it stands though it was closed: it still says why, and not only why it was moved here."""
    moved_for = (None, (row["responses"] or {}).get("rescheduleReason"))
    return row["status"] in _OPEN and (_was_off(row) or row["cancellation_reason"] not in moved_for)


def _texts(row: Row) -> Iterable[str]:
    told = [*(row["responses"] or {}).values(), *(row[name] for name in _REASONS)]
    return (each for each in told if isinstance(each, str))


def _seat(email: str, moved_at: datetime, seated: Sequence[Row]) -> Visit:
    """The person's seats: on an open row the one that counts, on a closed row one that went with it."""
    places = [(row, key) for row in seated for key in _keys(row, email)]
    open_ones = [(row, key) for row, key in places if row["status"] in _OPEN]
    row, _ = max(open_ones or places, key=lambda place: int(place[0]["id"]), default=(None, ""))
    return Visit(
        name=f"assento de {email}" + (f" ({len(open_ones)} abertos)" if len(open_ones) > 1 else ""),
        keys=frozenset(key for _, key in open_ones or places),
        is_open=bool(open_ones),
        start=instant(row["start"]) if row else None,
        moved_at=moved_at,
        seated_email=email,
        left=None,
        said=frozenset(text for row, _ in places for text in _seat_texts(row, email)),
        told=tuple({name: each[name] for name in _TOLD} | {"seat": key} for each, key in places),
    )


def _keys(row: Row, email: str) -> list[str]:
    ids = {each["id"] for each in row["attendees"] if each["email"] == email}
    return [f"{row['uid']}/{seat['reference_uid']}" for seat in row["seats"] if seat["attendee_id"] in ids]


def _seat_texts(row: Row, email: str) -> Iterable[str]:
    ids = {each["id"] for each in row["attendees"] if each["email"] == email}
    told = (seat["responses"].values() for seat in row["seats"] if seat["attendee_id"] in ids)
    return (each for values in told for each in values if isinstance(each, str))


def instant(text: str) -> datetime:
    """An instant as the sandbox tells it."""
    return datetime.fromisoformat(text)
