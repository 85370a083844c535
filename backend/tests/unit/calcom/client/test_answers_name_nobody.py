"""Whatever Cal.com ever answered, to whatever was asked: no log line names a person or a booking."""

import logging
from contextlib import suppress

import pytest

from calcom_integration.client import BookingFilter, CalComError
from tests.calcom_api import PUBLISHED, RECORDED, CalComDouble, published, recorded
from tests.personal import leaks, personal_data

UID = "ftHrFEraaRehbt1H6MMax5"


@pytest.mark.parametrize("name", [*RECORDED, *PUBLISHED])
async def test_no_answer_is_quoted(name: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="calcom_integration")
    cal = CalComDouble(failures=1000)
    answer = recorded(name) if name in RECORDED else published(name)
    cal.answer_with(lambda _: answer)
    client = cal.client
    for act in (
        lambda: client.bookings.page(BookingFilter()),
        lambda: client.bookings.get(UID),
        lambda: client.bookings.cancel(UID, reason="Maria Paciente viaja"),
        lambda: client.event_types.of("dra-ana"),
        lambda: client.webhooks.all(),
        lambda: client.me(),
    ):
        with suppress(CalComError):
            await act()
    assert answer.is_success or "calcom_call_failed" in caplog.text
    assert leaks(caplog.text, personal_data()) == {}
