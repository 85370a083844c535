"""The pipeline checks what everybody checks, and brings out what was checked with secrets from its own environment."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[3]
WORKFLOW: dict[str, Any] = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text())
CHECK, DEPLOY = WORKFLOW["jobs"]["check"], WORKFLOW["jobs"]["deploy"]


def commands(job: dict[str, Any]) -> list[str]:
    return [step["run"] for step in job["steps"] if "run" in step]


def test_the_pipeline_runs_the_one_command_and_that_runs_the_readmes() -> None:
    *_, last = (ROOT / ".ci/run").read_text().strip().splitlines()

    assert commands(CHECK) == [".ci/run"]
    assert last == 'REQUIRE_TOOLS=1 make "${1:-test}"'
    assert "\nmake test\n" in (ROOT / "README.md").read_text()
    assert not any("continue-on-error" in step or "if" in step for step in CHECK["steps"])


def test_every_night_the_slow_proofs_run_and_nothing_goes_out() -> None:
    targets = re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    (nightly,) = (job for name, job in WORKFLOW["jobs"].items() if name == "nightly")

    assert "  schedule:\n    - cron: " in (ROOT / ".github/workflows/ci.yml").read_text()
    assert commands(nightly) == [".ci/run test-nightly"]
    assert "test-nightly" in targets
    assert nightly["if"] == "github.event_name == 'schedule'"
    assert CHECK["if"] == "github.event_name != 'schedule'"
    assert nightly["container"] == CHECK["container"]


def test_the_pipeline_has_what_the_readme_asks_for() -> None:
    (node,) = (
        step["with"]["node-version"] for step in CHECK["steps"] if "setup-node" in step.get("uses", "")
    )

    assert CHECK["container"]["image"] == "python:3.11-bookworm"
    assert node == "20"


def test_only_what_was_checked_on_main_goes_out() -> None:
    assert DEPLOY["needs"] == "check"
    assert "github.ref == 'refs/heads/main'" in DEPLOY["if"]
    assert "github.event_name == 'push'" in DEPLOY["if"]


def test_secrets_come_from_the_pipelines_environment_and_reach_the_deploy_alone() -> None:
    (step,) = (step for step in DEPLOY["steps"] if "run" in step)
    refused = run_deploy({})

    assert "secrets." not in str(CHECK)
    assert DEPLOY["environment"] == "production"
    assert step["env"]["RENDER_API_KEY"] == "${{ secrets.RENDER_API_KEY }}"
    assert all(re.fullmatch(r"\$\{\{ \w+\.\w+ \}\}", value) for value in step["env"].values())
    assert refused.returncode == 1
    assert set(re.findall(r"[A-Z_]{4,}", refused.stderr)) == step["env"].keys()


def test_a_deploy_waits_for_each_service_in_turn_and_until_it_is_ready() -> None:
    with render("build_in_progress", "live") as (url, calls):
        done = run_deploy(environment(url, "srv-worker srv-api"))

    assert (done.returncode, done.stdout) == (0, "srv-worker: live\nsrv-api: live\nready\n")
    assert [call for call in calls if call[0] == "POST"] == [
        ("POST", "/services/srv-worker/deploys", {"commitId": "c0ffee"}, "Bearer the-key"),
        ("POST", "/services/srv-api/deploys", {"commitId": "c0ffee"}, "Bearer the-key"),
    ]


def test_a_failed_deploy_stops_there() -> None:
    with render("build_in_progress", "build_failed") as (url, calls):
        done = run_deploy(environment(url, "srv-worker srv-api"))

    assert (done.returncode, done.stdout) == (1, "srv-worker: build_failed\n")
    assert not any("srv-api" in path for _, path, _, _ in calls)


def test_a_deploy_that_never_gets_ready_fails_and_names_no_secret() -> None:
    with render("live", ready=503) as (url, _):
        done = run_deploy(environment(url, "srv-api") | {"DEPLOY_PATIENCE_SECONDS": "0"})

    assert done.returncode == 1
    assert "not ready" in done.stdout
    assert "the-key" not in done.stdout + done.stderr


def environment(url: str, services: str) -> dict[str, str]:
    return {
        "RENDER_API_URL": url,
        "RENDER_API_KEY": "the-key",
        "RENDER_SERVICES": services,
        "PUBLIC_URL": url,
        "COMMIT": "c0ffee",
        "DEPLOY_POLL_SECONDS": "0.01",
    }


def run_deploy(env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, str(ROOT / ".ci/deploy"))
    return subprocess.run(
        command, env={"PATH": os.environ["PATH"], **env}, capture_output=True, text=True, check=False
    )


@contextmanager
def render(*statuses: str, ready: int = 200) -> Iterator[tuple[str, list[tuple[str, str, Any, str]]]]:
    """A stand-in for Render and for the application: each deploy goes through `statuses`. Its address, and the calls it gets."""
    calls: list[tuple[str, str, Any, str]] = []
    left: dict[str, list[str]] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            calls.append(("POST", self.path, body, self.headers["authorization"]))
            left[f"{self.path}/dep-1"] = list(statuses)
            self._answer(201, {"id": "dep-1", "status": "created"})

        def do_GET(self) -> None:
            calls.append(("GET", self.path, None, self.headers["authorization"]))
            if self.path == "/health/ready":
                self._answer(ready, {})
                return
            ahead = left[self.path]
            self._answer(200, {"id": "dep-1", "status": ahead.pop(0) if len(ahead) > 1 else ahead[0]})

        def _answer(self, status: int, content: dict[str, str]) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(content).encode())

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", calls
        finally:
            server.shutdown()
