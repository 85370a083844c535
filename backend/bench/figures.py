"""What many measurements come to. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median


@dataclass(frozen=True, slots=True)
class Figures:
    """Of the samples, in their own unit."""

    median: float
    p95: float
    p99: float


def figures(samples: Sequence[float]) -> Figures:
    """Of at least one sample."""
    return Figures(median(samples), percentile(samples, 95), percentile(samples, 99))


def percentile(samples: Sequence[float], share: float) -> float:
    """The smallest sample that at least `share` of a hundred samples do not exceed (nearest rank)."""
    rank = math.ceil(share / 100 * len(samples))
    return sorted(samples)[max(rank, 1) - 1]


def spread(samples: Sequence[float]) -> float:
    """How far the samples lie apart: the range as a share of their median."""
    return (max(samples) - min(samples)) / median(samples)


def between(samples: Sequence[float]) -> list[float]:
    """The mean of each two neighbours: what a baseline would have told in between, while the data under both grow."""
    return [(before + after) / 2 for before, after in pairwise(samples)]
