"""Requests that no browser and no Cal.com sends, at an API process of its own: each refused, none a 500, and it lives on."""

import http.client
import socket
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import httpx
import pytest

from entrypoints.settings import DEMO_PASSWORD
from presentation.api.body_limit import LONGEST
from tests.indexes import migrated_database
from tests.serving import SECRET, WEBHOOK, api_process, signed

LOGIN, UNITS = "/api/v1/auth/login", "/api/v1/units"
CREDENTIALS = {"email": "gestor@demo.example.com", "password": DEMO_PASSWORD}
DEEP = b"[" * 200_000


@pytest.fixture(scope="module")
def gestor(
    mongodb_url: str, redis_database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    with migrated_database(mongodb_url) as name:
        servers = {"MONGODB_URL": mongodb_url, "DATABASE_NAME": name, "REDIS_URL": redis_database_url}
        told = {"CALCOM_WEBHOOK_SECRET": SECRET, "DEMO_ACCOUNTS": "true"}
        folder: Path = tmp_path_factory.mktemp("api")
        with api_process(folder, **servers, **told) as url, httpx.Client(base_url=url) as client:
            token = client.post(LOGIN, json=CREDENTIALS).json()["access_token"]
            client.headers["Authorization"] = f"Bearer {token}"
            yield client


@pytest.fixture(autouse=True)
def it_lives_on(gestor: httpx.Client) -> Iterator[None]:
    yield
    assert gestor.get("/api/v1/auth/me").status_code == 200


def raw(gestor: httpx.Client, *lines: str, body: bytes = b"") -> http.client.HTTPResponse:
    """The answer to a request's head as written here, then `body`, on a connection of its own."""
    url = gestor.base_url
    with closing(socket.create_connection((url.host, url.port or 80), 60)) as connection:
        connection.sendall("\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1") + body)
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        answer.read()
        return answer


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"email": {"$gt": ""}, "password": {"$gt": ""}}, "email"),
        ({"email": CREDENTIALS["email"], "password": {"$ne": None}}, "password"),
        (CREDENTIALS | {"$where": "1"}, "$where"),
        ([CREDENTIALS], "body"),
    ],
)
def test_an_operator_is_no_value(gestor: httpx.Client, body: object, field: str) -> None:
    answer = gestor.post(LOGIN, json=body)

    assert answer.status_code == 422
    assert field in [error["field"] for error in answer.json()["errors"]]


@pytest.mark.parametrize(
    "query",
    ["nome_unidade[$ne]=x", "q[$regex]=.*", "$where=sleep(1000)", "status[]=Agendado", "uid[$gt]="],
)
@pytest.mark.parametrize("path", ["/api/v1/appointments", "/api/v1/clients", "/api/v1/calcom/deliveries"])
def test_an_operator_is_no_parameter(gestor: httpx.Client, path: str, query: str) -> None:
    assert gestor.get(f"{path}?{query}").status_code == 422


def test_what_is_searched_for_is_text_and_no_pattern(gestor: httpx.Client) -> None:
    wanted = {"nome_paciente": "Ana Lima"} | {
        name: gestor.get(UNITS).json()["items"][0][name] for name in ("nome_unidade", "nome_marca")
    }
    assert gestor.post("/api/v1/appointments", json=wanted).status_code == 201

    totals = [
        gestor.get("/api/v1/appointments", params={"q": q, "scope": "all"}).json()["total"]
        for q in ("Ana", "An[aeiou]", "Ana|xyz", "(x*)*Ana$")
    ]
    assert totals == [1, 0, 0, 0]


def test_operators_in_a_signed_delivery_are_stored_as_they_are(gestor: httpx.Client) -> None:
    body = b'{"triggerEvent": {"$ne": ""}, "payload": {"uid": {"$gt": ""}, "$set": {"role": "gestor"}}}'
    receipt = gestor.post(WEBHOOK, content=body, headers=signed(body))

    assert receipt.status_code == 200
    kept = gestor.get(f"/api/v1/calcom/deliveries/{receipt.json()['delivery_id']}").json()
    assert (kept["trigger"], kept["uid"]) == (None, None)


@pytest.mark.parametrize("path", [LOGIN, UNITS])
@pytest.mark.parametrize(
    ("body", "status"), [(DEEP, 400), (b'{"a":' * 100_000, 400), (b"\xff\xfe{", 400), (b" " * (LONGEST + 1), 413)]
)  # fmt: skip
def test_json_made_to_hurt_is_refused(gestor: httpx.Client, path: str, body: bytes, status: int) -> None:
    answer = gestor.post(path, content=body, headers={"content-type": "application/json"})

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_deeply_nested_delivery_is_kept_for_a_person(gestor: httpx.Client) -> None:
    assert gestor.post(WEBHOOK, content=DEEP, headers=signed(DEEP)).status_code == 200


def test_an_announced_length_is_believed_before_the_body_comes(gestor: httpx.Client) -> None:
    head = [f"POST {LOGIN} HTTP/1.1", "Host: coleta.test", "Content-Type: application/json"]

    assert raw(gestor, *head, f"Content-Length: {LONGEST + 1}").status == 413


def test_a_stream_without_a_length_is_cut_off(gestor: httpx.Client) -> None:
    head = [f"POST {LOGIN} HTTP/1.1", "Host: coleta.test", "Transfer-Encoding: chunked"]
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"

    assert raw(gestor, *head, body=chunk * (LONGEST // 0x10000) + b"1\r\n \r\n").status == 413


@pytest.mark.parametrize("length", ["-1", "abc", "1, 2", "１２"])
def test_a_length_that_is_none_is_refused(gestor: httpx.Client, length: str) -> None:
    header = f"Content-Length: {length.encode().decode('latin-1')}"

    assert raw(gestor, f"POST {WEBHOOK} HTTP/1.1", "Host: coleta.test", header).status == 400


@pytest.mark.parametrize(
    "line",
    [
        "X-Folded: a\r\n b\x00c",
        "Transfer-Encoding: chunked\r\nContent-Length: 5",
        "Bad Header: 1",
    ],
    ids=["nul", "two lengths", "blank in a name"],
)
def test_a_head_made_to_hurt_is_refused(gestor: httpx.Client, line: str) -> None:
    answer = raw(gestor, f"POST {LOGIN} HTTP/1.1", "Host: coleta.test", line, body=b"0\r\n\r\n")

    assert answer.status in (400, 422, 431)


def test_a_giant_head_is_not_read_to_its_end(gestor: httpx.Client) -> None:
    with suppress(ConnectionError):  # it may be closed before all is sent
        assert raw(gestor, f"GET {UNITS} HTTP/1.1", "Host: coleta.test", f"X: {'x' * 300_000}").status in (
            400,
            431,
        )


def test_an_absolute_target_is_one_of_our_own_paths(gestor: httpx.Client) -> None:
    lines = "GET http://evil.example/api/v1/auth/me HTTP/1.1", "Host: evil.example"

    assert raw(gestor, *lines).status in (400, 401, 404)


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/calcom/bookings/..%2f..%2fme/refresh",
        "/api/v1/calcom/bookings/abc%0d%0aX-Evil:%201/refresh",
        "/api/v1/calcom/bookings/%2e%2e/refresh",
        "/api/v1/calcom/bookings/aaaaaa%3ftake=1/refresh",
    ],
)
def test_what_is_no_uid_is_never_looked_up(gestor: httpx.Client, path: str) -> None:
    answer = raw(
        gestor, f"POST {path} HTTP/1.1", "Host: x", f"Authorization: {gestor.headers['authorization']}"
    )

    assert answer.status in (404, 405, 422)
    assert answer.getheader("x-evil") is None


def test_nobody_is_sent_to_a_host_that_they_named(gestor: httpx.Client) -> None:
    for path in ("/api/v1/units/", "//evil.example/%2e%2e", "/api/v1//units"):
        answer = raw(gestor, f"GET {path} HTTP/1.1", "Host: evil.example")
        assert (answer.status < 300 or answer.status >= 400, answer.getheader("location")) == (True, None)


def test_no_other_site_may_read_an_answer(gestor: httpx.Client) -> None:
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    for answer in (gestor.options(LOGIN, headers=asked), gestor.get(UNITS, headers=asked)):
        assert not [name for name in answer.headers if name.startswith("access-control-")]
