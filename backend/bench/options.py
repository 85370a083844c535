"""How big a run is."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """`rounds` of each side, in turn. `requests`, `deliveries` and `events` are of one round; `per_second` events. A round of
    slow answers has `turns` of each side, of `turn` requests."""

    rounds: int = 5
    requests: int = 1_500
    turns: int = 12
    turn: int = 250
    deliveries: int = 400
    events: int = 300
    per_second: float = 20
    bookings: int = 10_000
    few_bookings: int = 1_000
    appointments: int = 100_000
    few_appointments: int = 10_000
    pages: int = 30
    rows: int = 50_000
    previews: int = 3
    loads: int = 5


@dataclass(frozen=True, slots=True)
class Options:
    """`data` is a folder for data and logs of the stacks that are started; it need not exist."""

    data: Path
    sizes: Sizes = Sizes()


QUICK = Sizes(
    rounds=2,
    requests=300,
    turns=4,
    turn=75,
    deliveries=60,
    events=60,
    bookings=1_000,
    few_bookings=250,
    appointments=20_000,
    few_appointments=5_000,
    pages=15,
    rows=3_000,
    previews=2,
    loads=2,
)
TINY = Sizes(
    rounds=1,
    requests=20,
    turns=1,
    turn=20,
    deliveries=10,
    events=10,
    pages=2,
    rows=50,
    previews=1,
    loads=1,
    bookings=20,
    few_bookings=5,
)
