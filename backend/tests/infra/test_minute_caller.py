"""infra/calcom/cron.sh for real: what it asks Cal.com for, with which key, and what it says when it is refused."""

import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests.architecture import ROOT
from tests.embedded import require_tool

SCRIPT = ROOT / "infra" / "calcom" / "cron.sh"
KEYS = {"CRON_API_KEY": "the cron key", "CRON_SECRET": "the task secret"}


@dataclass
class CalCom:
    """What was asked of it; it answers `status`."""

    url: str = ""
    status: int = 200
    asked: list[tuple[str, str, str | None]] = field(default_factory=list)


@pytest.fixture
def calcom() -> Iterator[CalCom]:
    calcom = CalCom()

    class Clockwork(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            calcom.asked.append((self.command, self.path, self.headers["authorization"]))
            self.send_response(calcom.status)
            self.end_headers()

        do_POST = do_GET

    with ThreadingHTTPServer(("127.0.0.1", 0), Clockwork) as server:
        calcom.url = f"http://127.0.0.1:{server.server_port}"
        Thread(target=server.serve_forever, daemon=True).start()
        yield calcom
        server.shutdown()


def test_it_makes_both_calls_with_their_keys(calcom: CalCom) -> None:
    assert _round(calcom.url).returncode == 0
    assert calcom.asked == [
        ("POST", "/api/cron/webhookTriggers", "the cron key"),
        ("GET", "/api/tasks/cron", "Bearer the task secret"),
    ]


def test_a_refusal_is_told_without_the_key_and_keeps_nothing_from_being_tried(calcom: CalCom) -> None:
    calcom.status = 401

    ended = _round(calcom.url)

    assert ended.returncode == 1
    assert len(calcom.asked) == 2
    assert "401" in ended.stderr
    assert not any(key in ended.stderr for key in KEYS.values())


def test_without_a_key_nobody_is_called(calcom: CalCom) -> None:
    assert _round(calcom.url, {}).returncode != 0
    assert calcom.asked == []


def _round(url: str, keys: Mapping[str, str] = KEYS) -> subprocess.CompletedProcess[str]:
    require_tool("curl")
    environment = {"CALCOM_URL": url, "PATH": "/usr/bin:/bin", **keys}
    return subprocess.run(["/bin/sh", SCRIPT], env=environment, capture_output=True, text=True, check=False)
