"""The sandbox as people run it: a process of its own, booked through its pages."""

import hashlib
import hmac
import html
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from entrypoints.stack.ports import free_port

INFRA = Path(__file__).parents[3] / "infra"
SECRET = "segredo-só-de-teste"
KEY = "cal_chave_de_teste"
FORM = {
    "name": "Maria Paciente",
    "email": "maria@example.com",
    "cpf": "529.982.247-25",
    "telefone": "(11) 98765-4321",
    "convenio": "Unimed",
    "notes": "Portão azul",
}


@dataclass
class Received:
    """What reached the subscriber, byte for byte."""

    posts: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body in self.posts]


@pytest.fixture(scope="module")
def subscriber() -> Iterator[tuple[str, Received]]:
    received = Received()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            received.posts.append(({key.lower(): value for key, value in self.headers.items()}, body))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/webhook", received
    server.shutdown()
    thread.join()
    server.server_close()


class Process:
    """`python -m calcom_sandbox`, and a browser's worth of HTTP."""

    def __init__(self, webhook_url: str, data: Path) -> None:
        port = free_port()
        options = ("--port", str(port), "--webhook-url", webhook_url, "--secret", SECRET, "--data", str(data))
        environment = {**os.environ, "PYTHONPATH": str(INFRA), "CALCOM_API_TOKEN": KEY}
        command = (sys.executable, "-m", "calcom_sandbox", *options)
        self.process = subprocess.Popen(command, env=environment)
        self.http = httpx.Client(
            base_url=f"http://127.0.0.1:{port}", follow_redirects=True, trust_env=False, timeout=60
        )
        self._wait_until_ready()

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + 120
        while self.process.poll() is None and time.monotonic() < deadline:
            try:
                self.http.get("/health").raise_for_status()
                return
            except httpx.TransportError:
                time.sleep(0.1)
        raise AssertionError("the sandbox did not become ready")

    def stop(self) -> int:
        """Ask it to stop; uvicorn ends by the signal itself once everything is closed."""
        self.http.close()
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=60)


@pytest.fixture(scope="module")
def running(subscriber: tuple[str, Received], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    started = Process(subscriber[0], tmp_path_factory.mktemp("sandbox") / "sandbox.json")
    yield started
    started.stop()


@pytest.fixture
def process(running: Process, subscriber: tuple[str, Received]) -> Process:
    """The running sandbox, as new: no rows, no faults, nothing received."""
    running.http.post("/sandbox/reset").raise_for_status()
    subscriber[1].posts.clear()
    return running


def link(page: str, test_id: str) -> str:
    """The address of the first link with this test id."""
    found = re.search(rf'<a[^>]*href="([^"]+)"[^>]*data-testid="{test_id}"', page)
    assert found, f"no link {test_id}"
    return html.unescape(found[1])


def hidden(page: str, name: str) -> str:
    found = re.search(rf'<input type="hidden" name="{re.escape(name)}" value="([^"]*)"', page)
    assert found, f"no field {name}"
    return html.unescape(found[1])


def choose_slot(http: httpx.Client, address: str) -> httpx.Response:
    """Tomorrow's first slot: the form."""
    days = re.findall(r'href="([^"]+)" data-testid="day-', http.get(address).raise_for_status().text)
    tomorrow = http.get(html.unescape(days[1])).raise_for_status()
    return http.get(link(tomorrow.text, "slot")).raise_for_status()


def book(http: httpx.Client, slug: str, query: str = "", **changes: str) -> httpx.Response:
    form = choose_slot(http, f"/clinica-demo/{slug}{query}")
    return http.post(form.url, data={**FORM, "slot": hidden(form.text, "slot"), **changes})


def uid_of(page: httpx.Response) -> str:
    return page.url.path.rsplit("/", 1)[-1]


def test_a_booking_on_the_page_arrives_signed(process: Process, subscriber: tuple[str, Received]) -> None:
    page = book(process.http, "coleta-paulista")
    assert "Agendamento confirmado" in page.text
    [(headers, body)] = subscriber[1].posts
    expected = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    assert headers["x-cal-signature-256"] == expected
    payload = json.loads(body)["payload"]
    assert payload["uid"] == uid_of(page)
    assert payload["type"] == "coleta-paulista"
    assert payload["responses"]["telefone"]["value"] == "+5511987654321"
    assert "value" not in payload["responses"]["guests"]


def test_prefill_shows_in_the_form_and_metadata_reaches_the_webhook(
    process: Process, subscriber: tuple[str, Received]
) -> None:
    query = "?name=Jo%C3%A3o&cpf=111.444.777-35&metadata[ref]=r-1"
    form = choose_slot(process.http, f"/clinica-demo/coleta-moema{query}")
    assert 'value="João"' in form.text
    assert 'value="111.444.777-35"' in form.text
    data = {**FORM, "slot": hidden(form.text, "slot"), "metadata[ref]": hidden(form.text, "metadata[ref]")}
    process.http.post(form.url, data=data).raise_for_status()
    assert subscriber[1].bodies()[0]["payload"]["metadata"] == {"ref": "r-1"}


def test_a_form_with_mistakes_comes_back_with_what_was_typed(
    process: Process, subscriber: tuple[str, Received]
) -> None:
    page = book(process.http, "coleta-paulista", cpf="", notes="<b>Portão</b>")
    assert page.status_code == 422
    assert "Campo obrigatório." in page.text
    assert "&lt;b&gt;Portão&lt;/b&gt;" in page.text
    assert subscriber[1].posts == []


def test_a_patient_moves_and_cancels_and_the_old_address_leads_to_the_new(
    process: Process, subscriber: tuple[str, Received]
) -> None:
    http = process.http
    first = book(http, "coleta-paulista")
    form = choose_slot(http, link(first.text, "reschedule"))
    assert 'value="Maria Paciente"' in form.text
    answers = {**FORM, "slot": hidden(form.text, "slot"), "rescheduleReason": "Trânsito"}
    second = http.post(form.url, data=answers)
    assert uid_of(http.get(f"/booking/{uid_of(first)}")) == uid_of(second) != uid_of(first)

    cancelling = http.get(f"{second.url.path}?cancel=true")
    assert 'data-testid="cancel-form"' in cancelling.text
    gone = http.post(f"{second.url.path}/cancel", data={"reason": "Viagem"})
    assert "Agendamento cancelado" in gone.text
    bodies = subscriber[1].bodies()
    assert [body["triggerEvent"] for body in bodies] == [
        "BOOKING_CREATED",
        "BOOKING_RESCHEDULED",
        "BOOKING_CANCELLED",
    ]
    assert bodies[1]["payload"]["rescheduleUid"] == bodies[0]["payload"]["uid"]


def test_the_host_answers_requests(process: Process, subscriber: tuple[str, Received]) -> None:
    http = process.http
    accepted, declined = (uid_of(book(http, "coleta-confirmacao")) for _ in range(2))
    assert http.get("/bookings/upcoming").text.count('data-testid="row"') == 2
    http.post(f"/bookings/{accepted}/confirm").raise_for_status()
    http.post(f"/bookings/{declined}/reject", data={"reason": "Agenda cheia"}).raise_for_status()
    assert [body["triggerEvent"] for body in subscriber[1].bodies()][2:] == [
        "BOOKING_CREATED",
        "BOOKING_REJECTED",
    ]
    assert "Agenda cheia" in http.get(f"/booking/{declined}").text


def test_one_of_two_seats_is_given_up_on_its_own_page(
    process: Process, subscriber: tuple[str, Received]
) -> None:
    http = process.http
    book(http, "campanha-vacina")
    second = book(http, "campanha-vacina", name="Lia Assento", email="lia@example.com")
    seat = second.url.params["seatReferenceUid"]
    assert "Maria Paciente" not in second.text, "nobody sees who sits beside them"
    http.post(f"{second.url.path}/cancel", data={"seat": seat, "reason": ""}).raise_for_status()
    told = subscriber[1].bodies()[-1]["payload"]
    assert [person["email"] for person in told["attendees"]] == ["lia@example.com"]


def test_the_control_api_switches_faults_and_lists_deliveries(
    process: Process, subscriber: tuple[str, Received]
) -> None:
    http = process.http
    http.put("/sandbox/faults", json={"drop": 1}).raise_for_status()
    book(http, "coleta-paulista")
    assert http.put("/sandbox/faults", json={"dropp": 1}).status_code == 422
    http.put("/sandbox/faults", json={}).raise_for_status()
    assert http.post("/sandbox/ping").json()["status"] == 200
    log = http.get("/sandbox/deliveries").json()
    assert [(entry["trigger"], entry["outcome"], entry["status"]) for entry in log] == [
        ("BOOKING_CREATED", "dropped", None),
        ("PING", "sent", 200),
    ]
    assert [body["triggerEvent"] for body in subscriber[1].bodies()] == ["PING"]


def test_api_v2_sees_what_the_pages_did_and_obeys_its_limits_and_faults(process: Process) -> None:
    http = process.http
    uid = uid_of(book(http, "coleta-paulista"))
    owner = {"authorization": f"Bearer {KEY}", "cal-api-version": "2024-08-13"}
    [row] = http.get("/api/v2/bookings", headers=owner).json()["data"]
    assert (row["uid"], row["status"]) == (uid, "accepted")
    reason = {"cancellationReason": "Sem equipe"}
    assert http.post(f"/v2/bookings/{uid}/cancel", headers=owner, json=reason).status_code == 200
    assert "Agendamento cancelado" in http.get(f"/booking/{uid}").text

    http.put("/sandbox/api/limits", json={"limit": 1}).raise_for_status()
    assert [http.get("/v2/me", headers=owner).status_code for _ in range(2)] == [200, 429]
    http.put("/sandbox/api/limits", json={}).raise_for_status()
    http.put("/sandbox/api/faults", json={"fail": 1}).raise_for_status()
    assert http.get("/v2/me", headers=owner).status_code == 500
    http.put("/sandbox/api/faults", json={}).raise_for_status()
    [call] = http.get("/sandbox/api/calls").json()
    assert (call["path"], call["body"], call["status"]) == (f"/v2/bookings/{uid}/cancel", reason, 200)
    assert http.delete(f"/sandbox/bookings/{uid}").status_code == 204
    assert http.get(f"/v2/bookings/{uid}", headers=owner).status_code == 404
    shown = http.put("/sandbox/clock", json={"now": "2031-05-05T12:00:00Z", "speed": 2}).json()
    assert (shown["now"][:10], shown["speed"]) == ("2031-05-05", 2)
    assert http.get("/sandbox/clock").json()["speed"] == 2


def test_unknown_pages_and_acts_that_are_too_late_are_refused_politely(process: Process) -> None:
    http = process.http
    assert http.get("/booking/unknown").status_code == 404
    assert http.get("/clinica-demo/unknown").status_code == 404
    uid = uid_of(book(http, "coleta-paulista"))
    http.post(f"/booking/{uid}/cancel", data={"reason": ""}).raise_for_status()
    late = http.post(f"/booking/{uid}/cancel", data={"reason": ""})
    assert (late.status_code, "não pode mais ser alterado" in late.text) == (400, True)
    refused = http.post(f"/sandbox/bookings/{uid}/reject", json={})
    assert (refused.status_code, refused.json()["code"]) == (400, "booking_not_open")


def test_rows_survive_a_stop_and_a_start(subscriber: tuple[str, Received], tmp_path: Path) -> None:
    data = tmp_path / "sandbox.json"
    first = Process(subscriber[0], data)
    uid = uid_of(book(first.http, "coleta-noronha"))
    assert first.stop() == -signal.SIGTERM
    second = Process(subscriber[0], data)
    assert "Horário de Noronha" in second.http.get(f"/booking/{uid}").text
    assert second.stop() == -signal.SIGTERM
