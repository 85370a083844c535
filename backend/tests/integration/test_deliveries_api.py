"""The gestor's view of deliveries: who may look, what is found, what is processed again."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from pymongo import AsyncMongoClient
from structlog.testing import capture_logs

from calcom_integration.delivery import Delivery, Outcome, State
from calcom_integration.store import DeliveryStore
from entrypoints.settings import DEMO_PASSWORD, Settings
from tests.deliveries import sent
from tests.indexes import migrated_database
from tests.serving import SECRET, application, eventually, settings_of, worker_at_work

DELIVERIES = "/api/v1/calcom/deliveries"
SHOWN = {"id", "trigger", "uid", "state", "reason", "error", "attempts", "appointment_id"} | {
    "received_at",
    "next_attempt_at",
    "processed_at",
}
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@dataclass
class Office:
    """The application with a gestor signed in, and the store behind it."""

    client: httpx.AsyncClient
    store: DeliveryStore
    settings: Settings
    tokens: dict[str, str]

    async def ended(self, name: str, state: State, **over: Any) -> Delivery:
        """A stored delivery that ended in `state`; `over` are a delivery's fields."""
        fields = {"digest": name, "body": b"{}", "headers": {}, "received_at": NOON}
        delivery = Delivery(**{"id": name, **fields, **over})
        await self.store.add(delivery)
        claimed = await self.store.claim(name, NOON, timedelta(0))
        assert claimed is not None
        await self.store.finish(claimed, Outcome(state=state, reason=over.get("reason")), NOON)
        return delivery

    async def get(self, path: str = "", *query: tuple[str, str | int]) -> httpx.Response:
        return await self.client.get(DELIVERIES + path, params=list(query))

    async def found(self, *query: tuple[str, str | int]) -> list[str]:
        answer = await self.get("", *query)
        assert answer.status_code == 200, answer.text
        return [each["id"] for each in answer.json()["items"]]

    async def state_of(self, name: str) -> State:
        found = await self.store.get(name)
        assert found is not None
        return found.state


@pytest.fixture(scope="module")
async def opened(mongodb_url: str, redis_database_url: str) -> AsyncIterator[Office]:
    mongo: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(mongodb_url, tz_aware=True)
    with pytest.MonkeyPatch.context() as environment, migrated_database(mongodb_url) as name:
        environment.setenv("CALCOM_WEBHOOK_SECRET", SECRET)
        settings = settings_of(mongodb_url, name, redis_database_url, demo_accounts=True)
        async with application(settings) as client:
            tokens = {role: await _token(client, role) for role in ("gestor", "atendente", "logistica")}
            client.headers["Authorization"] = tokens["gestor"]
            yield Office(client, DeliveryStore(mongo[name], timedelta(days=90)), settings, tokens)
    await mongo.close()


@pytest.fixture
async def office(opened: Office, redis_url: str, mongodb_url: str) -> Office:
    """The office without any delivery."""
    mongo: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(mongodb_url)
    await mongo[opened.settings.database_name]["calcom_deliveries"].delete_many({})
    await mongo.close()
    return opened


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", ""), ("GET", "/a"), ("GET", "/a/body"), ("POST", "/a/replay"), ("POST", "/replay")],
)
async def test_nobody_but_the_gestor_may(office: Office, method: str, path: str) -> None:
    await office.ended("a", State.DEAD)
    statuses = []
    for who in ("nobody", "atendente", "logistica"):
        headers = {"Authorization": office.tokens.get(who, "")}
        answer = await office.client.request(method, DELIVERIES + path, headers=headers, json={})
        statuses.append(answer.status_code)

    assert statuses == [401, 403, 403]
    assert await office.state_of("a") is State.DEAD


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ([], ["d", "c", "b", "a"]),
        ([("state", "dead")], ["b"]),
        ([("state", "dead"), ("state", "failed")], ["c", "b"]),
        ([("trigger", "BOOKING_CANCELLED")], ["b"]),
        ([("trigger", "BOOKING_CANCELLED"), ("trigger", "PING")], ["d", "b"]),
        ([("uid", "u1")], ["b", "a"]),
        ([("uid", "u1"), ("state", "done")], ["a"]),
        ([("from", "2026-11-23T13:00:00Z")], ["d", "c", "b"]),
        ([("to", "2026-11-23T13:00:00Z")], ["a"]),
        ([("from", "2026-11-23T10:00:00-03:00"), ("to", "2026-11-23T15:00:00Z")], ["c", "b"]),
    ],
)
async def test_filters(office: Office, query: Sequence[tuple[str, str]], found: list[str]) -> None:
    await _four(office)

    assert await office.found(*query) == found


@pytest.mark.parametrize(
    ("query", "field"),
    [
        (("estado", "dead"), "estado"),
        (("state", "morta"), "state.0"),
        (("from", "ontem"), "from"),
        (("from", "2026-11-23T13:00:00"), "from"),
        (("page", "0"), "page"),
        (("page_size", "101"), "page_size"),
    ],
)
async def test_a_query_that_makes_no_sense_is_told_so(
    office: Office, query: tuple[str, str], field: str
) -> None:
    answer = await office.get("", query)

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert [each["field"] for each in answer.json()["errors"]] == [field]


async def test_pages_follow_each_other_in_the_envelope_of_every_list(office: Office) -> None:
    await _four(office)

    first = (await office.get("", ("page_size", 3))).json()
    second = (await office.get("", ("page_size", 3), ("page", 2))).json()

    assert (first["page"], first["page_size"], first["total"], second["page"]) == (1, 3, 4, 2)
    assert [each["id"] for each in first["items"] + second["items"]] == ["d", "c", "b", "a"]
    assert set(first["items"][0]) == SHOWN
    assert first["items"][0]["received_at"] == "2026-11-23T15:00:00Z"


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        (b'{"a": ["1", "\xc3\xa7ai"]}', ({"a": ["•", "ç••"]}, {"a": ["1", "çai"]})),
        (rb'{"a": "Oi \ud83d", "\u0000b": NaN}', ({"a": "O• ?", "b": "N••"}, {"a": "Oi ?", "b": "NaN"})),
        (b"nome=Ana&x=\xff", ("n•••=A••&x=\ufffd", "nome=Ana&x=\ufffd")),
    ],
)
async def test_the_detail_adds_the_body_masked_until_it_is_asked_for(
    office: Office, stored: bytes, shown: Any
) -> None:
    await office.ended("a", State.FAILED, body=stored)

    answer = await office.get("/a")
    with capture_logs() as logs:
        whole = await office.get("/a/body")

    assert (answer.status_code, answer.json()["state"]) == (200, "failed")
    assert (answer.json()["body"], whole.json()["body"]) == shown
    assert whole.headers["cache-control"] == "no-store"
    accesses = await office.client.get("/api/v1/privacy/accesses", params={"id": "a"})
    told = accesses.json()["items"][0]
    assert (told["acao"], told["tipo"], bool(told["quem"])) == ("revelou", "entrega", True)
    assert "Ana" not in str(logs)


async def test_one_is_replayed_once(office: Office) -> None:
    await office.ended("a", State.DEAD, reason="porque sim")

    replay = [await office.client.post(f"{DELIVERIES}/a/replay") for _ in range(2)]
    unknown = [await office.client.post(f"{DELIVERIES}/b/replay"), await office.get("/b")]

    assert [each.status_code for each in replay] == [202, 409]
    assert (replay[0].json(), replay[1].json()["detail"]) == (
        {"queued": 1},
        "Esta entrega ainda está na fila.",
    )
    assert [each.status_code for each in unknown] == [404, 404]
    again = (await office.get("/a")).json()
    assert (again["state"], again["attempts"], again["reason"], again["error"]) == ("received", 0, None, None)


@pytest.mark.parametrize(
    ("wanted", "queued"),
    [
        ({}, {"b", "c"}),
        ({"state": "done"}, {"a"}),
        ({"trigger": "BOOKING_CANCELLED"}, {"b"}),
        ({"uid": "u1"}, {"b"}),
        ({"from": "2026-11-23T14:00:00Z", "to": "2026-11-23T15:00:00Z"}, {"c"}),
    ],
)
async def test_many_are_replayed_by_filter(office: Office, wanted: dict[str, str], queued: set[str]) -> None:
    await _four(office)

    answer = await office.client.post(f"{DELIVERIES}/replay", json=wanted)

    assert (answer.status_code, answer.json()) == (202, {"queued": len(queued)})
    assert set(await office.found(("state", "received"))) == queued


async def test_a_filter_that_nobody_knows_replays_nothing(office: Office) -> None:
    await office.ended("a", State.DEAD)

    answer = await office.client.post(f"{DELIVERIES}/replay", json={"estado": "dead"})

    assert answer.status_code == 422
    assert await office.state_of("a") is State.DEAD


async def test_dead_deliveries_that_are_replayed_succeed(office: Office) -> None:
    for name in ("created__plain_secret", "created__guests"):
        await office.ended(name, State.DEAD, body=sent(name).body, trigger="BOOKING_CREATED")

    await office.client.post(f"{DELIVERIES}/created__guests/replay")
    await office.client.post(f"{DELIVERIES}/replay", json={"state": "dead"})

    async def both_done() -> bool:
        return len(await office.found(("state", "done"))) == 2

    async with worker_at_work(office.settings):
        await eventually(both_done)
    details = await asyncio.gather(*(office.get(f"/{name}") for name in await office.found()))
    assert all(each.json()["appointment_id"] for each in details)


async def _four(office: Office) -> None:
    """Four deliveries, one an hour from noon."""
    told = [
        ("a", State.DONE, "BOOKING_CREATED", "u1"),
        ("b", State.DEAD, "BOOKING_CANCELLED", "u1"),
        ("c", State.FAILED, "BOOKING_CREATED", "u2"),
        ("d", State.IGNORED, "PING", None),
    ]
    for hours, (name, state, trigger, uid) in enumerate(told):
        at = NOON + timedelta(hours=hours)
        await office.ended(name, state, trigger=trigger, uid=uid, received_at=at)


async def _token(client: httpx.AsyncClient, role: str) -> str:
    credentials = {"email": f"{role}@demo.example.com", "password": DEMO_PASSWORD}
    answer = await client.post("/api/v1/auth/login", json=credentials)
    assert answer.status_code == 200, answer.text
    return f"Bearer {answer.json()['access_token']}"
