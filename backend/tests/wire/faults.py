"""What the fault proxy may do to a command, and to which."""

from dataclasses import dataclass
from random import Random
from typing import TypeAlias

from tests.wire.frames import Document, Frame

NOT_PRIMARY = 10107
_NO_SUCH_TRANSACTION, _LOCK_TIMEOUT, _WRITE_CONFLICT, _SNAPSHOT_GONE = 251, 24, 112, 246
# "State change" and network errors: whoever meets one may write again (the server's isRetriableError).
RETRYABLE = frozenset({6, 7, 89, 91, 134, 189, 262, 9001, NOT_PRIMARY, 11600, 11602, 13435, 13436})
_TRANSIENT = frozenset({_LOCK_TIMEOUT, _WRITE_CONFLICT, _SNAPSHOT_GONE, _NO_SUCH_TRANSACTION})
_COMMITS = frozenset({"commitTransaction", "abortTransaction"})


@dataclass(frozen=True)
class CutBefore:
    """The connection ends; the server never hears of the command."""


@dataclass(frozen=True)
class CutAfter:
    """The server carries the command out, and the connection ends before its answer."""


@dataclass(frozen=True)
class Delay:
    """The command waits for `seconds`, then is passed on."""

    seconds: float


@dataclass(frozen=True)
class Refuse:
    """The proxy answers the command itself with this error. Without `labels` it carries those that a MongoDB gives."""

    code: int
    labels: tuple[str, ...] | None = None

    def document(self, request: Frame) -> Document:
        """The server's answer to `request`."""
        labels = _labels(self.code, request) if self.labels is None else list(self.labels)
        told: Document = {"ok": 0.0, "errmsg": "refused by the fault proxy", "code": self.code}
        return told | ({"errorLabels": labels} if labels else {})


Fault: TypeAlias = CutBefore | CutAfter | Delay | Refuse


@dataclass
class Rule:
    """A fault for some commands. `hits` says how often it struck; it does no more once `is_on` is False."""

    fault: Fault
    commands: frozenset[str]
    times: int | None
    chance: float
    hits: int = 0
    is_on: bool = True

    def hit(self, random: Random) -> bool:
        """Whether it strikes now, which is counted."""
        is_over = self.times is not None and self.hits >= self.times
        if not self.is_on or is_over or random.random() >= self.chance:
            return False
        self.hits += 1
        return True


def _labels(code: int, request: Frame) -> list[str]:
    """As MongoDB gives them: by the code, and by whether the command is of a transaction, or a write that may be retried."""
    asked = request.document()
    if request.command in _COMMITS:
        if code in RETRYABLE:
            return ["RetryableWriteError"]
        return ["TransientTransactionError"] if code in _TRANSIENT else []
    if "autocommit" in asked:
        return ["TransientTransactionError"] if code in RETRYABLE | _TRANSIENT else []
    return ["RetryableWriteError"] if "txnNumber" in asked and code in RETRYABLE else []
