"""What the values that a sheet repeats mean, each worked out once. Pure."""

from functools import lru_cache

from application.spreadsheet.cells import day_of, hour_of
from domain.merge import fold
from domain.slots import instant, projection

# The latest values of a kind: more than a sheet has days, hours of them, units or brands. By type too: a yes equals 1.
_remembering = lru_cache(maxsize=4096, typed=True)


class Memory:
    """One sheet's own, so that nothing of its people outlives it."""

    def __init__(self) -> None:
        self.day_of, self.hour_of = _remembering(day_of), _remembering(hour_of)
        self.instant, self.projection = _remembering(instant), _remembering(projection)
        self.fold = _remembering(fold)
