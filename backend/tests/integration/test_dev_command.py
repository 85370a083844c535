"""`python -m entrypoints.dev` says what is wrong in one sentence, without a traceback."""

import os
import socket
import subprocess
import sys
from pathlib import Path

from entrypoints.stack.ports import HOST


def dev(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "entrypoints.dev", *map(str, arguments)]
    return subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )


def test_a_worker_needs_a_running_stack(tmp_path: Path) -> None:
    refused = dev("worker", "--data", tmp_path)

    assert (refused.returncode, refused.stderr) == (
        1,
        "No stack is running here. Start one with `make run`.\n",
    )


def test_a_taken_port_stops_it_before_anything_is_started(tmp_path: Path) -> None:
    with socket.create_server((HOST, 0)) as taken:
        refused = dev("--data", tmp_path, PORT=str(taken.getsockname()[1]))

    assert refused.returncode == 1
    assert refused.stderr.strip().startswith("Port ")
    assert "Traceback" not in refused.stderr
    assert not (tmp_path / "logs").exists()
