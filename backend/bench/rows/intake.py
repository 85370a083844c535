"""The webhook's door against a bare endpoint: requests a second at saturation, and the slow answers at half of it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from bench.figures import percentile
from bench.invented import bookings
from bench.load import Endpoint, Load, pace, saturate
from bench.options import Options, Sizes
from bench.result import Result, at_least, at_most, compared
from bench.stack import paused, stack, url_of
from entrypoints.stack.part import Part
from entrypoints.stack.plan import worker_environment
from entrypoints.stack.ports import HOST, free_port
from entrypoints.stack.probes import http_ok
from tests.embedded import running as running_part
from tests.serving import WEBHOOK
from tests.supervised import Supervised

_BENCH = str(Path(__file__).resolve().parents[2])
_AT_ONCE = 16
_WARM = 100  # requests
# Seconds of each answer, ours and the bare endpoint's.
Answers = tuple[list[float], list[float]]
# Both sides enqueue every delivery: the pace would spare ours most of it.
_TOLD = {"CALCOM_DELIVERIES_PER_SECOND": "1000000"}


async def measure(options: Options) -> list[Result]:
    """With the worker standing still: what is measured is one API process."""
    sizes = options.sizes
    with stack(options.data, _TOLD) as running, _bare(running) as bare, paused(running, "worker"):
        ours = Endpoint(url_of(running, "api") + WEBHOOK, bare.secret)
        for side in (ours, bare):
            await saturate(side, bookings(_WARM), _AT_ONCE)
        rates = [await _saturated(ours, bare, sizes) for _ in range(sizes.rounds)]
        half = median(our.rate for our, _ in rates) / 2
        answers = [await _paced(ours, bare, sizes, half) for _ in range(sizes.rounds)]
    return [_throughput(rates), _slow_answers(answers)]


async def _saturated(ours: Endpoint, bare: Endpoint, sizes: Sizes) -> tuple[Load, Load]:
    return (
        await saturate(ours, bookings(sizes.requests), _AT_ONCE),
        await saturate(bare, bookings(sizes.requests), _AT_ONCE),
    )


async def _paced(ours: Endpoint, bare: Endpoint, sizes: Sizes, rate: float) -> Answers:
    """In short turns, so that whatever else the machine does lets neither side off: a few dozen answers decide a p99."""
    times: Answers = [], []
    for _ in range(sizes.turns):
        for side, seconds in zip((ours, bare), times, strict=True):
            seconds += (await pace(side, bookings(sizes.turn), rate)).times
    return times


def _throughput(rounds: list[tuple[Load, Load]]) -> Result:
    ours, theirs = zip(*((our.rate, their.rate) for our, their in rounds), strict=True)
    return compared("webhook intake at saturation", "requests/s", ours, theirs, at_least(0.8))


def _slow_answers(rounds: list[Answers]) -> Result:
    slow = [[1000 * percentile(times, 99) for times in both] for both in rounds]
    ours, theirs = zip(*slow, strict=True)
    samples = [1000 * seconds for our, _ in rounds for seconds in our]
    name = "webhook answer at half of saturation, p99"
    return compared(name, "ms", ours, theirs, at_most(1.5), samples)


@contextmanager
def _bare(running: Supervised) -> Iterator[Endpoint]:
    """`bench.bare` beside the stack, on its databases."""
    port = free_port()
    environment = worker_environment(running.environment) | {"PORT": str(port), "PYTHONPATH": _BENCH}
    url = f"http://{HOST}:{port}"
    part = Part("bare", (sys.executable, "-m", "bench.bare"), url, http_ok(f"{url}/alive"), environment)
    with running_part(part, running.data / "logs" / "bare.log"):
        yield Endpoint(f"{url}/deliveries", running.environment["CALCOM_WEBHOOK_SECRET"])
