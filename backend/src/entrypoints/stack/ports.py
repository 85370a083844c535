"""TCP ports of this machine's loopback address."""

import random
import socket
from itertools import cycle

HOST = "127.0.0.1"
_BELOW_EPHEMERAL = range(20_000, 32_000)  # Linux lends ports from 32768 up to outgoing connections
# Drawn without putting back: nobody listens yet on a port that was just given to another part.
_DRAWN = cycle(random.sample(_BELOW_EPHEMERAL, len(_BELOW_EPHEMERAL)))


class PortTaken(Exception):
    """The one port that must be as asked for is in use by another program."""


def is_free(port: int) -> bool:
    """Whether a server could listen on `port` now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port that nobody listens on, from a range that no outgoing connection is given; another one each time."""
    return next(port for port in _DRAWN if is_free(port))


def preferred_or_free(port: int) -> int:
    """`port` if it is free, else another one."""
    return port if is_free(port) else free_port()


def required(port: int) -> int:
    """`port`; PortTaken when somebody listens on it."""
    if not is_free(port):
        raise PortTaken(
            f"Port {port} is taken by another program. Stop that program, or choose another port: "
            f"PORT={port + 1} make run"
        )
    return port
