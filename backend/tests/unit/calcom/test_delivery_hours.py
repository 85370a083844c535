"""Deliveries by the hour."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

from calcom_integration.delivery import Arrival, State
from calcom_integration.routers.delivery_hours import by_hour, first_hour, quantile

NOW = datetime(2026, 11, 23, 15, 40, tzinfo=UTC)


async def arrivals(*given: tuple[datetime, float | None, State]) -> AsyncIterator[Arrival]:
    for at, lag, state in given:
        yield Arrival(at, None if lag is None else at + timedelta(seconds=lag), state)


async def test_every_hour_counts_what_came_in_it() -> None:
    first, early = first_hour(NOW), first_hour(NOW) + timedelta(minutes=5)
    assert first == datetime(2026, 11, 22, 16, tzinfo=UTC)
    hours = await by_hour(
        arrivals(
            (NOW, None, State.RECEIVED),
            (NOW, 3.0, State.DEAD),
            (NOW, 2.0, State.DONE),
            (early, 0.5, State.IGNORED),
            (first - timedelta(seconds=1), 1.0, State.DONE),
        ),
        first,
    )
    assert len(hours) == 24
    assert (hours[0].received, hours[0].stuck, hours[0].lags) == (1, 0, [0.5])
    assert (hours[-1].received, hours[-1].stuck, hours[-1].lags) == (3, 1, [2.0])
    assert sum(hour.received for hour in hours) == 4


def test_quantiles_are_values_that_were_there() -> None:
    values = [float(each) for each in range(20, 0, -1)]
    assert (quantile([], 0.5), quantile([7.0], 0.95)) == (None, 7.0)
    assert (quantile(values, 0.5), quantile(values, 0.95), quantile(values, 1)) == (11.0, 20.0, 20.0)
