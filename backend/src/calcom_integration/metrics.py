"""What the integration counts as it happens; how it stands is in `gauges`.

Labels come from our own lists (`triggers.label`): never a name, a uid or a text."""

from prometheus_client import Counter, Histogram

_RECEIVED = Counter("calcom_deliveries_received_total", "Signed deliveries stored.", ["trigger", "result"])
_REFUSED = Counter("calcom_deliveries_refused_total", "Requests refused at the door.", ["why"])
_SPOOLED = Counter("calcom_spool_deliveries_total", "What became of deliveries in the spool.", ["result"])
_PROCESSED = Counter("calcom_deliveries_processed_total", "Attempts by how they ended.", ["trigger", "state"])
_LAG_BUCKETS = (0.05, 0.1, 0.25, 0.5, 1, 2, 5, 15, 60, 300, 1800, 7200)
_LAG = Histogram(
    "calcom_delivery_lag_seconds", "From a delivery's arrival to its outcome.", buckets=_LAG_BUCKETS
)
_BOOKING_TO_ROW = Histogram(
    "calcom_booking_to_row_seconds",
    "From the event at Cal.com, by its own clock, to the appointment.",
    buckets=_LAG_BUCKETS,
)
_CALLS = Counter("calcom_api_calls_total", "Calls to Cal.com by how they ended.", ["call", "result"])
_RUNS = Counter("calcom_runs_total", "Reconciliations by how they ended.", ["kind", "state"])
_RUN_SECONDS = Histogram(
    "calcom_run_seconds",
    "How long a reconciliation took.",
    ["kind"],
    buckets=(0.1, 0.5, 1, 2, 5, 15, 60, 300, 1800),
)
_CALL_SECONDS = Histogram("calcom_api_call_seconds", "How long a call to Cal.com took.", ["call"])
_PUSHES = Counter("calcom_pushes_total", "What was told to Cal.com, by how it ended.", ["act", "result"])


def received(trigger: str, *, is_duplicate: bool) -> None:
    """Count a stored delivery, or one whose bytes were stored before."""
    _RECEIVED.labels(trigger, "duplicate" if is_duplicate else "accepted").inc()


def refused(why: str) -> None:
    """Count a refused request; `why` is one of signature, size, rate, store."""
    _REFUSED.labels(why).inc()


def spooled(result: str) -> None:
    """Count a delivery of the spool; `result` is one of kept, duplicate, full, failed (not kept), drained, unreadable."""
    _SPOOLED.labels(result).inc()


def processed(trigger: str, state: str) -> None:
    """Count an attempt's end."""
    _PROCESSED.labels(trigger, state).inc()


def arrived(lag_seconds: float) -> None:
    """Measure how long a delivery took from its arrival to its good end."""
    _LAG.observe(max(lag_seconds, 0))


def written(since_sent_seconds: float) -> None:
    """Measure how long news took from its sending by Cal.com until the appointment was written."""
    _BOOKING_TO_ROW.observe(max(since_sent_seconds, 0))


def called(call: str, result: str, seconds: float) -> None:
    """Count a call to Cal.com; `call` is its method and path template, `result` ok or the error's kind."""
    _CALLS.labels(call, result).inc()
    _CALL_SECONDS.labels(call).observe(seconds)


def ran(kind: str, state: str, seconds: float) -> None:
    """Count a reconciliation by how it ended."""
    _RUNS.labels(kind, state).inc()
    _RUN_SECONDS.labels(kind).observe(seconds)


def pushed(act: str, result: str) -> None:
    """Count a push; `result` is one of done, refused, put_off, unknown, looked_up, failed."""
    _PUSHES.labels(act, result).inc()
