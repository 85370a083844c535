"""When runs are asked for: what changed, every few minutes; the whole window, nightly; what a series became, soon after. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import uuid4

from calcom_integration.run import Kind, Run, RunState, Window
from domain.slots import zone
from domain.users import User

BY_CLOCK, BY_SERIES = "relogio", "serie"
_BACK, _AHEAD = timedelta(days=30), timedelta(days=180)
# A nightly run that failed or was killed is asked for again, no sooner than this.
_AGAIN = timedelta(minutes=10)
_SERIES_WAIT = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class Pace:
    """`every` is how often what changed is read; `hour` is when, at the clinic in the IANA zone `zone`, the whole window is."""

    every: timedelta
    hour: int
    zone: str


def asked_for(
    kind: Kind,
    by: User | str,
    now: datetime,
    *,
    window: Window | None = None,
    dry_run: bool = False,
) -> Run:
    """A run that somebody asked for, due at once. `by` is a user, or what else asks, in a word."""
    name, by_id = (by.name, by.id) if isinstance(by, User) else (by, None)
    return Run(
        id=str(uuid4()),
        kind=kind,
        by=name,
        by_id=by_id,
        due_at=now,
        asked_at=now,
        window=window or Window(),
        dry_run=dry_run,
    )


def days(first: date, last: date, zone_name: str) -> Window:
    """Whole days, both included, in the IANA zone."""
    midnight = time(tzinfo=zone(zone_name))
    end = datetime.combine(last + timedelta(days=1), midnight)
    return Window(_utc(datetime.combine(first, midnight)), _utc(end))


def usual_window(now: datetime) -> Window:
    return Window(now - _BACK, now + _AHEAD)


def every_few_minutes(now: datetime, pace: Pace) -> Run:
    """The periodic run of this moment: the same for every worker that asks, and until the next one is due."""
    number = int(now.timestamp() / pace.every.total_seconds())
    return Run(id=f"mudancas-{number}", kind=Kind.INCREMENTAL, by=BY_CLOCK, due_at=now, asked_at=now)


def nightly(now: datetime, newest: Run | None, pace: Pace) -> Run | None:
    """The run of the whole window where tonight's is still to be asked for. `newest` is the newest of that kind."""
    local = now.astimezone(zone(pace.zone))
    tonight = _utc(local.replace(hour=pace.hour, minute=0, second=0, microsecond=0))
    if now < tonight or (newest is not None and newest.asked_at >= tonight and not _is_lost(newest, now)):
        return None
    number = int(now.timestamp() / _AGAIN.total_seconds())
    return Run(id=f"noite-{number}", kind=Kind.FULL, by=BY_CLOCK, due_at=now, asked_at=now)


def after_series(now: datetime) -> Run:
    """The run that follows the closing of a series: of it one row alone was told of, before Cal.com wrote any (CALCOM.md L).
    Several closings at about the same time share one."""
    step = _SERIES_WAIT.total_seconds()
    number = int((now + _SERIES_WAIT).timestamp() / step) + 1
    due = datetime.fromtimestamp(number * step, tz=now.tzinfo)
    return Run(id=f"serie-{number}", kind=Kind.INCREMENTAL, by=BY_SERIES, due_at=due, asked_at=now)


def _is_lost(run: Run, now: datetime) -> bool:
    ended = run.state in (RunState.FAILED, RunState.ABANDONED)
    return ended and now - (run.ended_at or now) >= _AGAIN


def _utc(at: datetime) -> datetime:
    return at.astimezone(zone("UTC"))
