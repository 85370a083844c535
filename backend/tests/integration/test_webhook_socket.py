"""The webhook on real sockets: what is read, what becomes of the connection, whose address counts."""

import http.client
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from calcom_integration.routers.webhook import MAX_BODY
from tests.deliveries import sent
from tests.indexes import migrated_database
from tests.serving import SECRET, WEBHOOK, api_process, signed

CREATED = sent("created__plain_secret").body
UNSIGNED_PER_MINUTE = 3


@pytest.fixture(scope="module")
def environment(mongodb_url: str, redis_database_url: str) -> Iterator[dict[str, str]]:
    with migrated_database(mongodb_url) as name:
        yield {
            "MONGODB_URL": mongodb_url,
            "DATABASE_NAME": name,
            "REDIS_URL": redis_database_url,
            "CALCOM_WEBHOOK_SECRET": SECRET,
            "CALCOM_UNSIGNED_PER_MINUTE": str(UNSIGNED_PER_MINUTE),
        }


@pytest.fixture(scope="module")
def behind_a_proxy(
    environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.URL]:
    folder: Path = tmp_path_factory.mktemp("api")
    with api_process(folder, **environment, TRUSTED_PROXIES="127.0.0.1") as url:
        yield httpx.URL(url)


@pytest.fixture
def api(behind_a_proxy: httpx.URL, redis_url: str) -> httpx.URL:
    """An API process that has counted nobody yet, and trusts whoever calls from this machine."""
    return behind_a_proxy


@pytest.mark.parametrize("size", [MAX_BODY + 1, 10**12])
def test_an_announced_size_is_refused_before_the_body_is_sent(api: httpx.URL, size: int) -> None:
    with _connection(api) as connection:
        connection.sendall(_head(f"Content-Length: {size}"))

        assert _answer(connection).status == 413


def test_a_stream_is_refused_as_soon_as_it_is_too_long(api: httpx.URL) -> None:
    piece = b"x" * 65536
    chunk = f"{len(piece):x}\r\n".encode() + piece + b"\r\n"
    with _connection(api) as connection:
        connection.sendall(_head("Transfer-Encoding: chunked"))
        connection.sendall(chunk * (MAX_BODY // len(piece)) + b"1\r\nx\r\n")  # and no end
        answer = _answer(connection)

        assert answer.status == 413
        assert answer.getheader("content-type") == "application/problem+json"


def test_the_largest_body_is_taken(api: httpx.URL) -> None:
    body = CREATED + b" " * (MAX_BODY - len(CREATED))

    assert httpx.post(api.join(WEBHOOK), content=body, headers=signed(body)).status_code == 200


def test_a_connection_is_good_for_more_than_one_delivery(api: httpx.URL) -> None:
    unread = CREATED * 100  # an unsigned body is never read: the connection must survive, or end cleanly
    with httpx.Client(base_url=str(api)) as client:
        answers = [
            client.post(WEBHOOK, content=body, headers=headers).status_code
            for body, headers in ((CREATED, signed(CREATED)), (unread, {}), (CREATED, signed(CREATED)))
        ]

    assert answers == [200, 401, 200]


def test_a_trusted_proxy_s_word_for_the_address_counts(api: httpx.URL) -> None:
    assert [_unsigned(api, "203.0.113.1") for _ in range(4)] == [401, 401, 401, 429]
    assert _unsigned(api, "203.0.113.2") == 401


def test_nobody_else_s_word_for_the_address_counts(
    environment: dict[str, str], redis_url: str, tmp_path: Path
) -> None:
    with api_process(tmp_path, **environment, TRUSTED_PROXIES="203.0.113.9") as url:
        statuses = [_unsigned(httpx.URL(url), f"203.0.113.{number}") for number in range(4)]

    assert statuses == [401, 401, 401, 429]


def _unsigned(api: httpx.URL, claimed: str) -> int:
    return httpx.post(api.join(WEBHOOK), content=b"{}", headers={"x-forwarded-for": claimed}).status_code


def _connection(api: httpx.URL) -> socket.socket:
    return socket.create_connection((api.host, api.port or 80))


def _head(framing: str) -> bytes:
    """A request's head, signed by somebody."""
    lines = [f"POST {WEBHOOK} HTTP/1.1", "Host: coleta.test", f"X-Cal-Signature-256: {'0' * 64}", framing]
    return "\r\n".join([*lines, "", ""]).encode()


def _answer(connection: socket.socket) -> http.client.HTTPResponse:
    answer = http.client.HTTPResponse(connection)
    answer.begin()
    return answer
