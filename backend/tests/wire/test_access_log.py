"""Who looked is written down once, though the answer to it is lost."""

from dataclasses import replace

import pytest

from application.privacy.ports import Deed, Seen
from domain.errors import Unavailable
from infrastructure.mongo import Mongo
from infrastructure.repositories.access_log_repository import AccessLogRepository
from tests.builders import NOW
from tests.wire.faults import CutAfter, Refuse
from tests.wire.proxy import FaultProxy

ONE = Seen(NOW, "ana", Deed.SAW, "cliente", "c1")
TWO = replace(ONE, id="c2")


async def test_what_was_written_but_not_answered_is_not_written_again(
    mongo: Mongo, proxy: FaultProxy
) -> None:
    log = AccessLogRepository(mongo)
    proxy.add(CutAfter(), "insert", times=2)
    with pytest.raises(Unavailable):
        await log.add([ONE])

    await log.add([ONE, TWO])

    assert (await log.page(1, 10)).total == 2


async def test_what_was_not_written_is_told(mongo: Mongo, proxy: FaultProxy) -> None:
    proxy.add(Refuse(14031), "insert", times=1)
    with pytest.raises(Unavailable):
        await AccessLogRepository(mongo).add([ONE])
