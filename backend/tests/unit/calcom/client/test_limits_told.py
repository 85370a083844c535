"""What the client tells of limits: Cal.com's own, and ours."""

import httpx

from tests.calcom_api import CalComDouble, success

ME = {"id": 1, "username": "clinica"}


async def test_the_calls_left_are_those_of_the_latest_answer(cal: CalComDouble) -> None:
    told = success(ME)
    told.headers["X-RateLimit-Remaining-Default"] = "7"
    cal.answer(told, success(ME))
    assert cal.client.calls_left is None
    await cal.client.me()
    assert cal.client.calls_left == 7
    await cal.client.me()
    assert cal.client.calls_left is None


async def test_to_look_at_the_budget_takes_no_turn(cal: CalComDouble) -> None:
    assert await cal.client.wait() == 0
    await cal.bucket.pause(12)
    assert await cal.client.wait() == 12
    assert (cal.bucket.taken, cal.requests) == (0, [])


async def test_an_event_types_own_subscriptions_are_read_without_a_version(cal: CalComDouble) -> None:
    hook = {"id": "w-1", "subscriberUrl": "http://x.test/", "active": True, "triggers": ["BOOKING_CREATED"]}
    cal.answer(success([hook | {"eventTypeId": 4}]))
    (found,) = await cal.client.webhooks.of_event_type(4)
    (asked,) = cal.requests
    assert (found.id, found.triggers) == ("w-1", ("BOOKING_CREATED",))
    assert asked.url == httpx.URL("https://cal.clinica.test/v2/event-types/4/webhooks?take=250")
    assert "cal-api-version" not in asked.headers
