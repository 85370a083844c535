"""Staff edits on their way to a sandbox's API: the real client, door and outbox over the real database, two workers."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, cast

import pytest
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from application.services.booking_decisions import BookingDecisions
from application.services.outbox import Outbox
from calcom_integration.client import CalComClient
from calcom_integration.outbound import FarSide, Outbound, Terms
from calcom_integration.outbound.outbound import LOST
from calcom_sandbox.api_calls import Call
from calcom_sandbox.gate import ApiFaults
from calcom_sandbox.rows import Booking
from calcom_sandbox.sandbox import Sandbox
from domain.appointment import Appointment
from domain.booking.push import Push
from domain.ways_out import Way
from infrastructure.repositories.small_list_repository import UnitRepository
from tests.builders import a_user
from tests.reconciling import Bench, open_bench
from tests.sandbox_api import book
from tests.sandbox_client import client_of

TERMS = Terms(lease=timedelta(minutes=2), doubt=timedelta(minutes=3))
ANA = a_user()
MOVED: dict[str, Any] = {"data_agendamento": date(2026, 12, 1), "hora_agendamento": "09:00"}
MOVED_START = "2026-12-01T12:00:00+00:00"
CANCELLED: dict[str, Any] = {"status": "Cancelado", "motivo_cancelamento": "viagem"}
ABSENT: dict[str, Any] = {"paciente_ausente": True}
CONFIRM: dict[str, Any] = {"status": "Agendado"}
PLAIN, MOEMA, CONFIRMED, WEEKLY, SHARED, PAID = 1, 2, 3, 5, 6, 7

# The event type, what staff change, and the field of the push.
ACTS = [
    pytest.param(PLAIN, MOVED, "slot", id="move"),
    pytest.param(WEEKLY, MOVED, "slot", id="move one of a series"),
    pytest.param(SHARED, MOVED, "slot", id="move a seat"),
    pytest.param(PLAIN, CANCELLED, "status", id="cancel"),
    pytest.param(SHARED, CANCELLED, "status", id="cancel a seat"),
    pytest.param(CONFIRMED, CANCELLED, "status", id="decline"),
    pytest.param(CONFIRMED, CONFIRM, "status", id="confirm"),
    pytest.param(PLAIN, ABSENT, "paciente_ausente", id="absence"),
    pytest.param(SHARED, ABSENT, "paciente_ausente", id="absence from a seat"),
]


@dataclass
class Line:
    """What lies between the clinic's workers and Cal.com: a write is answered 500 where it `loses` the answer, or `breaks`
    before anything is done; `meanwhile` happens between the deed and its answer. What is only read comes through, and that
    a server does not know the reason of a seat's cancel (M4), which is no deed's answer."""

    app: ASGIApp
    loses: bool = False
    breaks: bool = False
    meanwhile: Callable[[], Awaitable[None]] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "GET" or not (self.loses or self.breaks or self.meanwhile):
            await self.app(scope, receive, send)
            return
        said: list[Message] = []
        if not self.breaks:
            await self.app(scope, receive, _into(said))
        if self.meanwhile:
            await self.meanwhile()
        if not (self.loses or self.breaks) or _UNKNOWN in b"".join(each.get("body", b"") for each in said):
            for message in said:
                await send(message)
            return
        await JSONResponse({"statusCode": 500, "message": "Internal server error"}, 500)(scope, receive, send)


_UNKNOWN = b"property cancellationReason should not exist"


@dataclass
class Timeless:
    """A Cal.com whose rows keep their `updatedAt` when an absence is marked (CALCOM.md M6)."""

    app: ASGIApp
    box: Sandbox

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        before = {row.uid: row.updated_at for row in self.box.store.rows()}
        said: list[Message] = []
        await self.app(scope, receive, _into(said))
        if scope["path"].endswith("/mark-absent"):
            for row in self.box.store.rows():
                self.box.store.put(row.model_copy(update={"updated_at": before[row.uid]}))
            told = json.loads(said[1]["body"])
            told["data"]["updatedAt"] = before[told["data"]["uid"]].isoformat()
            await JSONResponse(told)(scope, receive, send)
            return
        for message in said:
            await send(message)


def _into(said: list[Message]) -> Send:
    async def send(message: Message) -> None:
        said.append(message)

    return send


@dataclass
class Front:
    """`workers` stand for processes."""

    bench: Bench
    outbox: Outbox
    workers: Sequence[Outbound]
    line: Line

    async def booked(self, type_id: int = PLAIN, name: str = "Maria", **changes: Any) -> Appointment:
        """The appointment that a patient's booking made; of a series the first."""
        await book(self.bench.office, type_id, name=name, **changes)
        self.bench.box.calls.clear()
        await self.bench.deliver()
        self.later(seconds=30)
        return await self.named(name)

    async def named(self, name: str = "Maria") -> Appointment:
        found = [each for each in await self.bench.desk.appointments() if each.nome_paciente == name]
        return min(found, key=lambda each: str(each.inicio))

    async def edit(self, appointment: Appointment, **given: Any) -> Appointment:
        """As staff would, of whatever version."""
        now = await self.bench.desk.repository.get(appointment.id)
        assert now is not None
        return await self.bench.sides.real.service.edit(now.id, now.versao, given, ANA)

    async def edited(self, type_id: int, edit: dict[str, Any]) -> Appointment:
        """A booked visit, of several people where seats are shared, that staff changed; an absence after its start."""
        if type_id == SHARED:
            await self.booked(SHARED, name="Bia")
        first = await self.booked(type_id)
        if edit is ABSENT:
            self.later(days=7, hours=5)
        await self.edit(first, **edit)
        return first

    async def decide(self, appointment: Appointment, way: Way) -> Appointment:
        """A way out of what was refused."""
        desk = self.bench.desk
        decisions = BookingDecisions(
            desk.repository, self.bench.sides.real.service, UnitRepository(desk.mongo), desk.clock
        )
        return await decisions.push(appointment.id, way, ANA)

    async def lose_sight_of(self, appointment: Appointment) -> None:
        """Take the push in flight for one that was never carried out, whatever looks would say."""
        parcel = None
        while parcel is None:
            self.later(minutes=1)
            parcel = await self.outbox.take(appointment.id, TERMS.lease)
        await self.outbox.put_off(parcel, self.bench.now, LOST)

    async def create(self, **given: Any) -> Appointment:
        return await self.bench.sides.real.service.create(given, ANA)

    async def push(self) -> None:
        """All workers at once, until nothing is due now."""
        while due := await self.outbox.due(100):
            await asyncio.gather(*(worker.push(each) for each in due for worker in self.workers))

    def fault(self, **faults: Any) -> None:
        """What befalls every call from now on; nothing, where nothing is named."""
        self.bench.box.gate.set_faults(ApiFaults(**faults), self.bench.now)

    def later(self, **step: float) -> None:
        self.bench.office.clock.forward(**step)

    @property
    def calls(self) -> list[Call]:
        """The writing calls since the last patient booked, but for those that an older server asked to have without the
        reason of a seat's cancel (M4)."""
        return [each for each in self.bench.box.calls.calls() if not _is_asked_for_anew(each)]

    @property
    def asked(self) -> list[str]:
        """The last part of each call's address."""
        return [each.path.rsplit("/", 1)[-1] for each in self.calls]

    @property
    def rows(self) -> list[Booking]:
        return self.bench.box.store.rows()

    async def still(self) -> None:
        """What Cal.com sent because of our own calls is no news: nothing is written, and nothing pushed."""
        before, asked = await self._written(), len(self.calls)
        await self.bench.deliver()
        await self.push()
        assert await self._written() == before
        assert len(self.calls) == asked

    async def _written(self) -> tuple[dict[str, str], int]:
        seen = {
            each.id: repr(replace(each, booking=None, versao=0, updated_at=each.created_at))
            for each in await self.bench.desk.appointments()
        }
        history = self.bench.desk.mongo.database["appointment_history"]
        return seen, await history.count_documents({})


def _is_asked_for_anew(call: Call) -> bool:
    return call.done == 400 and {"seatUid", "cancellationReason"} <= call.body.keys()


def push_of(appointment: Appointment, field: str) -> Push:
    return appointment.side.pushes[field]


@asynccontextmanager
async def open_front(mongodb_url: str, database_name: str, **settings: Any) -> AsyncIterator[Front]:
    """`settings` are more of the sandbox's."""
    async with open_bench(mongodb_url, database_name, **settings) as bench:
        line = Line(bench.office.app)
        async with client_of(replace(bench.office, app=cast(Any, line)), failures=1000) as client:
            outbox = Outbox(bench.desk.repository, bench.sides.real.service, bench.desk.clock)
            yield Front(bench, outbox, [_worker(bench, client, outbox) for _ in range(2)], line)


def _worker(bench: Bench, client: CalComClient, outbox: Outbox) -> Outbound:
    sides, desk = bench.sides, bench.desk
    far_side = FarSide(client, sides.real.door, sides.mappings, desk.refs, desk.clock)
    return Outbound(outbox, far_side, desk.clock, TERMS)
