"""Every known payload, signed and posted to the running stack, ends `done`, or `ignored` with a reason."""

from hashlib import sha256

import pytest

from tests.clinic import clinic_of
from tests.deliveries import MEANT_TO_FAIL, all_sent
from tests.serving import eventually
from tests.supervised import Supervised
from tests.webhook_sender import Sender


@pytest.mark.stack
async def test_every_payload_has_an_end(stack: Supervised) -> None:
    payloads = all_sent()
    sender = Sender(stack.state()["parts"]["api"]["url"], stack.environment["CALCOM_WEBHOOK_SECRET"])
    async with clinic_of(stack.environment) as clinic:
        await clinic.forget()
        await sender.send([each.body for each in payloads])
        await eventually(clinic.is_finished)
        ends = {each["digest"]: each for each in (await clinic.deliveries()).values()}

    named = {each.name: ends[sha256(each.body).hexdigest()] for each in payloads}
    assert {name for name, end in named.items() if end["state"] == "failed"} == MEANT_TO_FAIL
    assert {end["state"] for end in named.values()} == {"done", "ignored", "failed"}
    assert all(end["reason"] for end in named.values() if end["state"] == "ignored")
    assert len(payloads) == len(named) > 80
