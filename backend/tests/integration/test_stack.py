"""The supervisor, driven as a person drives it: a process that gets signals, and parts that die."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from entrypoints.stack.files import checkout_secrets
from entrypoints.stack.keeper import Keeper
from entrypoints.stack.part import Part, PartFailed
from entrypoints.stack.ports import free_port, is_free
from tests.supervised import Supervised, is_alive, wait_until

# Two web servers and a supervisor, told apart from the product's own stack only by the parts' names.
SUPERVISOR = """
    import signal, sys
    from pathlib import Path
    from entrypoints.dev import stop_on_signals
    from entrypoints.stack.files import sole_use
    from entrypoints.stack.part import Part
    from entrypoints.stack.probes import http_ok
    from entrypoints.stack.supervisor import Stack

    data = Path(sys.argv[1])

    def web(name, port):
        command = (sys.executable, "-m", "http.server", port, "--bind", "127.0.0.1")
        url = f"http://127.0.0.1:{port}/"
        note = f"open({str(data / 'before.txt')!r}, 'a').write({name!r} + chr(10))"
        before = (sys.executable, "-c", note)
        clear_up = lambda: print("cleared up after", name, flush=True)
        return Part(name, command, url, http_ok(url), clear_up=clear_up, before=before)

    parts = [web("first", sys.argv[2]), web("second", sys.argv[3])]
    with sole_use(data), Stack(data, parts, {"A_SETTING": "told"}, print) as stack:
        stop_on_signals(stack)
        stack.start()
        stack.keep()
"""


@pytest.fixture
def ports() -> tuple[int, int]:
    return free_port(), free_port()


@pytest.fixture
def supervised(tmp_path: Path, ports: tuple[int, int]) -> Iterator[Supervised]:
    program = tmp_path / "supervisor.py"
    program.write_text(dedent(SUPERVISOR))
    started = Supervised([sys.executable, program, tmp_path, *map(str, ports)], tmp_path)
    started.await_ready()
    yield started
    started.stop()


def test_a_part_that_dies_is_started_again_and_the_others_are_left_alone(supervised: Supervised) -> None:
    first, second = supervised.pid("first"), supervised.pid("second")

    supervised.kill("second")

    assert supervised.pid("second") != second
    assert supervised.pid("first") == first
    assert "second     was killed by SIGKILL; starting it again" in supervised.said()
    assert "cleared up after second" in supervised.said()
    assert "cleared up after first" not in supervised.said()


def test_what_comes_before_a_part_is_done_once(supervised: Supervised) -> None:
    supervised.kill("second")
    assert (supervised.data / "before.txt").read_text() == "first\nsecond\n"


def test_a_part_does_not_start_where_what_comes_before_it_fails(tmp_path: Path) -> None:
    fails = (sys.executable, "-c", "print('what is missing'); raise SystemExit(3)")
    part = Part("api", (sys.executable, "-c", ""), "", lambda: True, before=fails)
    keeper = Keeper(part, tmp_path / "logs" / "api.log", print)
    with pytest.raises(PartFailed, match=r"before api ended with exit code 3.(.|\n)*what is missing"):
        wait_until(keeper.first_answer)
    assert not (tmp_path / "logs" / "api.log").exists()


@pytest.mark.parametrize("wanted", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_stop_ends_every_process(supervised: Supervised, ports: tuple[int, int], wanted: int) -> None:
    pids = [supervised.pid("first"), supervised.pid("second")]

    supervised.process.send_signal(wanted)

    assert supervised.process.wait() == 0
    assert not any(is_alive(pid) for pid in pids)
    assert all(is_free(port) for port in ports)
    assert not (supervised.data / "stack.json").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can tie a process to its parent's life")
def test_no_process_outlives_a_supervisor_that_is_killed(supervised: Supervised) -> None:
    pids = [supervised.pid("first"), supervised.pid("second")]

    supervised.process.kill()

    wait_until(lambda: not any(is_alive(pid) for pid in pids))


def test_a_data_folder_serves_one_stack_at_a_time(supervised: Supervised) -> None:
    second = subprocess.run(
        [sys.executable, supervised.data / "supervisor.py", supervised.data, "1", "2"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert second.returncode == 1
    assert "A stack is already running" in second.stderr
    assert supervised.process.poll() is None


def test_the_state_file_tells_what_the_parts_were_told_and_is_private(supervised: Supervised) -> None:
    assert supervised.environment == {"A_SETTING": "told"}
    assert supervised.state()["supervisor"] == supervised.process.pid
    assert (supervised.data / "stack.json").stat().st_mode & 0o777 == 0o600


def test_the_secrets_of_a_checkout_are_made_once_and_private(tmp_path: Path) -> None:
    made = checkout_secrets(tmp_path)

    assert checkout_secrets(tmp_path) == made
    assert len({*made.values()}) == len(made) == 4
    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600
