"""The day's agenda over the API."""

from datetime import date
from typing import Any

from application.ports import Write
from application.services.small_lists import Stores
from domain.appointment import Appointment, Status
from domain.small_lists import Car, Collector
from domain.users import Role
from tests.builders import VALID_CPF, an_appointment

AGENDA = "/api/v1/agenda"
DAY = date(2026, 12, 1)


def visit(id: str, hour: str | None, **over: Any) -> Appointment:
    return an_appointment(id=id, **({"data_agendamento": DAY, "hora_agendamento": hour} | over))


async def stored(stores: Stores, *visits: Appointment) -> None:
    await stores.collectors.insert(Collector(id="c1", name="Célia"))
    await stores.collectors.insert(Collector(id="c2", name="Ana", active=False))
    await stores.collectors.insert(Collector(id="c3", name="Bia"))
    await stores.collectors.insert(Collector(id="c4", name="Antiga", active=False))
    await stores.cars.insert(Car(id="k", plate="ABC1D23"))
    for each in visits:
        await stores.appointments.commit(Write(put=each, expected=0))


def ids(visits: list[dict[str, Any]]) -> list[str]:
    return [each["id"] for each in visits]


async def test_the_day_by_collector_and_time(sign_in: Any, stores: Stores, house: Any) -> None:
    manaus = {"fuso": "America/Manaus", "nome_unidade": "Manaus Centro"}
    await stored(
        stores,
        visit("tarde", "23:30", collector_id="c1", cpf=VALID_CPF, **manaus),
        visit("cedo", "08:00", collector_id="c1"),
        visit("sem-hora", None, collector_id="c1"),
        visit("inativa", "09:00", collector_id="c2"),
        visit("livre", "07:00"),
        visit("cancelado", "09:00", collector_id="c3", status=Status.CANCELADO),
        visit("outro-dia", "09:00", collector_id="c3", data_agendamento=date(2026, 12, 2)),
    )
    client = await sign_in(Role.LOGISTICA)
    agenda = (await client.get(f"{AGENDA}?data=2026-12-01")).json()
    assert {key: agenda[key] for key in ("data", "avisos")} == {"data": "2026-12-01", "avisos": []}
    assert [
        (each["collector_id"], each["nome"], ids(each["agendamentos"])) for each in agenda["colunas"]
    ] == [
        ("c2", "Ana", ["inativa"]),
        ("c3", "Bia", []),
        ("c1", "Célia", ["cedo", "tarde", "sem-hora"]),
    ]
    assert ids(agenda["sem_coletora"]) == ["livre"]
    assert agenda["colunas"][2]["agendamentos"][1]["cpf"] == "***.***.247-25"


async def test_a_warning_also_tells_of_the_unit_that_is_not_shown(sign_in: Any, stores: Stores) -> None:
    here = {"nome_unidade": "Moema", "collector_id": "c1"}
    await stored(
        stores,
        visit("a", "09:00", **here),
        visit("b", "09:15", collector_id="c1", car_id="k"),
        visit("d", "09:40", car_id="k"),
    )
    client = await sign_in(Role.ATENDENTE)
    agenda = (await client.get(f"{AGENDA}?data=2026-12-01&nome_unidade=Moema")).json()
    assert [ids(each["agendamentos"]) for each in agenda["colunas"]] == [[], ["a"]]
    clash = {"tipo": "coletora", "id": "c1", "nome": "Célia", "agendamentos": ["a", "b"]}
    assert agenda["avisos"] == [clash | {"inicio": "2026-12-01T12:15:00Z", "fim": "2026-12-01T12:30:00Z"}]
    whole = (await client.get(f"{AGENDA}?data=2026-12-01")).json()
    assert [each["nome"] for each in whole["avisos"]] == ["Célia", "ABC1D23"]


async def test_a_long_day_is_whole(sign_in: Any, stores: Stores, house: Any) -> None:
    visits = [visit(f"v{number:03}", f"{7 + number // 60:02}:{number % 60:02}") for number in range(103)]
    await stored(stores, *visits)
    client = await sign_in(Role.GESTOR)
    agenda = (await client.get(f"{AGENDA}?data=2026-12-01")).json()
    assert ids(agenda["sem_coletora"]) == [each.id for each in visits]


async def test_the_day_must_be_named(sign_in: Any) -> None:
    client = await sign_in(Role.GESTOR)
    for query in ("", "?data=ontem", "?data=2026-12-01&dia=1"):
        assert (await client.get(AGENDA + query)).status_code == 422
