"""The folder of the spool: whole files only, one for each digest, within a bound, and a claim for one at a time."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from calcom_integration.delivery import Delivery
from calcom_integration.spool import SpoolFolder, SpoolFull, SpoolState, unpack
from domain.errors import Unavailable
from tests.builders import NOW
from tests.spooled import OPEN, OTHER_SEAL, SEAL, a_delivery, a_spool, damage

A, B = "a" * 64, "b" * 64

# Writes one delivery after the other, and says so of each once it is there.
_WRITER = """
import sys
from pathlib import Path
from calcom_integration.spool import SpoolFolder, pack
from tests.spooled import OPEN, a_delivery

folder = SpoolFolder(Path(sys.argv[1]), 2**30)
for number in range(1_000_000):
    delivery = a_delivery(number, size=20_000)
    folder.put(delivery.digest, pack(delivery, OPEN), delivery.received_at)
    print(delivery.digest, flush=True)
"""
_CLAIMER = """
import sys
from pathlib import Path
from calcom_integration.spool import SpoolFolder

claim = SpoolFolder(Path(sys.argv[1]).parent, 2**20).claim(Path(sys.argv[1]))
print(claim is not None, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path: Path) -> SpoolFolder:
    return SpoolFolder(tmp_path / "data" / "spool", 1000)


@contextmanager
def program(text: str, argument: Path) -> Iterator[subprocess.Popen[str]]:
    """A process of its own; killed with the block."""
    process = subprocess.Popen(
        [sys.executable, "-c", text, argument],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        yield process
        process.kill()


def test_a_file_is_there_for_its_owner_alone(folder: SpoolFolder) -> None:
    assert folder.put(A, b"content", NOW)

    [path] = folder.waiting()
    assert (path.name, path.read_bytes()) == (A, b"content")
    assert path.stat().st_mode & 0o777 == 0o600
    assert folder.path.stat().st_mode & 0o777 == 0o700
    assert [each.name for each in folder.path.iterdir() if each.is_file()] == [A]


def test_no_file_takes_anothers_place(folder: SpoolFolder) -> None:
    assert folder.put(A, b"first", NOW)
    assert not folder.put(A, b"second", NOW)

    assert folder.read(A) == b"first"
    assert folder.read(B) is None


def test_it_says_what_lies_there_and_since_when(folder: SpoolFolder) -> None:
    assert folder.state() == SpoolState()

    folder.put(A, b"12345", NOW)
    folder.put(B, b"123", NOW - timedelta(minutes=5))
    assert folder.state() == SpoolState(waiting=2, oldest_at=NOW - timedelta(minutes=5), bytes=8)

    folder.set_aside(folder.path / B)
    assert folder.state() == SpoolState(waiting=1, oldest_at=NOW, unreadable=1, bytes=8)


def test_beyond_its_bound_nothing_is_taken_and_what_goes_makes_room(folder: SpoolFolder) -> None:
    assert folder.put(A, b"x" * 600, NOW)
    with pytest.raises(SpoolFull):
        folder.put(B, b"x" * 600, NOW)
    assert not folder.put(A, b"x" * 600, NOW)  # known, and needs no room

    claim = folder.claim(folder.path / A)
    assert claim
    claim.remove()
    claim.release()
    assert folder.put(B, b"x" * 600, NOW)


def test_what_was_set_aside_counts_for_the_bound(folder: SpoolFolder) -> None:
    folder.put(A, b"x" * 600, NOW)
    folder.set_aside(folder.path / A)

    with pytest.raises(SpoolFull):
        folder.put(B, b"x" * 600, NOW)


def test_several_processes_keep_the_bound_together(tmp_path: Path) -> None:
    folders = [SpoolFolder(tmp_path, 10_000) for _ in range(4)]
    refused = 0
    for number in range(400):
        try:
            folders[number % 4].put(f"{number:064x}", b"x" * 50, NOW)
        except SpoolFull:
            refused += 1

    assert folders[0].state().bytes == 10_000
    assert refused == 200


def test_a_kill_between_writing_and_naming_leaves_nothing_that_is_taken_for_a_delivery(
    tmp_path: Path,
) -> None:
    folder = SpoolFolder(tmp_path / "spool", 2**30)
    with program(_WRITER, folder.path) as writer:
        assert writer.stdout
        said = [writer.stdout.readline().strip() for _ in range(30)]
        os.kill(writer.pid, signal.SIGKILL)
        said += writer.stdout.read().split()

    there = {path.name: unpack(path.read_bytes(), OPEN) for path in folder.waiting()}
    assert set(said) <= there.keys()
    assert all(name == delivery.digest for name, delivery in there.items())


def test_half_a_file_is_no_delivery_and_is_cleared_away_once_nobody_can_be_writing_it(
    folder: SpoolFolder,
) -> None:
    folder.prepare(NOW)
    half = folder.path / f".{A}.0123abcd.part"
    half.write_bytes(b"hal")
    os.utime(half, (NOW.timestamp(), NOW.timestamp()))

    assert folder.waiting() == []
    assert folder.put(A, b"whole", NOW)
    folder.prepare(NOW + timedelta(minutes=59))
    assert half.exists()
    folder.prepare(NOW + timedelta(minutes=61))
    assert not half.exists()
    assert folder.read(A) == b"whole"


def test_of_two_that_claim_a_file_one_has_it(folder: SpoolFolder) -> None:
    folder.put(A, b"content", NOW)
    path = folder.path / A

    first, second = folder.claim(path), folder.claim(path)
    assert first
    assert (first.content, second) == (b"content", None)
    first.release()
    third = folder.claim(path)
    assert third
    third.remove()
    assert folder.claim(path) is None
    third.release()
    assert folder.claim(path) is None


def test_a_claim_ends_with_its_process_however_that_ends(tmp_path: Path) -> None:
    folder = SpoolFolder(tmp_path, 1000)
    folder.put(A, b"content", NOW)
    path = folder.path / A
    with program(_CLAIMER, path) as holder:
        assert holder.stdout
        assert holder.stdout.readline().strip() == "True"
        assert folder.claim(path) is None
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait()
        claim = folder.claim(path)

    assert claim
    claim.release()


def test_a_claim_of_what_was_stored_and_put_anew_meanwhile_is_of_the_new_file(folder: SpoolFolder) -> None:
    folder.put(A, b"old", NOW)
    held = folder.claim(folder.path / A)
    assert held
    held.remove()
    folder.put(A, b"new", NOW)

    claim = folder.claim(folder.path / A)
    assert claim
    assert claim.content == b"new"
    claim.release()
    held.release()


def test_what_is_set_aside_is_kept_also_twice(folder: SpoolFolder) -> None:
    for content in (b"one", b"two"):
        folder.put(A, content, NOW)
        assert folder.set_aside(folder.path / A)

    assert sorted(path.read_bytes() for path in folder.unreadable()) == [b"one", b"two"]
    assert not folder.set_aside(folder.unreadable()[0])
    assert not folder.set_aside(folder.path / A)


async def test_a_delivery_that_lies_there_is_known_by_its_bytes(tmp_path: Path) -> None:
    first, other = a_spool(tmp_path), a_spool(tmp_path)

    assert await first.keep(a_delivery(1)) is None
    assert await other.keep(_again(a_delivery(1))) == "delivery-1"
    assert (await first.state()).waiting == 1


@pytest.mark.parametrize("cause", ["damaged", "another key"])
async def test_one_that_cannot_be_read_does_not_stand_for_its_bytes(tmp_path: Path, cause: str) -> None:
    await a_spool(tmp_path, seal=OTHER_SEAL if cause == "another key" else SEAL).keep(a_delivery(1))
    spool = a_spool(tmp_path)
    if cause == "damaged":
        damage(spool.folder.waiting()[0])

    assert await spool.keep(_again(a_delivery(1))) is None
    [path] = spool.folder.waiting()
    assert unpack(path.read_bytes(), SEAL).id == "again"
    assert len(spool.folder.unreadable()) == 1


async def test_a_full_or_unwritable_folder_refuses_in_the_words_of_the_domain(tmp_path: Path) -> None:
    full = a_spool(tmp_path / "spool", max_bytes=100)
    with pytest.raises(Unavailable):
        await full.keep(a_delivery(1))
    assert full.is_writable

    (tmp_path / "file").write_text("")
    spool = a_spool(tmp_path / "file" / "spool")
    await spool.prepare()
    assert not spool.is_writable
    with pytest.raises(Unavailable):
        await spool.keep(a_delivery(1))
    assert await spool.state() == SpoolState()

    (tmp_path / "file").unlink()
    assert await spool.keep(a_delivery(1)) is None
    assert spool.is_writable


def _again(delivery: Delivery) -> Delivery:
    """The same bytes, received once more."""
    return Delivery(
        id="again",
        digest=delivery.digest,
        body=delivery.body,
        headers=delivery.headers,
        received_at=NOW + timedelta(seconds=1),
    )
