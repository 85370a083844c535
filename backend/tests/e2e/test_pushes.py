"""Staff edits on a running stack reach Cal.com, and a worker killed amid them doubles none."""

import pytest

from tests.clinic import clinic_of
from tests.outages import gestor_at
from tests.serving import eventually
from tests.supervised import Supervised
from tests.visits import MOVED_TO, booked, calcom_at, moved_by_staff, successors

VISITS = 12


@pytest.mark.stack
async def test_a_worker_killed_amid_pushes_doubles_none(stack: Supervised) -> None:
    environment = stack.environment
    cal_com = calcom_at(environment["CALCOM_BASE_URL"], environment["CALCOM_API_TOKEN"])
    staff = gestor_at(stack.state()["parts"]["api"]["url"])
    async with cal_com, staff as gestor, clinic_of(environment) as clinic:
        uids = [await booked(cal_com, n) for n in range(VISITS)]

        async def all_are_here() -> bool:
            return {*uids} <= {each.calcom_booking_id for each in await clinic.appointments()}

        await eventually(all_are_here)
        for n, each in enumerate(a for a in await clinic.appointments() if a.calcom_booking_id in uids):
            await moved_by_staff(gestor.http, each.id, each.versao)
            if n == VISITS // 2:
                stack.kill("worker")

        async def all_are_moved() -> bool:
            return {row["from_reschedule"] for row in await successors(cal_com, uids)} == {*uids}

        await eventually(all_are_moved)
        rows = await successors(cal_com, uids)
        assert len(rows) == VISITS
        assert {row["start"][11:16] for row in rows} == {MOVED_TO}
