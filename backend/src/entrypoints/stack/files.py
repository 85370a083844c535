"""The data folder: used by one stack at a time, with small files that only their owner may read."""

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SECRET_NAMES = ("CALCOM_WEBHOOK_SECRET", "CALCOM_API_TOKEN", "CALCOM_BODY_KEY", "JWT_SECRET_KEY")


class AlreadyRunning(Exception):
    """Another stack uses the same data folder."""


@contextmanager
def sole_use(data: Path) -> Iterator[None]:
    """The data folder is ours until the block, or the process, ends; AlreadyRunning when it is somebody's."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / "stack.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(f"A stack is already running on {data}. Stop it first (Ctrl-C).") from None
        yield


def write_private(path: Path, text: str) -> None:
    """Replace `path` in one step with a file of mode 0600."""
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    draft.replace(path)


def checkout_secrets(data: Path) -> dict[str, str]:
    """The secrets of this checkout by variable name, made at the first call and kept in `secrets.json`."""
    path = data / "secrets.json"
    known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    missing = {name: secrets.token_urlsafe(32) for name in _SECRET_NAMES if name not in known}
    if missing:
        write_private(path, json.dumps({**known, **missing}, indent=2))
    return {**known, **missing}
