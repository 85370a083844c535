"""Proof of completeness: each planted difference is found, told with its reason, and nothing else is."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from application.ports import Write
from calcom_integration.run import Kind, Run
from calcom_sandbox.acts import cancelling
from calcom_sandbox.rows import Booking
from domain.appointment import Appointment, Status
from domain.booking.push import PushState
from domain.pushing import next_order, refused, taken
from domain.users import Role
from tests.builders import a_user
from tests.reconciling import Bench, open_bench
from tests.sandbox_api import order

GESTOR = a_user(Role.GESTOR)
SHARED, MANAUS = 6, 4


@pytest.fixture
async def bench(mongodb_url: str, database_name: str) -> AsyncIterator[Bench]:
    """Three bookings that both sides agree on."""
    async with open_bench(mongodb_url, database_name) as bench:
        for number, name in enumerate(("Ana", "Bia", "Caio")):
            await bench.book(name=name, start=f"2026-12-0{number + 1}T13:00:00Z")
        await bench.run(Kind.FULL)
        yield bench


async def named(bench: Bench, name: str) -> Appointment:
    [found] = [each for each in await bench.desk.appointments() if each.nome_paciente == name]
    return found


async def edited(bench: Bench, name: str, **given: Any) -> Appointment:
    """As staff would."""
    found = await named(bench, name)
    return await bench.sides.real.service.edit(found.id, found.versao, given, GESTOR)


async def whole(bench: Bench) -> dict[str, Any]:
    return table_of(await bench.run(Kind.FULL))


def table_of(run: Run) -> dict[str, Any]:
    assert run.completeness is not None
    return dict(run.completeness)


async def reasons(bench: Bench) -> dict[str, str | None]:
    """Why → the appointment's patient, of all that is not accounted for; the table counts the rest."""
    found = await whole(bench)
    names = {each.id: each.nome_paciente for each in await bench.desk.appointments()}
    assert found["there"] - found["here"] == sum(each["why"] != "sumiu_la" for each in found["others"])
    return {each["why"]: names.get(each["appointment_id"]) for each in found["others"]}


async def test_where_both_sides_agree_every_booking_is_accounted_for(bench: Bench) -> None:
    await bench.office.data("POST", "/v2/bookings", json=order(SHARED, "Duda", start="2026-12-01T17:00:00Z"))
    await bench.office.data("POST", "/v2/bookings", json=order(SHARED, "Edu", start="2026-12-01T17:00:00Z"))
    await bench.book(MANAUS, name="Fabi", start="2026-12-02T03:30:00Z")
    found = await whole(bench)
    assert (found["there"], found["here"], found["others"]) == (6, 6, [])
    days = {(each["day"], each["event_type_id"]): (each["there"], each["here"]) for each in found["days"]}
    assert days == {
        ("2026-12-01", 1): (1, 1),
        ("2026-12-02", 1): (1, 1),
        ("2026-12-03", 1): (1, 1),
        ("2026-12-01", SHARED): (2, 2),
        ("2026-12-01", MANAUS): (1, 1),  # half past eleven in the evening there
    }
    assert {each["nome_unidade"] for each in found["days"]} == {"Paulista", "Campinas", "Manaus Centro"}


async def test_a_time_that_waits_to_be_told(bench: Bench) -> None:
    await edited(bench, "Ana", hora_agendamento="15:00")
    assert await reasons(bench) == {"envio_pendente": "Ana"}


async def test_a_cancellation_that_waits_to_be_told(bench: Bench) -> None:
    await edited(bench, "Ana", status="Cancelado", motivo_cancelamento="viagem")
    assert await reasons(bench) == {"envio_pendente": "Ana"}


async def test_a_time_that_cal_com_refused(bench: Bench) -> None:
    after = await edited(bench, "Ana", hora_agendamento="15:00")
    wanted = next_order(after)
    assert wanted is not None
    on_its_way = taken(after, wanted, bench.now, bench.now)
    put = refused(on_its_way, on_its_way.side.pushes["slot"], "horario_ocupado", "Ocupado.")
    assert put.side.pushes["slot"].state is PushState.REFUSED
    await bench.desk.repository.commit(Write(put=put, expected=after.versao))
    assert await reasons(bench) == {"envio_recusado": "Ana"}


async def test_a_time_that_staff_keep_for_themselves(bench: Bench) -> None:
    after = await edited(bench, "Ana", hora_agendamento="15:00")
    kept = replace(after, booking=replace(after.side, intents={}))
    await bench.desk.repository.commit(Write(put=kept, expected=after.versao))
    assert await reasons(bench) == {"mantida": "Ana"}


async def test_a_collected_visit_that_cal_com_moves_is_a_conflict(bench: Bench) -> None:
    """Collected visits are history: no booking changes them."""
    await edited(bench, "Ana", status="Coletado")
    await _written_there(
        bench, "Ana", start=bench.now + timedelta(days=8), end=bench.now + timedelta(days=8, hours=1)
    )
    found = await reasons(bench)
    assert found == {"conflito": "Ana"}


async def test_a_booking_that_was_closed_here_alone(bench: Bench) -> None:
    row = bench.box.booking(await _uid(bench, "Ana"))
    bench.lose()
    await cancelling.cancel(bench.box, row.uid)
    await bench.deliver()
    bench.box.store.put(row)
    assert await reasons(bench) == {"fechada_aqui": "Ana"}
    assert (await named(bench, "Ana")).status is Status.CANCELADO


async def test_an_erased_appointment_whose_booking_stands_again(bench: Bench) -> None:
    row = bench.box.booking(await _uid(bench, "Ana"))
    await cancelling.cancel(bench.box, row.uid)
    await bench.run()
    gone = await named(bench, "Ana")
    await bench.sides.real.service.delete(gone.id, gone.versao, GESTOR)
    bench.box.store.put(row)
    assert await reasons(bench) == {"apagada": None}


async def test_a_booking_that_vanished_there(bench: Bench) -> None:
    bench.box.store.vanish(bench.box.booking(await _uid(bench, "Ana")))
    found = await whole(bench)
    assert (found["there"], found["here"]) == (2, 2)
    assert [(each["why"], each["day"]) for each in found["others"]] == [("sumiu_la", "2026-12-01")]


async def test_a_rehearsal_finds_what_is_unknown_here(bench: Bench) -> None:
    uid = await bench.book(name="Duda", start="2026-12-04T13:00:00Z")
    found = table_of(await bench.run(Kind.FULL, dry_run=True))
    assert [(each["key"], each["why"]) for each in found["others"]] == [(uid, "desconhecida")]


async def test_a_rehearsal_finds_what_is_elsewhere_here(bench: Bench) -> None:
    start = bench.now + timedelta(days=9)
    await _written_there(bench, "Ana", start=start, end=start + timedelta(minutes=30))
    found = table_of(await bench.run(Kind.FULL, dry_run=True))
    assert [each["why"] for each in found["others"]] == ["outro_horario"]


async def test_overdue_pushes_are_counted(bench: Bench) -> None:
    await edited(bench, "Ana", data_agendamento=date(2026, 12, 8))
    assert (await bench.run()).tally.overdue_pushes == 0
    bench.office.clock.forward(minutes=10)
    assert (await bench.run()).tally.overdue_pushes == 1


async def _uid(bench: Bench, name: str) -> str:
    return (await named(bench, name)).side.chain.current.uid


async def _written_there(bench: Bench, name: str, **changes: Any) -> Booking:
    """A change in place, of which nothing is sent."""
    row = bench.box.booking(await _uid(bench, name))
    bench.box.store.put(row.model_copy(update=changes | {"updated_at": bench.now}))
    return row
