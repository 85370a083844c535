"""What a process learns of Cal.com's API when it starts."""

import httpx

from calcom_integration.provisioning import probed
from tests.calcom_api import CalComDouble, recorded, success

_ME = {"id": 1, "username": "clinica", "timeZone": "America/Sao_Paulo"}


async def test_an_api_that_answers_in_our_versions() -> None:
    double = CalComDouble()
    page = {"totalItems": 0, "hasNextPage": False}
    double.answer(success(_ME), success([], pagination=page), success([]))
    assert await probed(double.client)


async def test_an_api_that_answers_in_old_shapes() -> None:
    double = CalComDouble()
    old = [{"uid": "abcdefgh", "startTime": "2026-12-01T10:00:00Z"}]
    double.answer(success(_ME), success(old, pagination={"totalItems": 1, "hasNextPage": False}))
    assert not await probed(double.client)


async def test_a_key_that_opens_nothing_and_a_server_that_is_away() -> None:
    refused, away = CalComDouble(), CalComDouble()
    refused.answer(recorded("bookings-list-badkey"))
    away.answer_with(lambda _request: httpx.Response(503))
    assert not await probed(refused.client)
    assert not await probed(away.client)
