"""A port that was chosen stays with whoever chose it, however many others choose at the same time."""

import json
import socket
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from entrypoints.stack.ports import HOST, PortTaken, free_port, is_free, preferred_or_free, required

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="other systems cannot hold a port for a program"
)

AT_ONCE, EACH = 6, 200
DRAWS = f"""
import json, sys
from entrypoints.stack.ports import free_port
print(json.dumps([free_port() for _ in range({EACH})]), flush=True)
sys.stdin.read()
"""
NAMES = """
import sys
from entrypoints.stack.ports import required
required("PORT", int(sys.argv[1]))
print("mine", flush=True)
sys.stdin.read()
"""
# As a stranger draws: a server that asks for any port, and a client that is lent one.
STRANGERS = 500


def test_processes_that_draw_at_once_are_given_no_port_twice() -> None:
    drawing = [
        subprocess.Popen([sys.executable, "-c", DRAWS], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(AT_ONCE)
    ]
    drawn = [port for each in drawing if each.stdout for port in json.loads(each.stdout.readline())]
    for process in drawing:
        process.communicate()

    assert len(drawn) == len(set(drawn)) == AT_ONCE * EACH


def test_a_stranger_is_given_no_port_that_is_held_with_or_without_its_program() -> None:
    held = {free_port() for _ in range(50)}
    listening, *_ = held
    with HTTPServer((HOST, listening), BaseHTTPRequestHandler):
        assert not held & strangers()
    assert not held & strangers()


def strangers() -> set[int]:
    """The ports of servers that ask for any, all open at once, and of as many clients of one of them."""
    servers = [socket.socket() for _ in range(STRANGERS)]
    for server in servers:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((HOST, 0))
    servers[0].listen(STRANGERS)
    clients = [socket.create_connection(servers[0].getsockname()) for _ in range(STRANGERS)]
    ports = {each.getsockname()[1] for each in (*servers, *clients)}
    for each in (*servers, *clients):
        each.close()
    return ports


def test_a_held_port_refuses_until_its_program_answers_again_and_again() -> None:
    port = free_port()
    for _ in range(3):
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((HOST, port))
        with HTTPServer((HOST, port), BaseHTTPRequestHandler), socket.create_connection((HOST, port)):
            assert not is_free(port)


def test_a_named_port_is_given_to_one_stack_before_anything_listens() -> None:
    port = an_unheld_port()
    first = subprocess.Popen(
        [sys.executable, "-c", NAMES, str(port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert first.stdout is not None
    assert first.stdout.readline() == b"mine\n"

    with pytest.raises(PortTaken, match=f"Port {port} is taken"):
        required("PORT", port)
    assert preferred_or_free(port) != port
    first.communicate()
    assert required("PORT", port) == port
    assert required("PORT", port) == port, "a second plan of the same stack"


def test_connections_that_just_ended_do_not_take_a_named_port() -> None:
    with socket.create_server((HOST, 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection((HOST, port)):
            server.accept()[0].close()  # the server's end closes first: its port rests for a minute

    assert required("PORT", port) == port


def test_a_port_that_there_is_not_is_not_called_taken() -> None:
    with pytest.raises(PortTaken, match=r"Port 70000 cannot be used .*: choose another in PORT"):
        required("PORT", 70_000)


def an_unheld_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
