"""`possivel_duplicado`: set beside another appointment of the same visit, and gone with whatever made it so (issue 15).

Every case over the fake and the real repository, with the follow-up that a worker does."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from application.ports import AppointmentRepository as Repository
from application.ports import History, Write
from application.services.appointment_service import AppointmentService
from application.services.client_service import ClientService
from application.services.follow_up import FollowUp
from domain.anonymity import anonymous
from domain.appointment import Appointment, Status
from domain.booking.news import BookingNews, Planted, Rank
from domain.booking.row import RowStatus
from domain.history import Actor, Cause, HistoryEntry
from domain.pending import Pending
from domain.slots import Slot
from domain.users import Role
from infrastructure.repositories.appointment_repository import AppointmentRepository
from tests.applying import ACTOR, CAUSE, DEFAULT
from tests.builders import NOW, a_user
from tests.fakes import FakeAppointmentRepository, FakeClients, FakeClock, FakePublisher
from tests.lists import AURORA, fake_stores

CODE = Pending.POSSIVEL_DUPLICADO
NAME = "Maria Souza"
UNIT = {"nome_unidade": "Paulista", "nome_marca": AURORA, "fuso": "America/Sao_Paulo"}
ANA = a_user(Role.ATENDENTE)


def slot(hours: int = 0) -> Slot:
    start = NOW + timedelta(days=8, hours=hours)
    return Slot(start, start + timedelta(minutes=30))


@dataclass
class Office:
    repository: Repository
    service: AppointmentService
    follow_up: FollowUp
    clock: FakeClock

    async def hear(self, uid: str, **over: Any) -> Appointment:
        """News of the booking `uid`, one second after the last."""
        self.clock.advance(timedelta(seconds=1))
        told: dict[str, Any] = {
            "sent_at": self.clock.now(),
            "rank": Rank.PATIENT,
            "births": True,
            "status": RowStatus.ACCEPTED,
            "slot": slot(),
            "answers": {"nome_paciente": NAME, "unidade": UNIT},
        }
        await self.service.apply_booking(BookingNews(uid=uid, **(told | over)), CAUSE, ACTOR)
        return await self.of(uid)

    async def of(self, uid: str) -> Appointment:
        [found] = await self.repository.find_by_keys([uid])
        return found

    async def edit(self, uid: str, **given: Any) -> None:
        now = await self.of(uid)
        await self.service.edit(now.id, now.versao, given, ANA)

    async def work_off(self) -> None:
        """What a worker does until nothing is due."""
        for _ in range(20):
            self.clock.advance(timedelta(seconds=1))
            if not await self.follow_up.sweep(100):
                return
        raise AssertionError("the follow-up never ends")

    async def is_flagged(self, uid: str) -> bool:
        await self.work_off()
        return CODE in (await self.of(uid)).pendencias


@pytest.fixture
def office(repository: Repository, history: History) -> Office:
    clock = FakeClock()
    stores = fake_stores(FakeAppointmentRepository())
    service = AppointmentService(repository, history, stores, clock, FakePublisher(), DEFAULT, max_tags=5)
    clients = FakeClients()
    follow_up = FollowUp(repository, service, clients, ClientService(clients, repository, clock), clock)
    return Office(repository, service, follow_up, clock)


async def delete(office: Office, uid: str) -> None:
    await office.hear(uid, status=RowStatus.CANCELLED)
    gone = await office.of(uid)
    await office.service.delete(gone.id, gone.versao, ANA)


async def forget(office: Office, uid: str) -> None:
    """As an erasure does; the fake has no such rows, so that it writes the visit without its patient."""
    before = await office.of(uid)
    forgotten = anonymous(before, office.clock.now())
    if isinstance(office.repository, AppointmentRepository):
        entry = HistoryEntry("h", before.id, NOW, Actor("sistema", "LGPD"), Cause("lgpd"), (), before.versao)
        await office.repository.forgotten.put(forgotten, [uid], entry)
    else:
        await office.repository.commit(Write(put=forgotten, expected=before.versao))


async def absorb_elsewhere(office: Office, uid: str) -> None:
    """X turns out to be an earlier row of a visit that is on another day."""
    await office.hear("another", slot=slot(48), answers={"nome_paciente": NAME, "unidade": UNIT})
    await office.hear("another", predecessor=uid, slot=slot(48))


async def absorb_here(office: Office, uid: str) -> None:
    """Y turns out to be the row that X was moved to: they are one."""
    await office.hear("y", predecessor=uid)


async def withdraw(office: Office, uid: str) -> None:
    await office.repository.withdraw([(await office.of(uid)).id])


Act = Callable[[Office, str], Awaitable[object]]
LEAVES: dict[str, Act] = {
    "cancelled at Cal.com": lambda o, x: o.hear(x, status=RowStatus.CANCELLED),
    "declined at Cal.com": lambda o, x: o.hear(x, status=RowStatus.REJECTED),
    "cancelled by staff": lambda o, x: o.edit(x, status="Cancelado", motivo_cancelamento="duplicado"),
    "moved at Cal.com in place": lambda o, x: o.hear(x, slot=slot(1)),
    "moved at Cal.com to a new row": lambda o, x: o.hear("x2", predecessor=x, slot=slot(1)),
    "moved by staff": lambda o, x: o.edit(x, hora_agendamento="18:00"),
    "another patient after all": lambda o, x: o.edit(x, nome_paciente="Pedro Souza"),
    "another unit": lambda o, x: o.edit(x, nome_unidade="Noronha", nome_marca="Bem Coletar"),
    "deleted": delete,
    "forgotten": forget,
    "absorbed by a visit of another day": absorb_elsewhere,
    "absorbs the flagged one": absorb_here,
    "taken back with its spreadsheet": withdraw,
}


@pytest.mark.parametrize("act", LEAVES.values(), ids=LEAVES)
async def test_the_code_goes_with_the_other_one(office: Office, act: Act) -> None:
    await office.hear("x")
    await office.hear("y")
    assert await office.is_flagged("y")
    assert not await office.is_flagged("x")

    await act(office, "x")

    assert not await office.is_flagged("y")


@pytest.mark.parametrize("act", LEAVES.values(), ids=LEAVES)
async def test_it_stays_while_a_third_one_is_of_the_same_visit(office: Office, act: Act) -> None:
    await office.hear("z")
    await office.hear("x")
    await office.hear("y")
    await office.work_off()

    await act(office, "x")

    assert await office.is_flagged("y")


OWN: dict[str, Act] = {
    "moved": lambda o, y: o.hear(y, slot=slot(1)),
    "moved to a new row": lambda o, y: o.hear("y2", predecessor=y, slot=slot(1)),
    "cancelled": lambda o, y: o.hear(y, status=RowStatus.CANCELLED),
    "moved by staff": lambda o, y: o.edit(y, hora_agendamento="18:00"),
    "cancelled by staff": lambda o, y: o.edit(y, status="Cancelado", motivo_cancelamento="duplicado"),
}


@pytest.mark.parametrize("act", OWN.values(), ids=OWN)
async def test_it_goes_where_the_flagged_one_leaves_the_visit_itself(office: Office, act: Act) -> None:
    await office.hear("x")
    await office.hear("y")

    await act(office, "y")

    assert not await office.is_flagged("y")
    assert not await office.is_flagged("x")


STAYS: dict[str, Act] = {
    "confirmed": lambda o, x: o.edit(x, status="Confirmado"),
    "a note": lambda o, x: o.edit(x, observacoes="jejum"),
    "told again": lambda o, x: o.hear(x),
    "the name in capitals": lambda o, x: o.edit(x, nome_paciente=NAME.upper()),
}


@pytest.mark.parametrize("act", STAYS.values(), ids=STAYS)
async def test_it_stays_while_the_other_one_stands(office: Office, act: Act) -> None:
    await office.hear("x")
    await office.hear("y")

    await act(office, "x")

    assert await office.is_flagged("y")


async def test_no_row_counts_as_its_own_duplicate(office: Office) -> None:
    """Both rows of one move come apart, the link last: one appointment, which is nobody's duplicate."""
    await office.hear("a")
    flagged = await office.hear("b")
    assert CODE in flagged.pendencias

    one = await office.hear("b", predecessor="a")

    assert one.absorvidos == (flagged.id,)
    assert CODE not in one.pendencias
    assert not await office.is_flagged("b")


async def test_a_union_beside_a_third_one_is_its_duplicate_still(office: Office) -> None:
    for uid in ("third", "a", "b"):
        await office.hear(uid)

    one = await office.hear("b", predecessor="a")

    assert CODE in one.pendencias
    assert await office.is_flagged("b")
    await office.hear("third", status=RowStatus.CANCELLED)
    assert not await office.is_flagged("b")


async def test_a_flagged_one_that_is_moved_back_is_a_duplicate_again(office: Office) -> None:
    await office.hear("x")
    await office.hear("y")
    await office.hear("y", slot=slot(1))
    assert not await office.is_flagged("y")

    await office.hear("y", slot=slot())

    assert await office.is_flagged("y")


async def claims(office: Office) -> tuple[Appointment, datetime]:
    """Y claims to be X, which has a booking of its own, on another day: a doubt that no visit explains (rule 12)."""
    planted = await office.hear("x")
    await office.hear("y", slot=slot(48), planted=Planted(planted.id))
    return planted, office.clock.now()


@pytest.mark.parametrize(
    ("act", "stays"),
    [
        pytest.param(LEAVES["cancelled at Cal.com"], False, id="cancelled"),
        pytest.param(LEAVES["cancelled by staff"], False, id="cancelled by staff"),
        pytest.param(
            lambda o, x: o.hear(x, status=RowStatus.CANCELLED, reschedule_requested=True),
            False,
            id="to be moved",
        ),
        pytest.param(delete, False, id="deleted"),
        pytest.param(forget, False, id="forgotten"),
        pytest.param(absorb_here, False, id="turns out to be one with it"),
        pytest.param(LEAVES["moved at Cal.com in place"], True, id="moved"),
        pytest.param(absorb_elsewhere, True, id="absorbed by another one that stands"),
        pytest.param(STAYS["a note"], True, id="a note"),
    ],
)
async def test_a_doubt_about_whose_booking_it_is_goes_with_the_other_s_booking(
    office: Office, act: Act, stays: bool
) -> None:
    await claims(office)
    assert await office.is_flagged("y")

    await act(office, "x")

    assert await office.is_flagged("y") is stays


async def test_a_look_that_began_before_the_other_one_left_settles_nothing(office: Office) -> None:
    """The flagged one's follow-up read it while X stood; X is cancelled before that follow-up ends."""
    await office.hear("x")
    y = await office.hear("y")
    await office.work_off()
    read = await office.of("y")
    await office.hear("x", status=RowStatus.CANCELLED)

    await office.repository.settle(y.id, read.versao)

    assert not await office.is_flagged("y")


async def test_what_the_other_one_s_leaving_marks_is_no_edit(office: Office) -> None:
    """Staff who have the flagged one open may save it: the mark outdates nothing."""
    await office.hear("x")
    await office.hear("y")
    await office.work_off()
    seen = await office.of("y")
    await office.hear("x", status=RowStatus.CANCELLED)

    saved = await office.service.edit(seen.id, seen.versao, {"observacoes": "jejum"}, ANA)

    assert saved.observacoes == "jejum"
    assert not await office.is_flagged("y")


async def test_forgotten_visits_are_nobody_s_duplicates(office: Office) -> None:
    x = await office.hear("x")
    await forget(office, "x")
    gone = await office.repository.get(x.id)
    assert gone is not None

    assert not await office.repository.has_twin(replace(gone, id="another", anonimizado_em=None))
    assert gone.data_agendamento is not None
    assert await office.repository.visits_on([gone.data_agendamento]) == set()
    assert gone.status is Status.AGENDADO
