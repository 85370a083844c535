"""What the integration counts. Labels come from our own lists (`triggers.label`): never a name, a uid or a text."""

from prometheus_client import Counter, Histogram

_RECEIVED = Counter("calcom_deliveries_received_total", "Signed deliveries stored.", ["trigger", "result"])
_REFUSED = Counter("calcom_deliveries_refused_total", "Requests refused at the door.", ["why"])
_PROCESSED = Counter("calcom_deliveries_processed_total", "Attempts by how they ended.", ["trigger", "state"])
_LAG = Histogram(
    "calcom_delivery_lag_seconds",
    "From a delivery's arrival to its outcome.",
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2, 5, 15, 60, 300, 1800, 7200),
)
_CALLS = Counter("calcom_api_calls_total", "Calls to Cal.com by how they ended.", ["call", "result"])
_CALL_SECONDS = Histogram("calcom_api_call_seconds", "How long a call to Cal.com took.", ["call"])


def received(trigger: str, *, is_duplicate: bool) -> None:
    """Count a stored delivery, or one whose bytes were stored before."""
    _RECEIVED.labels(trigger, "duplicate" if is_duplicate else "accepted").inc()


def refused(why: str) -> None:
    """Count a refused request; `why` is one of signature, size, rate, store."""
    _REFUSED.labels(why).inc()


def processed(trigger: str, state: str, lag_seconds: float) -> None:
    """Count an attempt's end; the lag counts for those that ended for good."""
    _PROCESSED.labels(trigger, state).inc()
    if state in ("done", "ignored"):
        _LAG.observe(max(lag_seconds, 0))


def called(call: str, result: str, seconds: float) -> None:
    """Count a call to Cal.com; `call` is its method and path template, `result` ok or the error's kind."""
    _CALLS.labels(call, result).inc()
    _CALL_SECONDS.labels(call).observe(seconds)
