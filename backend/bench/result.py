"""One line of the table: what was measured, what it was held against, and whether that is enough. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from bench.figures import figures, spread


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be reached, in words and as a test of value, baseline and ratio."""

    words: str
    holds: Callable[[float, float, float], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """`value` and `baseline` in `unit`, medians of the rounds; `ratio` the median of the rounds' ratios. `median`, `p95` and
    `p99` are those of every single sample; `spread` is that of the rounds' ratios. `reached` is None where nothing is to be."""

    name: str
    value: float
    unit: str
    baseline: float
    ratio: float
    target: str
    reached: bool | None
    median: float
    p95: float
    p99: float
    spread: float


REPORT = "report"


def at_least(ratio: float) -> Goal:
    return Goal(f"≥ {ratio:g}", lambda _value, _baseline, reached: reached >= ratio)


def at_most(ratio: float) -> Goal:
    return Goal(f"≤ {ratio:g} ×", lambda _value, _baseline, reached: reached <= ratio)


def at_most_over(more: float, unit: str) -> Goal:
    return Goal(f"≤ {more:g} {unit} over", lambda value, baseline, _ratio: value - baseline <= more)


def compared(
    name: str,
    unit: str,
    ours: Sequence[float],
    theirs: Sequence[float],
    goal: Goal | None = None,
    samples: Sequence[float] = (),
) -> Result:
    """Rounds of ours, each held against the round of the baseline beside it; `samples` are the single measurements that the
    rounds of ours sum up, where they are more than the rounds."""
    ratios = [our / their for our, their in zip(ours, theirs, strict=True)]
    value, baseline, ratio = median(ours), median(theirs), median(ratios)
    of_all = figures(samples or ours)
    return Result(
        name=name,
        value=value,
        unit=unit,
        baseline=baseline,
        ratio=ratio,
        target=goal.words if goal else REPORT,
        reached=goal.holds(value, baseline, ratio) if goal else None,
        median=of_all.median,
        p95=of_all.p95,
        p99=of_all.p99,
        spread=spread(ratios),
    )
