"""What every AppointmentRepository finds for a listing: the fake and the real one alike."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from application.page import AppointmentQuery, Scope
from application.ports import AppointmentRepository as Repository
from application.ports import Write
from domain.appointment import Appointment, Origin, Status, Tag
from domain.client import ClientTotals
from domain.visit import Visit
from tests.builders import NOW, VALID_CPF, an_appointment


async def put(repository: Repository, *appointments: Appointment) -> None:
    for each in appointments:
        await repository.commit(Write(put=each, expected=0))


def on(day: int, hour: str = "08:00", **over: Any) -> Appointment:
    """In November 2026; NOW is the 23rd at noon in São Paulo."""
    return an_appointment(data_agendamento=date(2026, 11, day), hora_agendamento=hour, **over)


async def names(repository: Repository, **query: Any) -> list[str]:
    at = query.pop("at", NOW)
    page = await repository.search(AppointmentQuery(**query), at)
    assert page.total == len(page.items)
    return [each.nome_paciente for each in page.items]


async def test_scopes_have_their_own_sorts(repository: Repository) -> None:
    await put(
        repository,
        on(24, "07:00", nome_paciente="amanhã"),
        on(23, "07:00", nome_paciente="hoje cedo"),
        on(23, "09:00", nome_paciente="hoje tarde"),
        on(22, nome_paciente="ontem"),
        on(1, nome_paciente="há muito"),
        an_appointment(nome_paciente="espera", created_at=NOW),
        an_appointment(nome_paciente="espera mais", created_at=NOW - timedelta(days=1)),
    )
    assert await names(repository) == ["hoje cedo", "hoje tarde", "amanhã"]
    assert await names(repository, scope=Scope.HISTORY) == ["ontem", "há muito"]
    assert await names(repository, scope=Scope.UNSCHEDULED) == ["espera", "espera mais"]
    assert len(await names(repository, scope=Scope.ALL)) == 7


async def test_a_period_and_a_scope_add_up(repository: Repository) -> None:
    await put(repository, on(20, nome_paciente="a"), on(24, nome_paciente="b"), an_appointment())
    period = {"data_inicio": date(2026, 11, 1), "data_fim": date(2026, 11, 30)}
    assert await names(repository, **period) == ["b"]
    assert await names(repository, scope=Scope.HISTORY, **period) == ["a"]
    assert await names(repository, scope=Scope.ALL, **period) == ["b", "a"]
    assert await names(repository, scope=Scope.UNSCHEDULED, **period) == []


async def test_today_is_the_units_own(repository: Repository) -> None:
    await put(
        repository,
        on(23, nome_paciente="São Paulo"),
        on(23, nome_paciente="Noronha", fuso="America/Noronha"),
        on(23, nome_paciente="Manaus", fuso="America/Manaus"),
    )
    midnight_in_noronha = NOW.replace(day=24, hour=2, minute=30)
    assert await names(repository, at=midnight_in_noronha, sort="nome_paciente") == ["Manaus", "São Paulo"]
    assert await names(repository, at=midnight_in_noronha, scope=Scope.HISTORY) == ["Noronha"]


@pytest.mark.parametrize(
    "query",
    [
        {"nome_unidade": ("Moema",)},
        {"nome_marca": ("Outra",)},
        {"status": ("Confirmado",)},
        {"origem": ("calcom",)},
        {"driver_id": ("d1",)},
        {"collector_id": ("c1",)},
        {"tag": ("t1",)},
        {"pendencia": ("cpf_ausente",)},
        {"data_inicio": date(2026, 11, 25)},
        {"data_fim": date(2026, 11, 24), "data_inicio": date(2026, 11, 24)},
        {"q": "jose araujo"},
    ],
)
async def test_each_filter_keeps_its_own(repository: Repository, query: dict[str, Any]) -> None:
    kept = on(
        25 if "data_fim" not in query else 24,
        nome_paciente="José de Araújo",
        nome_unidade="Moema",
        nome_marca="Outra",
        status=Status.CONFIRMADO,
        origem=Origin.CALCOM,
        driver_id="d1",
        collector_id="c1",
        tags=(Tag("t1", "Jejum", "#fff"),),
        pendencias=("cpf_ausente", "convenio_ausente"),
    )
    await put(repository, kept, on(23))
    assert await names(repository, **query) == ["José de Araújo"]


async def test_values_of_one_filter_are_alternatives_and_filters_add_up(repository: Repository) -> None:
    await put(
        repository,
        on(24, nome_paciente="a", nome_unidade="Moema"),
        on(25, nome_paciente="b", nome_unidade="Paulista"),
        on(26, nome_paciente="c", nome_unidade="Campinas"),
        on(27, nome_paciente="d", nome_unidade="Moema", status=Status.CANCELADO),
    )
    units = ("Moema", "Paulista")
    assert await names(repository, nome_unidade=units) == ["a", "b", "d"]
    assert await names(repository, nome_unidade=units, status=("Pendente",)) == ["a", "b"]


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("conceicao", True),
        ("CONCEIÇÃO", True),
        ("souz mar", True),
        ("onceicao", False),
        ("maria silva", False),
        ("529.982", True),
        (VALID_CPF, True),
        ("982", False),
        ("(11) 98765", True),
        ("98765-4321", True),
        ("+55 11 98765", True),
        ("   ", True),
    ],
)
async def test_search(repository: Repository, q: str, found: bool) -> None:
    await put(repository, on(24, cpf=VALID_CPF, telefone="+5511987654321"))
    assert bool(await names(repository, q=q)) is found


async def test_a_hidden_cpf_cannot_be_searched(repository: Repository) -> None:
    await put(repository, on(24, cpf=VALID_CPF, telefone="+5511987654321"))
    assert await names(repository, q="529", is_cpf_hidden=True) == []
    assert len(await names(repository, q="1198", is_cpf_hidden=True)) == 1


@pytest.mark.parametrize(
    "sort", ["nome_paciente", "-nome_paciente", "status", "created_at", "-data_agendamento"]
)
async def test_sorts_are_stable_over_pages(repository: Repository, sort: str) -> None:
    await put(repository, *(on(24 + n % 2, nome_paciente=f"Á{n % 3}") for n in range(7)))
    query = AppointmentQuery(sort=sort, page_size=3)
    pages = [await repository.search(replace(query, page=n), NOW) for n in (1, 2, 3)]
    ids = [each.id for page in pages for each in page.items]
    assert len(set(ids)) == 7
    assert [page.total for page in pages] == [7, 7, 7]
    whole = await repository.search(replace(query, page_size=100), NOW)
    assert [each.id for each in whole.items] == ids


async def test_visits_of_days_leave_the_cancelled_out(repository: Repository) -> None:
    await put(
        repository,
        on(24, nome_paciente="José"),
        on(24, "09:00", status=Status.CANCELADO),
        on(25),
        an_appointment(),
    )
    assert await repository.visits_on([date(2026, 11, 24), date(2026, 11, 26)]) == {
        Visit("jose", "Paulista", date(2026, 11, 24), "08:00")
    }
    assert await repository.visits_on([]) == set()


async def test_a_clients_totals(repository: Repository) -> None:
    await put(
        repository,
        on(24, cliente_id="c1"),
        on(20, cliente_id="c1", status=Status.COLETADO),
        on(18, cliente_id="c1", status=Status.RECOLETA),
        on(22, cliente_id="c1", status=Status.CANCELADO),
        on(23, cliente_id="c2", status=Status.CONFIRMADO),
    )
    assert await repository.totals_of_client("c1") == ClientTotals(4, date(2026, 11, 20))
    assert await repository.totals_of_client("c2") == ClientTotals(1, None)
    assert await repository.totals_of_client("c3") == ClientTotals(0, None)
    assert len(await repository.ids_of_client("c1")) == 4
    assert await names(repository, scope=Scope.ALL, cliente_id=("c2",)) == ["Maria da Conceição Souza"]
