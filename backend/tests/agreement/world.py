"""Both sides in one process, on one clock that moves by hand: the real sandbox with its API, the real client, door, pushes and
reconciliation over the real database. Only the post (Cal.com's deliveries) is in the test's hands."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import httpx

from application.services.booking_decisions import BookingDecisions
from application.services.outbox import Outbox
from calcom_integration.outbound import FarSide, Outbound, Terms
from calcom_integration.run import RunState
from calcom_sandbox.acts import booking, cancelling, hosting, rescheduling, seating
from calcom_sandbox.errors import Refused
from calcom_sandbox.gate import ApiFaults, Limits
from calcom_sandbox.lines import Line
from calcom_sandbox.orders import Move, Order
from calcom_sandbox.rows import Booking
from calcom_sandbox.sandbox import Sandbox
from domain.appointment import Appointment
from domain.errors import DomainError
from domain.pending import Pending
from domain.ways_out import Way
from infrastructure.repositories.small_list_repository import UnitRepository
from tests.agreement.verdict import disagreements
from tests.builders import a_user
from tests.embedded import fresh_database
from tests.reconciling import Bench, open_bench
from tests.sandbox_inbox import HeldClock

# Half hours after eight on the Monday after, and the local wall clock of each.
STARTS = range(6)
_MONDAY = datetime(2026, 11, 30, 11, 0, tzinfo=UTC)
_LOCAL = ZoneInfo("America/Sao_Paulo")
_ANSWERS = {"cpf": "529.982.247-25", "telefone": "+5511987654321"}
_STAFF = a_user()
_HOLDING = "Moema"
LEASE = timedelta(minutes=2)


def start_of(number: int) -> datetime:
    return _MONDAY + timedelta(minutes=30 * number)


@dataclass
class World:
    bench: Bench
    outbound: Outbound
    post: list[httpx.Request] = field(default_factory=list)
    people: int = 0
    # Appointments for which staff asked for a change, which Cal.com is not told.
    asked: set[str] = field(default_factory=set)

    @property
    def clock(self) -> HeldClock:
        return self.bench.office.clock

    @property
    def box(self) -> Sandbox:
        return self.bench.box

    # Patients and the host, at Cal.com. What Cal.com refuses does not happen.

    async def book(self, type_id: int, start: int) -> None:
        self.people += 1
        name = f"Paciente {self.people}"
        answers = _ANSWERS | {"name": name, "email": f"p{self.people}@example.com"}
        order = Order(event_type_id=type_id, start=start_of(start), answers=answers)
        with suppress(Refused):
            await booking.book(self.box, order)
        self._collect()

    async def patient_moves(self, pick: int, start: int) -> None:
        row = self._picked(pick)
        if row is None:
            return
        move = Move(start=start_of(start), rescheduled_by=row.attendees[0].email)
        with suppress(Refused):
            if row.seats:
                await seating.reschedule_seat(self.box, row.seats[pick % len(row.seats)].reference_uid, move)
            else:
                await rescheduling.reschedule(self.box, row.uid, move)
        self._collect()

    async def patient_cancels(self, pick: int) -> None:
        row = self._picked(pick)
        if row is None:
            return
        with suppress(Refused):
            if row.seats:
                await seating.cancel_seat(self.box, row.seats[pick % len(row.seats)].reference_uid)
            else:
                await cancelling.cancel(self.box, row.uid, None, row.attendees[0].email)
        self._collect()

    async def host_confirms(self, pick: int) -> None:
        row = self._picked(pick)
        if row is None:
            return
        with suppress(Refused):
            await hosting.confirm(self.box, row.uid)
        self._collect()

    async def host_declines(self, pick: int) -> None:
        row = self._picked(pick)
        if row is None:
            return
        with suppress(Refused):
            await hosting.reject(self.box, row.uid, "sem vaga")
        self._collect()

    async def host_asks_to_move(self, pick: int) -> None:
        row = self._picked(pick)
        if row is None or row.seats:
            return
        with suppress(Refused):
            await hosting.request_reschedule(self.box, row.uid, "outro dia")
        self._collect()

    async def host_moves_everybody(self, pick: int, start: int) -> None:
        row = self._picked(pick)
        if row is None or not row.seats:
            return
        with suppress(Refused):
            await seating.move_seated(self.box, row.uid, start_of(start))
        self._collect()

    # Staff, here. What the clinic's rules refuse does not happen.

    async def staff_moves(self, pick: int, start: int) -> None:
        local = start_of(start).astimezone(_LOCAL)
        await self.staff_edits(pick, data_agendamento=local.date(), hora_agendamento=f"{local:%H:%M}")

    async def staff_edits(self, pick: int, **given: object) -> None:
        known = await self._known()
        if not known:
            return
        chosen = known[pick % len(known)]
        with suppress(DomainError):
            await self.bench.sides.real.service.edit(chosen.id, chosen.versao, given, _STAFF)
            if given.get("status") == "Alterar":
                self.asked.add(chosen.id)
        self._tick()

    async def staff_enters(self, start: int) -> None:
        """A visit at a unit that holds its hours by bookings."""
        self.people += 1
        local = start_of(start).astimezone(_LOCAL)
        given = {
            "nome_paciente": f"Paciente {self.people}",
            "nome_unidade": _HOLDING,
            "nome_marca": "Laboratório Aurora",
            "cpf": "52998224725",
            "telefone": "+5511987654321",
            "email": f"p{self.people}@example.com",
            "data_agendamento": local.date(),
            "hora_agendamento": f"{local:%H:%M}",
            "status": "Agendado",
        }
        with suppress(DomainError):
            await self.bench.sides.real.service.create(given, _STAFF)
        self._tick()

    async def staff_decides(self, pick: int, way: Way) -> None:
        found = [each for each in await self._known() if Pending.ENVIO_RECUSADO in each.pendencias]
        if found:
            await self._decisions.push(found[pick % len(found)].id, way, _STAFF)
        self._tick()

    async def staff_settles(self, pick: int, owner: str) -> None:
        found = [(each.id, one.field) for each in await self._known() for one in each.side.disagreements]
        if found:
            appointment_id, name = found[pick % len(found)]
            with suppress(DomainError):
                await self._decisions.settle(appointment_id, name, owner, _STAFF)
        self._tick()

    # The post, and the workers.

    async def deliver(self, pick: int, *, keep: bool = False) -> None:
        request = self.post[pick % len(self.post)]
        if not keep:
            self.post.remove(request)
        await self.bench.desk.inbox.receive(request.content, dict(request.headers))
        await self.bench.desk.work_off()
        self._tick()

    def lose(self, pick: int) -> None:
        self.post.pop(pick % len(self.post))

    async def push(self, fault: str | None = None) -> int:
        """Do all pushes that are due; `fault` befalls every call meanwhile. How many."""
        if fault:
            self.box.gate.set_faults(ApiFaults.model_validate({fault: 1.0}), self.clock.now)
        done = 0
        for appointment_id in await self.outbound.due(100):
            done += await self.outbound.push(appointment_id)
        self.box.gate.set_faults(ApiFaults(), self.clock.now)
        self._collect()
        return done

    async def die_with_a_push(self) -> None:
        """A worker takes what is due first, and is never heard of again."""
        outbox = Outbox(self.bench.desk.repository, self.bench.sides.real.service, self.bench.desk.clock)
        for appointment_id in (await outbox.due(1))[:1]:
            await outbox.take(appointment_id, LEASE)

    async def reconcile(self) -> None:
        run = await self.bench.run()
        assert run.state is RunState.DONE, run.error

    # The end.

    async def come_to_rest(self) -> None:
        """Nothing is lost any more: once the pushes are done, two rounds later both sides agree, and stay quiet."""
        for _ in range(6):
            self.clock.forward(minutes=4)
            await self.push()
        for _ in range(2):
            await self.reconcile()
            self.clock.forward(minutes=5)
            await self.push()
        appointments = await self.bench.desk.appointments()
        assert list(disagreements(self.box.store.rows(), appointments, self.asked)) == []
        await self.stay_quiet()

    async def stay_quiet(self, rounds: int = 3) -> None:
        before, calls = await self._written(), len(self.box.calls.calls())
        for _ in range(rounds):
            self.clock.forward(minutes=5)
            await self.push()
            await self.reconcile()
        assert await self._written() == before
        assert len(self.box.calls.calls()) == calls

    async def _known(self) -> list[Appointment]:
        """All appointments, in an order that a repetition of the example has too."""
        found = await self.bench.desk.appointments()
        return sorted(found, key=lambda each: (each.created_at, each.nome_paciente, str(each.slot)))

    @property
    def _decisions(self) -> BookingDecisions:
        desk = self.bench.desk
        return BookingDecisions(
            desk.repository, self.bench.sides.real.service, UnitRepository(desk.mongo), desk.clock
        )

    async def _written(self) -> tuple[dict[str, int], int]:
        versions = {each.id: each.versao for each in await self.bench.desk.appointments()}
        history = self.bench.desk.mongo.database["appointment_history"]
        return versions, await history.count_documents({})

    def _picked(self, pick: int) -> Booking | None:
        rows = [row for row in self.box.store.rows() if row.open]
        return rows[pick % len(rows)] if rows else None

    def _collect(self) -> None:
        inbox = self.bench.office.inbox
        self.post += inbox.requests
        inbox.requests.clear()
        self._tick()

    def _tick(self) -> None:
        self.clock.forward(seconds=7)


@asynccontextmanager
async def open_world(mongodb_url: str, line: Line) -> AsyncIterator[World]:
    with fresh_database(mongodb_url) as name:
        async with open_bench(mongodb_url, name, 10_000, limits=Limits(limit=1_000_000), line=line) as bench:
            await _hold_hours(bench)
            yield World(bench, _outbound(bench))


async def _hold_hours(bench: Bench) -> None:
    units = UnitRepository(bench.desk.mongo)
    [unit] = [each for each in await units.all() if each.nome_unidade == _HOLDING]
    assert await units.replace(unit, replace(unit, reserva_horario=True))


def _outbound(bench: Bench) -> Outbound:
    desk, sides = bench.desk, bench.sides
    far_side = FarSide(bench.client, sides.real.door, sides.mappings, desk.refs, desk.clock)
    outbox = Outbox(desk.repository, sides.real.service, desk.clock)
    terms = Terms(lease=LEASE, doubt=timedelta(minutes=3))
    return Outbound(outbox, far_side, desk.clock, terms)
