"""The sandbox as Cal.com's widget sees it: the script, the framed pages, what they say (EMBED.md)."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from calcom_sandbox.app import create_app
from calcom_sandbox.clock import Clock
from calcom_sandbox.settings import Settings
from calcom_sandbox.web.embed import MISSING
from tests.sandbox_inbox import HeldClock

TYPE = "/clinica-demo/coleta-paulista"
SLOT = {"slot": "2026-11-24T13:00:00Z"}
ANSWERS = {
    "name": "Maria Lima",
    "email": "maria@example.com",
    "cpf": "529.982.247-25",
    "telefone": "(11) 98765-4321",
}


@asynccontextmanager
async def browser(script: Path | None = None, clock: Clock | None = None) -> AsyncIterator[httpx.AsyncClient]:
    """A browser of a sandbox whose deliveries nobody takes."""
    app = create_app(Settings(embed_script=script), clock=clock or HeldClock())
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://cal.test", follow_redirects=True) as http,
    ):
        yield http


def told(page: httpx.Response) -> dict[str, Any]:
    """What the page's script reads."""
    found = re.search(r'<script type="application/json" id="embed">(.*?)</script>', page.text, re.DOTALL)
    assert found is not None
    answer: dict[str, Any] = json.loads(found[1])
    return answer


def said(page: httpx.Response) -> list[str]:
    return [name for name, _ in told(page)["messages"]]


async def booked(http: httpx.AsyncClient, **metadata: str) -> httpx.Response:
    extra = {f"metadata[{key}]": value for key, value in metadata.items()}
    return await http.post(f"{TYPE}?embed=n", data=SLOT | ANSWERS | extra)


async def rows(http: httpx.AsyncClient) -> list[dict[str, Any]]:
    return list((await http.get("/sandbox/bookings")).json())


async def test_the_published_script_is_served_as_it_is(tmp_path: Path) -> None:
    script = tmp_path / "embed.js"
    script.write_text("!function(){}()")
    async with browser(script) as http:
        answer = await http.get("/embed/embed.js")
    assert (answer.status_code, answer.text) == (200, "!function(){}()")
    assert answer.headers["content-type"].startswith("text/javascript")


@pytest.mark.parametrize("path", [None, Path("nowhere/embed.js")])
async def test_a_script_that_is_not_installed_is_said_so(path: Path | None) -> None:
    async with browser(path) as http:
        answer = await http.get("/embed/embed.js")
    assert (answer.status_code, answer.text) == (503, MISSING)


@pytest.mark.parametrize("page", [TYPE, "/clinica-demo"])
async def test_every_page_has_an_address_for_the_widget(page: str) -> None:
    async with browser() as http:
        framed, plain = await http.get(f"{page}/embed"), await http.get(page)
    assert (framed.status_code, framed.text) == (200, plain.text)


async def test_the_prefill_reaches_the_form_and_goes_along_through_the_slots() -> None:
    query = {"embed": "n", "name": "Maria", "cpf": "1", "metadata[ref]": "v1.x"}
    async with browser() as http:
        slots = await http.get(f"{TYPE}/embed", params=query)
        link = re.search(r'href="([^"]*)" data-testid="slot"', slots.text)
        assert link is not None
        form = await http.get(link[1].replace("&amp;", "&"))
    assert said(slots) == said(form) == ["navigatedToBooker"]
    for field in (
        'name="cpf" data-testid="field-cpf" required value="1"',
        'name="metadata[ref]" value="v1.x"',
    ):
        assert field in form.text


async def test_a_booking_is_told_by_both_twins() -> None:
    async with browser() as http:
        page = await booked(http, ref="v1.x")
        (row,) = await rows(http)
    assert said(page) == ["bookingSuccessful", "bookingSuccessfulV2"]
    second = dict(told(page)["messages"])["bookingSuccessfulV2"]
    assert second == {
        "uid": row["uid"],
        "title": row["title"],
        "startTime": "2026-11-24T13:00:00.000Z",
        "endTime": "2026-11-24T13:30:00.000Z",
        "eventTypeId": 1,
        "status": "ACCEPTED",
        "paymentRequired": False,
        "isRecurring": False,
    }
    assert row["metadata"] == {"ref": "v1.x"}


async def test_a_reschedule_is_told_with_the_new_uid_and_metadata_joins() -> None:
    async with browser() as http:
        await booked(http, ref="v1.x", a="1")
        (old,) = await rows(http)
        moved = {"slot": "2026-11-24T15:00:00Z", "metadata[a]": "2"} | ANSWERS
        page = await http.post(f"{TYPE}?embed=n&rescheduleUid={old['uid']}", data=moved)
        new = (await rows(http))[-1]
    assert said(page) == ["rescheduleBookingSuccessful", "rescheduleBookingSuccessfulV2"]
    assert told(page)["messages"][1][1]["uid"] == new["uid"] != old["uid"]
    assert new["metadata"] == {"ref": "v1.x", "a": "2"}


async def test_a_cancellation_is_told_with_the_status_from_before() -> None:
    async with browser() as http:
        await booked(http)
        (row,) = await rows(http)
        page = await http.post(f"/booking/{row['uid']}/cancel", data={"reason": "viagem"})
    (message,) = told(page)["messages"]
    assert (message[0], message[1]["booking"]["status"]) == ("bookingCancelled", "ACCEPTED")


async def test_a_link_that_does_not_exist_is_ready_and_a_refused_one_fails() -> None:
    async with browser() as http:
        unknown = await http.get("/clinica-demo/nada/embed")
        await booked(http)
        (row,) = await rows(http)
        await http.post(f"/booking/{row['uid']}/cancel")
        refused = await http.get(f"/reschedule/{row['uid']}/embed")
    assert (unknown.status_code, told(unknown)) == (404, {"failure": None, "messages": []})
    assert (refused.status_code, told(refused)) == (400, {"failure": 400, "messages": []})


async def test_what_nobody_did_is_not_told() -> None:
    async with browser() as http:
        await booked(http)
        (row,) = await rows(http)
        assert said(await http.get(f"/booking/{row['uid']}?done=qualquer")) == []
        assert said(await http.get(f"/booking/{row['uid']}")) == []
