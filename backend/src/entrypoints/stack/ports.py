"""TCP ports of this machine's loopback address, on the standard library alone.

A port that is chosen here stays ours until this process ends: a socket of ours is bound to it and never listens. While it is
there, Linux gives the port to no other socket that asks for any port (a server's, another stack's, an outgoing connection's)
and refuses whoever connects; the program that the port was chosen for may bind it all the same, after each restart too,
because both sides have SO_REUSEADDR, as servers do. So no time passes between choosing and binding. Other systems
refuse such a second binding: there a port is only found free, and a start that loses it tries again (`dev.run`).
"""

import errno
import socket
import sys
from collections import deque

HOST = "127.0.0.1"
ANY = 0
_UNFIT = (OSError, OverflowError)  # the second: above 65535
_CAN_HOLD = sys.platform == "linux"
_MOST_HELD = 256  # open files: in a long test session the ports of tests that are over are let go
_HELD: deque[socket.socket] = deque()
_CLAIMS: dict[int, socket.socket] = {}


class PortTaken(Exception):
    """The one port that must be as asked for is in use by another program."""


def is_free(port: int) -> bool:
    """Whether nothing listens on `port` now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port that nothing listens on, and that no other program is given while this process lives; another one each time."""
    holder = socket.socket()
    holder.bind((HOST, ANY))
    holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # from now on, for the program alone
    return _hold(holder)


def preferred_or_free(port: int) -> int:
    """`port` if it can be had, else another one; held either way."""
    try:
        return _named(port)
    except OSError:
        return free_port()


def required(variable: str, port: int) -> int:
    """The `port` that the environment variable `variable` asks for, held; PortTaken when it cannot be had."""
    try:
        return _named(port)
    except _UNFIT as error:
        if getattr(error, "errno", None) != errno.EADDRINUSE:
            raise PortTaken(f"Port {port} cannot be used ({error}): choose another in {variable}.") from error
        raise PortTaken(
            f"Port {port} is taken by another program. Stop that program, or choose another port: "
            f"{variable}={port + 1} make run"
        ) from error


def _named(port: int) -> int:
    """`port`, held. OSError when something listens on it, or another stack has chosen it and is about to."""
    holder = socket.socket()
    # At once with SO_REUSEADDR, or connections of a stack that just ended would be in the way for a minute.
    holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        holder.bind((HOST, port))
        _only_one(port)
    except _UNFIT:
        holder.close()
        raise
    return _hold(holder)


def _only_one(port: int) -> None:
    """OSError when another living process has named `port`: SO_REUSEADDR would let both have it until one listens."""
    if not _CAN_HOLD or port in _CLAIMS:
        return
    claim = socket.socket(socket.AF_UNIX)
    try:
        claim.bind(f"\0coleta-port-{port}")  # a name that its process takes with it
    except OSError:
        claim.close()
        raise
    _CLAIMS[port] = claim


def _hold(holder: socket.socket) -> int:
    port: int = holder.getsockname()[1]
    _HELD.append(holder)
    while len(_HELD) > (_MOST_HELD if _CAN_HOLD else 0):
        _HELD.popleft().close()
    return port
