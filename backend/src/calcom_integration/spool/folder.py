"""The folder on disk: one file for each delivery, named by its digest. Every call blocks: not for the event loop.

Several processes may share it. A file appears whole or not at all, and never in the place of another.
"""

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_hex
from threading import Lock
from typing import IO

_ASIDE = "unreadable"
_NAME = re.compile(r"[0-9a-f]{64}")
_PART = ".part"
# No process takes so long to write a file: the one that began it was killed before it answered.
_ABANDONED = timedelta(hours=1)
# After a part of what is free was used, it is counted anew, because others write here too: up to 16 processes keep the bound.
_SHARE = 16


class SpoolFull(Exception):
    """The file would go beyond the folder's bound."""


@dataclass(frozen=True, slots=True)
class SpoolState:
    """`waiting` files go into MongoDB by themselves, the oldest of them since `oldest_at` (UTC); `unreadable` ones were set
    aside. `bytes` is what all of them take."""

    waiting: int = 0
    oldest_at: datetime | None = None
    unreadable: int = 0
    bytes: int = 0


class ClaimedFile:
    """A file in this task's hands, until it is released."""

    def __init__(self, path: Path, opened: IO[bytes], content: bytes) -> None:
        self.path, self.content, self._opened = path, content, opened

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)

    def release(self) -> None:
        self._opened.close()


class SpoolFolder:
    """Every call may raise OSError. `max_bytes` bounds all files together."""

    def __init__(self, path: Path, max_bytes: int) -> None:
        self.path, self.max_bytes = path, max_bytes
        self._aside = path / _ASIDE
        self._allowance, self._lock = 0, Lock()

    def prepare(self, now: datetime) -> None:
        """Make the folder, try to write there, and clear away what killed processes left half-written before `now` (UTC)."""
        self._make()
        self._write(self.path / f".{token_hex(8)}{_PART}", b"", now).unlink()
        for folder in (self.path, self.path.parent):  # a new folder is to survive the machine, too
            _sync(folder)
        for path in self.path.glob(f".*{_PART}"):
            with suppress(FileNotFoundError):
                if _mtime(path.stat()) < now - _ABANDONED:
                    path.unlink()

    def put(self, name: str, content: bytes, at: datetime) -> bool:
        """Write a file durably; False where one of that name is there, durably. `at` (UTC): since when it waits.
        Raises SpoolFull."""
        self._make()
        is_new = not (self.path / name).exists()
        if is_new:
            self._take_space(len(content))
            is_new = self._put_new(name, content, at)
        _sync(self.path)
        return is_new

    def read(self, name: str) -> bytes | None:
        """The content of a waiting file; None where there is none."""
        with suppress(FileNotFoundError):
            return (self.path / name).read_bytes()
        return None

    def waiting(self) -> list[Path]:
        """The files that go into MongoDB by themselves, in no order."""
        return [path for path, _ in _files(self.path)]

    def unreadable(self) -> list[Path]:
        """The files that were set aside."""
        return [path for path, _ in _files(self._aside)]

    def claim(self, path: Path) -> ClaimedFile | None:
        """Take a file; None where another process or task has it, or it is gone.

        A claim is a lock of the kernel (flock), which ends with its process, however that ends: no claim of a killed
        process has to run out, and no clock says when. If a file system did not keep it, a delivery would be stored twice,
        which its id and its digest's unique index prevent.
        """
        try:
            opened = path.open("rb+")
        except FileNotFoundError:
            return None
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if path.stat().st_ino == os.fstat(opened.fileno()).st_ino:
                return ClaimedFile(path, opened, opened.read())
        except (BlockingIOError, FileNotFoundError):
            pass
        except OSError:
            opened.close()
            raise
        opened.close()
        return None

    def set_aside(self, path: Path) -> bool:
        """Keep a file where it is not tried again before the next start; False where it is there, or gone, already."""
        if path.parent == self._aside:
            return False
        try:
            path.rename(self._aside / f"{path.name}.{token_hex(4)}")
        except FileNotFoundError:
            return False
        return True

    def state(self) -> SpoolState:
        """What lies there. A folder that was never made is empty."""
        waiting = [stat for _, stat in _files(self.path)]
        return SpoolState(
            waiting=len(waiting),
            oldest_at=min(map(_mtime, waiting), default=None),
            unreadable=len(self.unreadable()),
            bytes=self._used(),
        )

    def _make(self) -> None:
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._aside.mkdir(mode=0o700, exist_ok=True)

    def _put_new(self, name: str, content: bytes, at: datetime) -> bool:
        part = self.path / f".{name}.{token_hex(4)}{_PART}"
        try:
            self._write(part, content, at)
            # Not a rename: that would take the place of what another process put there meanwhile.
            os.link(part, self.path / name)
        except FileExistsError:
            return False
        finally:
            part.unlink(missing_ok=True)
        return True

    def _take_space(self, size: int) -> None:
        with self._lock:
            if size > self._allowance:
                free = self.max_bytes - self._used()
                if size > free:
                    raise SpoolFull
                self._allowance = max(size, free // _SHARE)
            self._allowance -= size

    def _used(self) -> int:
        return sum(stat.st_size for folder in (self.path, self._aside) for _, stat in _entries(folder))

    def _write(self, path: Path, content: bytes, at: datetime) -> Path:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.utime(descriptor, (at.timestamp(), at.timestamp()))
            os.fsync(descriptor)
        return path


def _entries(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """All files of a folder, half-written ones too; what goes meanwhile is left out."""
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in entries:
            with suppress(FileNotFoundError):
                if entry.is_file(follow_symlinks=False):
                    yield Path(entry.path), entry.stat(follow_symlinks=False)


def _files(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """Those that hold a delivery."""
    return ((path, stat) for path, stat in _entries(folder) if _NAME.match(path.name))


def _mtime(stat: os.stat_result) -> datetime:
    return datetime.fromtimestamp(stat.st_mtime, UTC)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
