"""A start that finds another program on one of its ports draws others, a few times."""

import socket
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from entrypoints.stack import servers
from entrypoints.stack.part import Part, PortLost
from entrypoints.stack.ports import HOST, free_port
from entrypoints.stack.process import await_ready, spawn
from tests.supervised import Supervised

# The product's own databases under its own supervisor; a stranger listens on a chosen port as soon as it is planned, or while
# the part before it starts, as often as is asked for.
PROGRAM = """
    import os, socket, sys
    from dataclasses import replace
    from pathlib import Path
    from entrypoints.dev import run
    from entrypoints.stack.files import sole_use
    from entrypoints.stack.plan import plan

    data, thefts, victim = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    stolen = []

    def steal(port):
        if len(stolen) < thefts:
            stolen.append(socket.create_server(("127.0.0.1", port)))
            print("stolen", flush=True)

    def planned():
        made = plan(data, {}, free_ports=True)
        mongodb, redis = made.parts[:2]
        if victim == "mongodb":
            steal(mongodb.port)
        if victim == "redis":
            ready = mongodb.ready
            mongodb = replace(mongodb, ready=lambda: ready() and (steal(redis.port) or True))
        return replace(made, parts=[mongodb, redis], environment=made.environment | {"CALCOM_BASE_URL": ""})

    with sole_use(data):
        run(data, planned)
"""


def started(folder: Path, thefts: int, victim: str) -> Supervised:
    program = folder / "program.py"
    program.write_text(dedent(PROGRAM))
    return Supervised([sys.executable, program, folder, str(thefts), victim], folder)


@pytest.mark.parametrize("victim", ["mongodb", "redis"])
@pytest.mark.parametrize("thefts", [1, 2])
def test_a_stolen_port_is_given_up_for_another(tmp_path: Path, victim: str, thefts: int) -> None:
    stack = started(tmp_path, thefts, victim)
    stack.await_ready()
    first = stack.state()["parts"]

    stack.kill("redis")

    assert stack.said().count(f"{victim} cannot start: another program took port") == thefts
    assert stack.state()["parts"]["redis"]["url"] == first["redis"]["url"], "for the life of the stack"
    assert stack.stop() == 0


def test_a_port_that_is_stolen_each_time_ends_the_start_in_words(tmp_path: Path) -> None:
    stack = started(tmp_path, 99, "redis")

    assert stack.process.wait() == 1
    assert stack.said().count("Starting everything again, on other ports.") == 2
    assert "PortLost: redis cannot start: another program took port" in stack.said()
    assert not (tmp_path / "stack.json").exists()


@pytest.mark.parametrize("server", [servers.mongodb, servers.redis])
def test_a_server_that_ends_because_its_port_was_stolen_under_way_says_so(
    tmp_path: Path, server: Callable[[int, Path], Part]
) -> None:
    part, log = server(free_port(), tmp_path), tmp_path / "server.log"
    with socket.create_server((HOST, part.port)):
        process = spawn(part, log)
        with pytest.raises(PortLost, match=rf"another program took port {part.port}"):
            await_ready(process, part, log)


def test_stacks_that_start_at_once_all_start(tmp_path: Path) -> None:
    folders = [tmp_path / str(number) for number in range(4)]
    for folder in folders:
        folder.mkdir()
    stacks = [started(folder, 0, "") for folder in folders]
    for stack in stacks:
        stack.await_ready()

    urls = [part["url"] for stack in stacks for part in stack.state()["parts"].values()]
    assert len(set(urls)) == len(urls) == 8
    assert not any("cannot start" in stack.said() for stack in stacks)
    assert {stack.stop() for stack in stacks} == {0}
