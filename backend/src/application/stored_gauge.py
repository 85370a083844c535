"""Gauges of what is stored: every process tells what it read lately, and nothing once that is old."""

import time
from collections.abc import Callable, Iterator, Mapping

from prometheus_client import REGISTRY, CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

FRESH = 60.0  # seconds


class StoredGauge(Collector):
    """A figure, or one for each combination of its labels' values, as it was last read from the store. A process that cannot
    read it any more, or hangs, must not go on telling that all is well: after a minute the figure is gone."""

    def __init__(
        self,
        name: str,
        documentation: str,
        labelnames: tuple[str, ...] = (),
        registry: CollectorRegistry = REGISTRY,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._name, self._documentation, self._labelnames = name, documentation, labelnames
        self._clock = clock
        self._values: Mapping[tuple[str, ...], float] = {}
        self._read_at = 0.0
        registry.register(self)

    def tell(self, value: float | None) -> None:
        """The figure as it was read now; None: there is none."""
        self.tell_each({} if value is None else {(): value})

    def tell_each(self, values: Mapping[tuple[str, ...], float]) -> None:
        """The figures by their labels' values, in the place of all that was told before."""
        self._values, self._read_at = values, self._clock()

    def describe(self) -> Iterator[GaugeMetricFamily]:
        yield self._family()

    def collect(self) -> Iterator[GaugeMetricFamily]:
        family = self._family()
        if self._clock() - self._read_at < FRESH:
            for labels, value in self._values.items():
                family.add_metric(labels, value)
        yield family

    def _family(self) -> GaugeMetricFamily:
        return GaugeMetricFamily(self._name, self._documentation, labels=self._labelnames)
