"""A Cal.com that is slow, wrong, full or not to be trusted: staff go on working, are told, and what they did arrives, once."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial

import httpx
import pytest

from tests.clinic import Clinic, clinic_of
from tests.gateway import MOODS
from tests.outages import Gestor, House, gestor_at, problem_at
from tests.profile import sized
from tests.serving import eventually
from tests.visits import MOVED_TO, booked, calcom_at, moved_by_staff, successors

pytestmark = pytest.mark.stack
SILENT = (503, "O Cal.com não respondeu; tente de novo em instantes.")
STRANGE = (502, "O Cal.com deu uma resposta que não se entende.")
UNTRUSTED = (
    503,
    "O certificado do Cal.com venceu ou não é de confiança: é preciso renová-lo no servidor do Cal.com.",
)
OTHER = (502, "O Cal.com respondeu em outra versão da API.")
SAID = {"a page of HTML": STRANGE, "an answer cut off": STRANGE, "another shape": OTHER}
MOODS_BY_DAY = ("an answer cut off", "an error of its own", "silence")
TEN_MINUTES = 10  # refusals, each of which asks for a pause; Cal.com's own pause is a minute


@dataclass(frozen=True)
class Desk:
    """Staff at work, and what they see."""

    house: House
    gestor: Gestor
    clinic: Clinic
    cal_com: httpx.AsyncClient

    async def moves(self, n: int) -> str:
        """A patient books the n-th visit, which arrives by its webhook, and staff move it; its uid at Cal.com."""
        uid = await booked(self.cal_com, n)
        await eventually(lambda: self.clinic.has(uid))
        visit = await self.clinic.of(uid)
        await moved_by_staff(self.gestor.http, visit.id, visit.versao)
        return uid

    async def is_told(self, *, reachable: bool) -> bool:
        """Whether the health page says so of Cal.com's API."""
        said: bool | None = (await self.gestor.health())["api"]["is_reachable"]
        return said is reachable

    async def check(self) -> tuple[int, str]:
        """What the page of the configuration says that cannot be shown."""
        return await problem_at(self.gestor, "/api/v1/calcom/provisioning")

    async def assert_all_moved_once(self, uids: list[str]) -> None:
        async def is_over() -> bool:
            return bool((await self.gestor.health())["pushes"]["waiting"] == 0)

        await eventually(lambda: self.is_told(reachable=True))
        await eventually(is_over)
        rows = await successors(self.cal_com, uids)
        assert sorted(row["from_reschedule"] for row in rows) == sorted(uids)
        assert {row["start"][11:16] for row in rows} == {MOVED_TO}


@pytest.fixture
async def desk(house: House) -> AsyncIterator[Desk]:
    cal_com = calcom_at(house.calcom, house.environment["CALCOM_API_TOKEN"])
    async with gestor_at(house.url) as gestor, clinic_of(house.environment) as clinic, cal_com:
        await clinic.forget()
        (await cal_com.post("/sandbox/reset")).raise_for_status()
        (await cal_com.put("/sandbox/api/limits", json={"limit": 100_000})).raise_for_status()
        yield Desk(house, gestor, clinic, cal_com)


async def test_whatever_cal_com_answers_nothing_is_lost(desk: Desk) -> None:
    uids, gateway = [], desk.house.gateway
    for n, mood in enumerate(sized(MOODS_BY_DAY, tuple(MOODS))):
        gateway.mood = mood
        try:
            uids.append(await desk.moves(n))
            await eventually(lambda: desk.is_told(reachable=False))
            await eventually(partial(_says, desk, SAID.get(mood, SILENT)))
        finally:
            gateway.mood = ""
        await eventually(lambda: desk.is_told(reachable=True))
    await desk.assert_all_moved_once(uids)


async def test_ten_minutes_of_too_many_calls_only_delay(desk: Desk) -> None:
    gateway = desk.house.gateway
    gateway.mood, begun = "too many calls", gateway.calls["too many calls"]

    async def ten_have_passed() -> bool:
        return gateway.calls["too many calls"] - begun >= TEN_MINUTES

    try:
        uid = await desk.moves(0)
        await eventually(ten_have_passed)
        await eventually(lambda: desk.is_told(reachable=False))
    finally:
        gateway.mood = ""
    await desk.assert_all_moved_once([uid])


async def test_an_expired_certificate_is_refused_and_named(desk: Desk) -> None:
    gateway = desk.house.gateway
    gateway.expire()
    try:
        uid = await desk.moves(0)
        await eventually(lambda: desk.is_told(reachable=False))
        await eventually(lambda: _says(desk, UNTRUSTED))
        calls = gateway.calls[""]
        await eventually(lambda: _shows(desk, "Untrusted: certificado_invalido"))
        assert gateway.calls[""] == calls, "the key was told to somebody unknown"
    finally:
        gateway.renew()
    await desk.assert_all_moved_once([uid])


async def _says(desk: Desk, problem: tuple[int, str]) -> bool:
    """Whether the configuration's page says it; between two tries, while the circuit is open, it says less."""
    return await desk.check() == problem


async def _shows(desk: Desk, error: str) -> bool:
    return error in {run["error"] for run in (await desk.gestor.health())["runs"]}
