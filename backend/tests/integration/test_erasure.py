"""A patient is forgotten everywhere, and nothing that comes later brings them back; who books again is a new patient."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from application.privacy.erasing import Erasing
from application.privacy.ports import ErasureState
from calcom_integration.delivery import DeliveryFilter, State
from calcom_integration.run import Kind
from domain.anonymity import NOBODY
from domain.appointment import Appointment, Status
from domain.errors import Forgotten, NotFound
from tests.fakes import FakePublisher
from tests.forgetting import Rights, open_rights, readable
from tests.pushing import ANA as STAFF
from tests.pushing import MOVED, PLAIN, SHARED, open_front
from tests.sandbox_api import book

# Nobody else in these tests bears it; the e-mail address is made of it.
NAME, EMAIL = "Zuleica", "zuleica@example.com"
TRACES = ("Zuleica", "zuleica", "52998224725", "529.982.247-25", "987654321")
LATER = {"start": "2026-11-30T15:00:00Z"}
BIA = {"bookingFieldsResponses": {"cpf": "111.444.777-35", "telefone": "+5511912345678"}}


@pytest.fixture
async def rights(mongodb_url: str, database_name: str) -> AsyncIterator[Rights]:
    async with open_front(mongodb_url, database_name) as front:
        yield await open_rights(front)


async def newer(rights: Rights, first: Appointment) -> Appointment:
    """One more visit that the same patient booked."""
    await book(rights.front.bench.office, PLAIN, name=NAME, **LATER)
    await rights.front.bench.deliver()
    await rights.follow_up.sweep(100)
    found = await rights.front.bench.desk.appointments()
    [other] = [each for each in found if each.nome_paciente == NAME and each.id != first.id]
    return other


async def traces(rights: Rights) -> list[str]:
    """What is still stored of the patient, anywhere."""
    stored = await rights.everything_stored()
    return [line for line in stored.splitlines() if any(each in line for each in TRACES)]


async def test_nothing_is_left_of_a_patient_but_a_visit_without_one(rights: Rights) -> None:
    first = await rights.booked(PLAIN, NAME)
    await rights.front.edit(first, observacoes="Zuleica prefere a manhã", **MOVED)
    await rights.front.push()
    await rights.front.bench.deliver()
    assert len(await traces(rights)) > 3

    asked = await rights.forget(first)
    assert (asked.state, asked.standing) == (ErasureState.WAITING, (first.id,))
    done = await rights.whole(asked.id)

    assert (done.state, done.visits, done.bookings) == (ErasureState.DONE, (first.id,), ())
    assert await traces(rights) == []
    left = await rights.again(first)
    assert (left.nome_paciente, left.status, left.booking) == (NOBODY, Status.CANCELADO, None)
    assert (left.nome_unidade, left.hora_agendamento) == (first.nome_unidade, "09:00")
    assert [row.open for row in rights.front.rows] == [False, False]
    with pytest.raises(Forgotten):
        await rights.front.edit(left, nome_paciente="Outra")


async def test_what_comes_later_brings_nothing_back(rights: Rights) -> None:
    first = await rights.booked(PLAIN, NAME)
    bench = rights.front.bench
    await bench.run(Kind.FULL)
    asked = await rights.forget(first)
    await rights.whole(asked.id)
    before = await bench.desk.appointments()

    await bench.run(Kind.FULL)
    await bench.desk.store.replay(DeliveryFilter(state=tuple(State)), bench.now)
    await bench.desk.work_off()
    await rights.follow_up.sweep(100)

    assert await bench.desk.appointments() == before
    assert await traces(rights) == []


async def test_who_books_again_is_a_new_patient(rights: Rights) -> None:
    first = await rights.booked(PLAIN, NAME)
    asked = await rights.forget(first)
    rights.front.later(seconds=1)
    again = await newer(rights, first)
    assert again.cliente_id == first.cliente_id  # the old record is still there, for its booking stands
    await rights.whole(asked.id)

    renewed = await rights.again(again)
    assert (renewed.nome_paciente, renewed.status) == (NAME, Status.AGENDADO)
    assert renewed.cliente_id not in (None, first.cliente_id)
    assert (await rights.again(first)).nome_paciente == NOBODY


async def test_a_seat_is_given_up_and_its_neighbours_stay(rights: Rights) -> None:
    neighbour = await rights.booked(SHARED, "Bia", **BIA)
    first = await rights.booked(SHARED, NAME)
    asked = await rights.forget(first)
    done = await rights.whole(asked.id)
    await rights.front.bench.run(Kind.FULL)
    await rights.front.bench.desk.work_off()

    assert done.state is ErasureState.DONE
    names = {each.nome_paciente for each in await rights.front.bench.desk.appointments()}
    assert names == {"Bia", NOBODY}
    assert (await rights.again(neighbour)).has_open_booking


async def test_a_visit_waits_for_its_cancellation_with_its_patient(rights: Rights) -> None:
    first = await rights.booked(PLAIN, NAME)
    asked = await rights.forget(first)
    for _ in range(3):
        rights.front.later(seconds=20)
        assert (await rights.work(asked.id)).standing == (first.id,)
    assert (await rights.again(first)).nome_paciente == NAME

    assert (await rights.whole(asked.id)).state is ErasureState.DONE


async def test_a_visit_that_is_over_is_not_cancelled(rights: Rights) -> None:
    first = await rights.booked(PLAIN, NAME)
    rights.front.later(days=40)
    asked = await rights.forget(first)

    assert asked.state is ErasureState.DONE
    assert rights.front.calls == []
    left = await rights.again(first)
    assert (left.nome_paciente, left.status) == (NOBODY, first.status)


@pytest.mark.parametrize("step", ["put", "forget", "remove", "forget_samples"])
async def test_a_worker_that_dies_at_any_step_leaves_it_to_the_next(rights: Rights, step: str) -> None:
    first = await rights.booked(PLAIN, NAME)
    rights.front.later(days=40)
    assert first.cliente_id is not None
    await rights.erasing.ask(first.cliente_id, STAFF)
    stores, bench = rights.stores, rights.front.bench
    dying = replace(
        stores,
        forgotten=_Dying(stores.forgotten, step),
        papers=[_Dying(each, step) for each in stores.papers],
        client_end=_Dying(stores.client_end, step),
        imports=_Dying(stores.imports, step),
    )
    with pytest.raises(_Killed):
        await Erasing(dying, bench.sides.real.service, FakePublisher(), bench.desk.clock).sweep()
    assert (await rights.erasing.get(first.cliente_id)).state is ErasureState.ASKED

    assert (await rights.work(first.cliente_id)).state is ErasureState.DONE
    assert await traces(rights) == []
    assert (await rights.work(first.cliente_id)).state is ErasureState.DONE


async def test_a_deleted_visit_s_history_is_forgotten_too(rights: Rights) -> None:
    first = await rights.booked(PLAIN, NAME)
    other = await newer(rights, first)
    await rights.front.edit(first, status="Cancelado", motivo_cancelamento="Zuleica viaja")
    await rights.front.push()
    await rights.front.bench.deliver()
    gone = await rights.again(first)
    await rights.front.bench.sides.real.service.delete(gone.id, gone.versao, STAFF)
    rights.front.later(days=40)
    told = await rights.export.of(str(other.cliente_id))
    assert [each["id"] for each in told["historico_de_excluidos"]] == [first.id]

    assert (await rights.forget(other)).state is ErasureState.DONE
    assert await traces(rights) == []


async def test_the_export_has_everything_and_nobody_else(rights: Rights) -> None:
    await rights.booked(PLAIN, "Bia", **BIA, **LATER)
    first = await rights.booked(PLAIN, NAME)
    told = await rights.export.of(str(first.cliente_id))

    assert told["cliente"]["nome"] == NAME
    [visit] = told["agendamentos"]
    assert (visit["email"], visit["data_agendamento"]) == (EMAIL, str(first.data_agendamento))
    assert visit["historico"][-1]["mudancas"]
    assert [each["conteudo"]["payload"]["uid"] for each in told["entregas"]] == [first.calcom_booking_id]
    assert "Bia" not in readable(told)
    with pytest.raises(NotFound):
        await rights.export.of("nobody")


class _Killed(Exception):
    """The worker died here."""


class _Dying:
    """A part that does what it is asked, and dies before it can say so."""

    def __init__(self, part: Any, step: str) -> None:
        self._part, self._step = part, step

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._part, name)

        async def dies(*args: Any) -> None:
            await found(*args)
            raise _Killed

        return dies if name == self._step else found
