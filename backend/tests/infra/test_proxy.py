"""The proxy's configuration for real: Debian's Caddy with its own authority, before the running stack."""

import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from entrypoints.api import KEPT_ALIVE
from entrypoints.stack.ports import free_port
from tests.architecture import ROOT
from tests.embedded import require_tool
from tests.infra.files import CADDYFILE
from tests.infra.proxy import Proxy, proxied
from tests.serving import WEBHOOK, signed
from tests.supervised import Supervised, one_command_stack

# The whole stack starts for the first test.
pytestmark = pytest.mark.stack
SOME_TRIES = 0.6  # seconds: Caddy looks for its upstream four times a second
BODY = (ROOT / "backend/tests/payloads/recorded/created__plain_secret.json").read_bytes()


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Supervised]:
    with one_command_stack(tmp_path_factory.mktemp("stack")) as running:
        yield running


@pytest.fixture(scope="module")
def proxy(stack: Supervised, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    calcom = stack.environment["CALCOM_BASE_URL"].replace("localhost", "127.0.0.1")
    app = f"http://127.0.0.1:{stack.environment['PORT']}"
    with proxied(tmp_path_factory.mktemp("proxy"), app, calcom) as running:
        yield running


@pytest.fixture
def http(proxy: Proxy) -> Iterator[httpx.Client]:
    with proxy.client() as client:
        yield client


def test_the_screens_come_over_https_with_the_application_s_own_policy(
    proxy: Proxy, http: httpx.Client
) -> None:
    answer = http.get(f"{proxy.app}/")

    assert answer.status_code == 200
    assert '<div id="root"' in answer.text
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["strict-transport-security"].startswith("max-age=")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "server" not in answer.headers


def test_whoever_comes_without_tls_is_sent_to_it(proxy: Proxy, http: httpx.Client) -> None:
    answer = http.get(f"{proxy.plain}/agenda")

    assert answer.status_code == 308
    assert answer.headers["location"].startswith("https://localhost/agenda")


@pytest.mark.parametrize(
    "path",
    ["/metrics", "/metrics/", "/METRICS", "//metrics", "/%6detrics", "/docs", "/docs/x", "/openapi.json"],
)
def test_what_is_for_operators_is_closed(proxy: Proxy, http: httpx.Client, path: str) -> None:
    assert http.get(f"{proxy.app}{path}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/api/cron/webhookTriggers",
        "/API/cron/webhookTriggers",
        "/api/tasks/cron",
        "/api/v2/bookings/some-uid",
        "/api/v2/me",
        "/signup",
        "/api/auth/signup",
    ],
)
def test_cal_com_s_clockwork_and_api_are_closed(proxy: Proxy, http: httpx.Client, path: str) -> None:
    for method in ("GET", "POST"):
        assert http.request(method, f"{proxy.calcom}{path}").status_code == 404
    assert "via" not in http.get(f"{proxy.calcom}{path}").headers


def test_health_is_open(proxy: Proxy, http: httpx.Client) -> None:
    assert http.get(f"{proxy.app}/health/live").json() == {"status": "ok"}
    assert http.get(f"{proxy.app}/health/ready").status_code == 200


def test_the_widget_s_pages_may_be_framed_by_the_application_alone(proxy: Proxy, http: httpx.Client) -> None:
    answer = http.get(f"{proxy.calcom}/embed/embed.js")

    assert answer.status_code == 200
    assert "x-frame-options" not in answer.headers
    policies = answer.headers.get_list("content-security-policy")
    assert "frame-ancestors 'self' https://localhost https://www.clinica.test" in policies


def test_a_signed_webhook_comes_through(stack: Supervised, proxy: Proxy, http: httpx.Client) -> None:
    headers = signed(BODY, stack.environment["CALCOM_WEBHOOK_SECRET"])

    assert http.post(proxy.app + WEBHOOK, content=BODY, headers=headers).json()["status"] in (
        "accepted",
        "duplicate",
    )
    assert http.post(proxy.app + WEBHOOK, content=BODY).status_code == 401


def test_what_is_too_large_is_refused(stack: Supervised, proxy: Proxy, http: httpx.Client) -> None:
    secret = stack.environment["CALCOM_WEBHOOK_SECRET"]
    for size in (1_100_000, 3_000_000):
        body = b"x" * size
        assert http.post(proxy.app + WEBHOOK, content=body, headers=signed(body, secret)).status_code == 413


def test_a_webhook_waits_for_an_api_that_is_starting(tmp_path: Path) -> None:
    """Of the Caddy of this machine only as much is asked as it can: Debian's loses a body when the connection is refused."""
    body = BODY if _keeps_bodies(_installed_version()) else b""
    port = free_port()
    nowhere = f"http://127.0.0.1:{port}"
    with proxied(tmp_path, nowhere, nowhere) as proxy, proxy.client() as http, ThreadPoolExecutor(1) as pool:
        answer = pool.submit(http.post, proxy.app + WEBHOOK, content=body)
        time.sleep(SOME_TRIES)
        with _taker_of_one(port) as taken:
            assert (answer.result().status_code, taken) == (200, [body])


def test_no_webhook_meets_a_connection_that_is_being_closed(tmp_path: Path) -> None:
    """The upstream keeps each connection open, and closes it without a word when a second request comes on it."""
    with (
        _closer_of_used_connections() as upstream,
        proxied(tmp_path, upstream, upstream) as proxy,
        proxy.client() as http,
    ):
        answers = [http.post(proxy.app + WEBHOOK, content=BODY).status_code for _ in range(5)]

    assert answers == [200] * 5


def test_who_closes_an_idle_connection_is_the_proxy() -> None:
    caddy_by_default = 120  # seconds, `keepalive` of its http transport
    node = 5  # seconds, `keepAliveTimeout` of Cal.com's server

    _application, cal_com = CADDYFILE.read_text().split("\n{$CALCOM_HOST} {")
    kept = re.search(r"\bkeepalive (\d+)s\n", cal_com)

    assert caddy_by_default < KEPT_ALIVE
    assert kept
    assert int(kept[1]) < node


def test_the_proxy_that_is_deployed_keeps_a_body_while_it_waits() -> None:
    said = re.search(
        r"^FROM caddy:([\d.]+)-", (ROOT / "infra/docker/proxy.Dockerfile").read_text(), re.MULTILINE
    )
    assert said
    assert _keeps_bodies(said[1])


def _installed_version() -> str:
    said = subprocess.run(
        [require_tool("caddy"), "version"], capture_output=True, text=True, check=True
    ).stdout
    return said.split()[0].removeprefix("v")


def _keeps_bodies(version: str) -> bool:
    """Whether a request's body outlives a refused connection (caddyserver/caddy#7546)."""
    return tuple(int(part) for part in version.split(".")) >= (2, 11, 2)


@contextmanager
def _closer_of_used_connections() -> Iterator[str]:
    """The address of a server that answers the first request of each connection."""

    class Closer(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        has_answered = False

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", 0)))
            if self.has_answered:
                self.close_connection = True
                return
            self.has_answered = True
            self.send_response(200)
            self.send_header("content-length", "0")
            self.end_headers()

    with ThreadingHTTPServer(("127.0.0.1", 0), Closer) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            serving.join()


@contextmanager
def _taker_of_one(port: int) -> Iterator[list[bytes]]:
    """A server that answers one request; the bodies that it took."""
    taken: list[bytes] = []

    class Taker(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.append(self.rfile.read(int(self.headers.get("content-length", 0))))
            self.send_response(200)
            self.end_headers()

    with HTTPServer(("127.0.0.1", port), Taker) as server:
        server.handle_request()
        yield taken


def test_a_forged_sender_is_not_believed(proxy: Proxy, http: httpx.Client) -> None:
    """Else whoever writes X-Forwarded-For has as many tries at a signature as he has addresses."""
    answers = [
        http.post(
            proxy.app + WEBHOOK, content=b"{}", headers={"x-forwarded-for": f"198.51.100.{n}"}
        ).status_code
        for n in range(60)
    ]

    assert answers[-1] == 429


def test_its_log_says_nothing_of_persons(proxy: Proxy, http: httpx.Client) -> None:
    told = "maria.silva"
    http.get(
        f"{proxy.app}/agendamentos/{told}?nome={told}", headers={"user-agent": told, "cookie": f"a={told}"}
    )
    http.get(f"{proxy.app}/{told}", headers={"referer": f"https://x.test/{told}"})
    http.get(f"{proxy.app}/api/v1/clients/{told}")
    http.get(f"{proxy.calcom}/booking/{told}?email={told}")
    http.get(f"{proxy.calcom}/booking%0a/{told}")

    lines = [json.loads(line) for line in proxy.log.read_text().splitlines() if line.startswith("{")]
    requests = [line["request"] for line in lines if "request" in line]
    paths = {each["uri"] for each in requests}

    assert told not in proxy.log.read_text()
    assert {"", "/booking", "/api", "/api/v1/calcom/webhook"} <= paths
    assert all(re.fullmatch(r"(/[a-z0-9_-]*)*", path) for path in paths)
    assert all(
        each.keys() <= {"remote_ip", "client_ip", "proto", "method", "host", "uri"} for each in requests
    )
    assert {each["remote_ip"] for each in requests} <= {"127.0.0.0", "::"}


def test_the_doctor_is_content_with_it(stack: Supervised, proxy: Proxy) -> None:
    """`cli doctor` in the environment of a deployment: every finding but that Cal.com's key is the stand-in's own."""
    examined = _doctor(stack, proxy)

    assert examined.returncode == 0, examined.stdout + examined.stderr
    assert "✗" not in examined.stdout
    for part in (
        "MongoDB",
        "Redis",
        "Worker",
        "API do Cal.com, com a chave de",
        f"Webhook {proxy.app}{WEBHOOK}",
    ):
        assert f"✓ {part}" in examined.stdout


def test_the_doctor_finds_each_fault(stack: Supervised, proxy: Proxy) -> None:
    wrong = {
        "ENVIRONMENT": "development",
        "PUBLIC_URL": f"{proxy.app}/",
        "MONGODB_URL": "mongodb://127.0.0.1:1/?replicaSet=rs0",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "CALCOM_API_TOKEN": "cal_of_somebody_else",
        "CALCOM_WEBHOOK_SECRET": "another one",
    }
    secrets = [stack.environment["CALCOM_WEBHOOK_SECRET"], "cal_of_somebody_else", "another one"]

    examined = _doctor(stack, proxy, **wrong)

    assert examined.returncode == 1
    faults = [line.split()[1].rstrip(":") for line in examined.stdout.splitlines() if line.startswith("✗")]
    assert faults == [
        "ENVIRONMENT",
        "PUBLIC_URL",
        "MongoDB",
        "Redis",
        "Worker",
        "CALCOM_BODY_KEY",
        "API",
        "Webhook",
    ]
    assert not any(secret in examined.stdout + examined.stderr for secret in secrets)


def _doctor(stack: Supervised, proxy: Proxy, **wrong: str) -> subprocess.CompletedProcess[str]:
    told = {
        "ENVIRONMENT": "production",
        "DEMO_ACCOUNTS": "false",
        "PUBLIC_URL": proxy.app,
        "CALCOM_BASE_URL": proxy.calcom,
        "SSL_CERT_FILE": str(proxy.authority),
    }
    return subprocess.run(
        [sys.executable, "-m", "entrypoints.cli", "doctor"],
        env={**os.environ, **stack.environment, **told, **wrong},
        capture_output=True,
        text=True,
        check=False,
    )
