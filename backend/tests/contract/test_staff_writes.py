"""What every AppointmentRepository does for staff: refuse twins, bury what is deleted, count."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from application.counts import kpis_of
from application.page import AppointmentQuery, Scope
from application.ports import AppointmentRepository as Repository
from application.ports import History, Write
from domain.appointment import Appointment, Origin, Status, Tag
from domain.booking.chain import Chain
from domain.errors import Duplicated, StaleWrite
from domain.history import Actor, deletion_of
from tests.builders import NOW, a_booking, a_row, an_appointment

DAY = date(2026, 11, 20)
COUNTED: list[tuple[Status, dict[str, Any]]] = [
    (Status.CONFIRMADO, {"origem": Origin.CALCOM, "pendencias": ("cpf_ausente",)}),
    (Status.COLETADO, {"paciente_ausente": True, "driver_id": "d1", "tags": (Tag("t1", "Jejum", "#fff"),)}),
    (Status.CANCELADO, {"paciente_ausente": True, "nome_unidade": "Moema"}),
    (Status.AGENDADO, {"data_agendamento": date(2026, 11, 23), "hora_agendamento": "23:00"}),
    (Status.AGENDADO, {"hora_agendamento": None}),
]
ANA = Actor("usuario", "Ana")


def visit(**over: Any) -> Appointment:
    return an_appointment(**({"data_agendamento": DAY, "hora_agendamento": "08:00"} | over))


def alone(appointment: Appointment, expected: int = 0) -> Write:
    return Write(put=appointment, expected=expected, alone=True)


async def test_of_racing_writers_of_one_visit_one_is_stored(repository: Repository) -> None:
    racers = [repository.commit(alone(visit())) for _ in range(6)]
    results = await asyncio.gather(*racers, return_exceptions=True)
    assert sum(result is None for result in results) == 1
    assert {type(result) for result in results if result} <= {Duplicated, StaleWrite}
    with pytest.raises(Duplicated):
        await repository.commit(alone(visit()))


async def test_what_must_be_alone_minds_no_cancelled_one_nor_itself(repository: Repository) -> None:
    kept = visit()
    await repository.commit(alone(visit(status=Status.CANCELADO)))
    await repository.commit(alone(kept))
    await repository.commit(alone(replace(kept, cip="1"), expected=1))
    await repository.commit(alone(visit(data_agendamento=None, hora_agendamento=None)))
    assert (await repository.search(AppointmentQuery(scope=Scope.ALL), NOW)).total == 3


async def test_what_is_removed_is_buried_with_every_key(repository: Repository, history: History) -> None:
    side = a_booking(a_row("novo", older=frozenset({"velho"})))
    gone = visit(booking=replace(side, previous=(Chain({"antes": a_row("antes")}),)))
    await repository.commit(alone(gone))
    entry = deletion_of(replace(gone, versao=1), ANA, NOW)
    with pytest.raises(StaleWrite):
        await repository.remove(gone, entry)
    assert not await repository.is_erased(["novo"])

    await repository.remove(replace(gone, versao=1), entry)
    assert await repository.get(gone.id) is None
    for key in ("novo", "velho", "antes"):
        assert await repository.is_erased([key], NOW)
        assert not await repository.is_erased([key], NOW + timedelta(seconds=1))
    assert await history.of(gone.id) == [entry]


async def test_counts_are_of_what_the_query_finds(repository: Repository) -> None:
    for number, (status, over) in enumerate(COUNTED):
        await repository.commit(alone(visit(nome_paciente=f"Pessoa {number}", status=status, **over)))
    query = AppointmentQuery(scope=Scope.ALL, data_inicio=DAY, data_fim=DAY + timedelta(days=3))
    kpis = kpis_of(await repository.count(query, NOW))
    assert (kpis.total, kpis.confirmados, kpis.coletados, kpis.cancelados, kpis.pendentes) == (5, 1, 1, 1, 0)
    assert (kpis.com_pendencia, kpis.autoagendados_percentual, kpis.ausentes_percentual) == (1, 20.0, 50.0)
    assert kpis.por_origem == [("manual", 4), ("calcom", 1)]
    assert kpis.por_unidade[1] == (("Moema", "Laboratório Aurora"), 1)
    present = await repository.present(replace(query, origem=("manual",)), NOW)
    assert (present.nome_unidade, present.driver_id) == (["Moema", "Paulista"], ["d1"])
    assert (present.tag, present.pendencia) == ([Tag("t1", "Jejum", "#fff")], [])
    assert await repository.count(replace(query, status=("Recoleta",)), NOW) == []
    assert (await repository.present(replace(query, status=("Recoleta",)), NOW)).origem == []
