"""What one program of the stack is: a description, nothing that runs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field


class PartFailed(Exception):
    """A part ended, or stayed silent, before it was ready; the message is written for the person at the terminal."""


class PortLost(PartFailed):
    """Another program listens where a part was to: a start on other ports may do."""


def _leaves_nothing() -> None:
    pass


@dataclass(frozen=True)
class Backoff:
    """How long a part that died rests before it is started again: doubling seconds, up to `most`."""

    first: float = 0.2
    most: float = 10.0
    forgotten_after: float = 30.0  # a part that lived this long starts from `first` again

    def delay(self, deaths: int) -> float:
        """Seconds to rest after this many deaths in a row (1 or more)."""
        return float(min(self.first * 2 ** min(deaths - 1, 32), self.most))


@dataclass(frozen=True)
class Part:
    """One program: how to start it, how to tell that it answers, how to end it.

    `env` is laid over the supervisor's own environment. `ready` asks once, within some seconds, and
    returns whether the program answers now. `patience` and `grace` are seconds: how long the first start
    may take, and how long SIGTERM is given before SIGKILL. `clear_up` is called before a process that died is started
    again: it removes what such a one may have left behind elsewhere, and returns within about a second. `before` is a command
    that has to end well before the first start, however long it takes. `port` is the one that it listens on; 0: not known.
    """

    name: str
    command: Sequence[str]
    url: str
    ready: Callable[[], bool]
    env: Mapping[str, str] = field(default_factory=dict)
    port: int = 0
    patience: float = 120.0
    grace: float = 10.0
    backoff: Backoff = Backoff()
    clear_up: Callable[[], None] = _leaves_nothing
    before: Sequence[str] = ()
