"""A replica set's bad minutes before the whole running product: elections, failing commands, commits whose answer is lost.
Every delivery that Cal.com signed is answered 200 and stands in its appointment once; staff are told "try again" at worst."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx
import pytest

from domain.anonymity import NOBODY
from tests.arrivals import assert_all_arrived_once, bodies_of
from tests.builders import VALID_CPF
from tests.clinic import Clinic, clinic_of
from tests.e2e.faults.conftest import HURRIED
from tests.generated_deliveries import generated_chains
from tests.outages import House, gestor_at, open_wired_house
from tests.profile import NIGHTLY, sized
from tests.serving import eventually
from tests.spreadsheets import as_csv
from tests.visits import MOVED_TO, booked, calcom_at, moved_by_staff, successors
from tests.webhook_sender import Sender
from tests.wire.faults import NOT_PRIMARY, CutAfter, CutBefore, Refuse
from tests.wire.proxy import FaultProxy

pytestmark = [pytest.mark.stack, pytest.mark.xdist_group("failing database")]
API = "/api/v1"
WITHOUT_PRIMARY, ELECTION = 12, 3  # seconds
PASSING = (
    CutBefore(),
    CutAfter(),
    Refuse(189),
    Refuse(NOT_PRIMARY),
    Refuse(11602),
    Refuse(91),
    Refuse(99_999),
)
WRITES = ("insert", "update", "delete", "findAndModify", "commitTransaction")


@dataclass
class Staff:
    """Somebody who sends again what was not taken, as the screens do. `answered` are all statuses that were seen."""

    http: httpx.AsyncClient
    answered: set[int] = field(default_factory=set)

    async def until_taken(self, method: str, path: str, **sent: Any) -> httpx.Response:
        """The first answer that is not "try again"; every try is the same creation."""
        headers = {"Idempotency-Key": str(uuid4())} if method == "POST" else {}
        while True:
            answer = await self.http.request(method, API + path, headers=headers, timeout=60, **sent)
            self.answered.add(answer.status_code)
            if answer.status_code != 503:
                return answer.raise_for_status()
            assert int(answer.headers["retry-after"]) > 0
            await asyncio.sleep(0.2)

    async def make(self, number: int) -> list[str]:
        """The ids of so many appointments, all at once."""
        return await asyncio.gather(*map(self.makes, range(number)))

    async def makes(self, number: int, **told: str) -> str:
        """The id of an appointment that is entered by hand, on the number-th day of a month."""
        visit = {
            "nome_paciente": f"Paciente {number}",
            "nome_unidade": "Paulista",
            "nome_marca": "Laboratório Aurora",
            "data_agendamento": f"2027-03-{number + 1:02}",
        } | told
        return str((await self.until_taken("POST", "/appointments", json=visit)).json()["id"])

    async def read(self, path: str) -> Any:
        return (await self.until_taken("GET", path)).json()


@dataclass(frozen=True)
class Desk:
    house: House
    wire: FaultProxy
    staff: Staff
    clinic: Clinic
    cal_com: httpx.AsyncClient
    sender: Sender

    @asynccontextmanager
    async def election_amid(self, writes: int) -> AsyncIterator[None]:
        """No primary for a few seconds, from the moment at which the block's work has written so often."""

        async def written() -> bool:
            return sum(self.wire.seen[name] for name in WRITES) >= begun + writes

        async def lose() -> None:
            await eventually(written)
            self.wire.lose_primary()
            await asyncio.sleep(ELECTION)
            self.wire.elect_primary()

        begun = sum(self.wire.seen[name] for name in WRITES)
        losing = asyncio.create_task(lose())
        yield
        await losing

    def is_faultless(self) -> None:
        """Nothing that the services said of themselves was our own fault."""
        for name in ("api", "worker"):
            log = (self.house.stack.data / "logs" / f"{name}.log").read_text()
            assert "unhandled_error" not in log


@pytest.fixture(scope="module")
def wired(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_wired_house(tmp_path_factory.mktemp("wired"), **HURRIED) as opened:
        limit = {"limit": 100_000}
        httpx.put(f"{opened.calcom}/sandbox/api/limits", json=limit).raise_for_status()
        yield opened


@pytest.fixture
async def desk(wired: House) -> AsyncIterator[Desk]:
    assert wired.wire is not None
    cal_com = calcom_at(wired.calcom, wired.environment["CALCOM_API_TOKEN"])
    sender = Sender(wired.url, wired.environment["CALCOM_WEBHOOK_SECRET"])
    async with gestor_at(wired.url) as gestor, clinic_of(wired.environment) as clinic, cal_com:
        (await cal_com.post("/sandbox/reset")).raise_for_status()
        await clinic.forget()
        desk = Desk(wired, wired.wire, Staff(gestor.http), clinic, cal_com, sender)
        try:
            yield desk
        finally:
            wired.wire.clear()
            wired.wire.elect_primary()
        assert 500 not in desk.staff.answered
        desk.is_faultless()


async def test_twelve_seconds_without_a_primary_refuse_no_delivery_and_double_no_visit(desk: Desk) -> None:
    chains = generated_chains(10, seed=21)
    desk.wire.lose_primary()
    sending = asyncio.gather(desk.sender.send(bodies_of(chains)), desk.staff.make(3))
    await asyncio.sleep(WITHOUT_PRIMARY)
    desk.wire.elect_primary()
    _, made = await sending

    assert desk.sender.unanswered == 0
    await assert_all_arrived_once(desk.clinic, chains)
    await _assert_entered_once(desk, made)


async def test_deliveries_while_fifteen_percent_of_all_commands_fail(desk: Desk) -> None:
    """By night the workers meet as many failures too, which takes minutes: each delivery waits longer after each."""
    chains = generated_chains(sized(15, 60), seed=22)
    rules = [desk.wire.add(fault, chance=0.15 / len(PASSING)) for fault in PASSING]
    _, made = await asyncio.gather(desk.sender.send(bodies_of(chains)), desk.staff.make(3))
    if NIGHTLY:
        await assert_all_arrived_once(desk.clinic, chains)
    desk.wire.clear()
    await assert_all_arrived_once(desk.clinic, chains)

    assert sum(rule.hits for rule in rules) > len(PASSING)
    assert desk.sender.unanswered == 0
    await _assert_entered_once(desk, made)


async def test_a_commit_whose_answer_is_lost_is_one_commit(desk: Desk) -> None:
    chains = generated_chains(12, seed=23)
    lost = desk.wire.add(CutAfter(), "commitTransaction", chance=0.5)
    _, made = await asyncio.gather(desk.sender.send(bodies_of(chains)), desk.staff.make(6))
    await assert_all_arrived_once(desk.clinic, chains)
    desk.wire.clear()

    assert lost.hits > 6
    assert desk.sender.unanswered == 0
    await _assert_entered_once(desk, made)


async def test_an_election_amid_an_import_stores_each_row_once(desk: Desk) -> None:
    names = [f"Pessoa {number:03}" for number in range(sized(40, 120))]
    content = as_csv([["Paciente", "Unidade", "Data"], *([name, "Paulista", "01/12/2027"] for name in names)])
    sent = (
        await desk.staff.until_taken("POST", "/appointments/imports", files={"arquivo": ("a.csv", content)})
    ).json()
    place = f"/appointments/imports/{sent['id']}"
    await eventually(_becomes(desk, place, "state", "pronto"))
    async with desk.election_amid(writes=5):
        await desk.staff.until_taken("POST", f"{place}/confirm")
    await eventually(_becomes(desk, place, "gravadas", len(names)))

    assert sorted(each.nome_paciente for each in await desk.clinic.appointments()) == names


async def test_an_election_amid_a_run_leaves_nothing_out(desk: Desk) -> None:
    uids = [await booked(desk.cal_com, n) for n in range(6)]
    async with desk.election_amid(writes=3):
        asked = (await desk.staff.until_taken("POST", "/calcom/runs", json={"kind": "full"})).json()
    await eventually(_becomes(desk, f"/calcom/runs/{asked['id']}", "state", "concluida"))
    await eventually(desk.clinic.is_settled)

    known = [uid for each in await desk.clinic.appointments() for uid in each.side.chain.uids]
    assert sorted(known) == sorted(uids)


async def test_an_election_amid_a_push_moves_the_booking_once(desk: Desk) -> None:
    uid = await booked(desk.cal_com, 0)
    await eventually(lambda: desk.clinic.has(uid))
    await eventually(desk.clinic.is_settled)
    visit = await desk.clinic.of(uid)
    desk.house.gateway.is_holding = True
    await moved_by_staff(desk.staff.http, visit.id, visit.versao)
    await eventually(lambda: _is_held(desk))
    desk.wire.lose_primary()
    desk.house.gateway.is_holding = False
    await asyncio.sleep(ELECTION)
    desk.wire.elect_primary()

    async def is_over() -> bool:
        return bool((await desk.staff.read("/calcom/health"))["pushes"]["waiting"] == 0)

    await eventually(is_over)
    [row] = await successors(desk.cal_com, [uid])
    assert row["start"][11:16] == MOVED_TO


async def test_an_election_amid_an_erasure_forgets_all_of_it(desk: Desk) -> None:
    ids = [await desk.staff.makes(number, nome_paciente="Ana Lima", cpf=VALID_CPF) for number in range(4)]
    await eventually(desk.clinic.is_settled)
    [client] = {each.cliente_id for each in await desk.clinic.appointments()}
    async with desk.election_amid(writes=3):
        await desk.staff.until_taken("POST", f"/clients/{client}/erasure")
    await eventually(_becomes(desk, f"/clients/{client}/erasure", "estado", "concluido"))

    left = await desk.clinic.appointments()
    assert sorted(each.id for each in left) == sorted(ids)
    assert {(each.nome_paciente, each.cpf, each.cliente_id) for each in left} == {(NOBODY, None, None)}


async def _is_held(desk: Desk) -> bool:
    return "POST" in desk.house.gateway.held


def _becomes(desk: Desk, path: str, name: str, value: object) -> Callable[[], Awaitable[bool]]:
    async def condition() -> bool:
        return bool((await desk.staff.read(path))[name] == value)

    return condition


async def _assert_entered_once(desk: Desk, ids: list[str]) -> None:
    entered = [each.id for each in await desk.clinic.appointments() if not each.side.chain.uids]
    assert sorted(entered) == sorted(ids)
