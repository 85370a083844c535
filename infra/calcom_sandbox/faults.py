"""What can go wrong between Cal.com and its subscriber, switched on for tests and demonstrations."""

import random
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt, model_validator

Probability = Annotated[float, Field(ge=0, le=1)]


class Faults(BaseModel):
    """The faults in force; the default is none.

    `delay_ms` is a range; `shuffle` a window of deliveries held back and sent in random order;
    `hold_booker` makes the booker wait for delayed and held deliveries too; `seed` repeats a run.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    drop: Probability = 0
    repeat: Probability = 0
    wrong_signature: Probability = 0
    delay_ms: tuple[NonNegativeInt, NonNegativeInt] = (0, 0)
    shuffle: NonNegativeInt = 0
    hold_booker: bool = False
    seed: int | None = None

    @model_validator(mode="after")
    def _ordered_range(self) -> "Faults":
        if self.delay_ms[0] > self.delay_ms[1]:
            raise ValueError("delay_ms: the first number must not exceed the second")
        return self


@dataclass(frozen=True)
class Fate:
    """What happens to one copy of a delivery; `delay` in seconds."""

    delay: float = 0
    wrong_signature: bool = False


def fates(faults: Faults, dice: random.Random) -> list[Fate]:
    """The fate of each copy sent: none when dropped, two when repeated, else one."""
    if dice.random() < faults.drop:
        return []
    copies = 2 if dice.random() < faults.repeat else 1
    return [_fate(faults, dice) for _ in range(copies)]


def _fate(faults: Faults, dice: random.Random) -> Fate:
    return Fate(
        delay=dice.uniform(*faults.delay_ms) / 1000,
        wrong_signature=dice.random() < faults.wrong_signature,
    )
