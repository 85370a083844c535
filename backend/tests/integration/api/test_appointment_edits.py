"""Creating, editing and deleting appointments over the API."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from application.ports import Write
from domain.appointment import Appointment, Status
from domain.booking.row import RowStatus
from domain.users import Role
from tests.builders import NOW, VALID_CPF, a_booking, a_row, an_appointment
from tests.lists import AURORA, seed_lists

LIST = "/api/v1/appointments"
VISIT = {
    "nome_paciente": "  Rosa   Lima ",
    "nome_unidade": "Paulista",
    "nome_marca": AURORA,
    "data_agendamento": "2026-12-01",
    "hora_agendamento": "08:00",
}


@pytest.fixture(autouse=True)
async def lists(stores: Any) -> None:
    await seed_lists(stores)


@pytest.fixture
async def clerk(sign_in: Any) -> httpx.AsyncClient:
    client: httpx.AsyncClient = await sign_in(Role.ATENDENTE)
    return client


async def made(client: httpx.AsyncClient, **over: Any) -> dict[str, Any]:
    answer = await client.post(LIST, json=VISIT | over)
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def stored(house: Any, appointment: Appointment) -> str:
    await house.repository.commit(Write(put=appointment, expected=0))
    return appointment.id


def faults(answer: httpx.Response) -> dict[str, str]:
    assert answer.status_code == 422, answer.text
    return {each["field"]: each["detail"] for each in answer.json()["errors"]}


async def test_a_new_appointment_has_what_follows_from_what_was_given(clerk: httpx.AsyncClient) -> None:
    body = await made(clerk, status="Agendado", cpf="529.982.247-25", telefone="(11) 98765-4321", tags=["t1"])
    assert (body["inicio"], body["fim"]) == ("2026-12-01T11:00:00Z", "2026-12-01T11:30:00Z")
    assert (body["nome_paciente"], body["cpf"], body["telefone"]) == (
        "Rosa   Lima",
        VALID_CPF,
        "+5511987654321",
    )
    assert (body["origem"], body["cadastrado_por"], body["agendado_por"]) == (
        "manual",
        *["Pessoa atendente"] * 2,
    )
    assert body["tags"] == [{"id": "t1", "name": "Etiqueta 1", "color": "#ffffff"}]
    assert body["pendencias"] == ["convenio_ausente"]
    history = (await clerk.get(f"{LIST}/{body['id']}/history")).json()
    assert [(each["actor"]["name"], each["cause"]["kind"]) for each in history] == [
        ("Pessoa atendente", "criacao")
    ]


async def test_the_form_is_told_every_field_to_correct(clerk: httpx.AsyncClient) -> None:
    wrong = {"nome_paciente": " ", "cpf": "123", "email": "x", "nome_unidade": "Fechada", "driver_id": "d9"}
    answer = await clerk.post(LIST, json=VISIT | wrong | {"tags": ["t9"]})
    assert set(faults(answer)) == {*wrong, "tags"}
    assert "123" not in answer.text
    missing = await clerk.post(LIST, json={"hora_agendamento": "25:00", "id": "1"})
    assert set(faults(missing)) == {"nome_marca", "nome_unidade", "nome_paciente", "hora_agendamento", "id"}


async def test_a_duplicate_is_refused_by_hand_until_the_other_is_cancelled(clerk: httpx.AsyncClient) -> None:
    first = await made(clerk)
    again = await clerk.post(LIST, json=VISIT | {"nome_paciente": "ROSA LIMA"})
    assert (again.status_code, again.json()["code"]) == (409, "duplicado")
    other = await made(clerk, hora_agendamento="09:00")
    path = f"{LIST}/{other['id']}"
    moved = await clerk.patch(path, json={"versao": 1, "hora_agendamento": "08:00"})
    assert (moved.status_code, moved.json()["code"]) == (409, "duplicado")
    await clerk.patch(f"{LIST}/{first['id']}", json={"versao": 1, "status": "Cancelado"})
    assert (await clerk.patch(path, json={"versao": 1, "hora_agendamento": "08:00"})).status_code == 200


async def test_of_two_clicks_on_save_one_makes_an_appointment(clerk: httpx.AsyncClient) -> None:
    answers = await asyncio.gather(*(clerk.post(LIST, json=VISIT) for _ in range(4)))
    assert sorted(each.status_code for each in answers) == [201, 409, 409, 409]
    assert (await clerk.get(LIST)).json()["total"] == 1


async def test_an_edit_changes_what_is_given_and_clears_what_is_null(clerk: httpx.AsyncClient) -> None:
    body = await made(clerk, observacoes="portão azul", cip="1")
    answer = await clerk.patch(f"{LIST}/{body['id']}", json={"versao": 1, "observacoes": None})
    assert answer.status_code == 200
    changed = answer.json()
    assert (changed["observacoes"], changed["cip"], changed["versao"]) == (None, "1", 2)
    same = await clerk.patch(f"{LIST}/{body['id']}", json={"versao": 2, "cip": " 1 "})
    assert same.json()["versao"] == 2


async def test_an_edit_of_an_old_version_is_refused_with_what_changed(clerk: httpx.AsyncClient) -> None:
    body = await made(clerk)
    path = f"{LIST}/{body['id']}"
    await clerk.patch(path, json={"versao": 1, "cip": "7", "observacoes": "x"})
    await clerk.patch(path, json={"versao": 2, "rg": "12.345"})
    late = await clerk.patch(path, json={"versao": 1, "cip": "8"})
    assert (late.status_code, late.json()["code"]) == (409, "versao_antiga")
    assert late.json()["changed"] == ["cip", "observacoes", "rg"]
    assert (late.json()["current"]["cip"], late.json()["current"]["versao"]) == ("7", 3)


async def test_of_racing_edits_of_one_version_one_is_stored(clerk: httpx.AsyncClient) -> None:
    path = f"{LIST}/{(await made(clerk))['id']}"
    answers = await asyncio.gather(
        *(clerk.patch(path, json={"versao": 1, "cip": str(number)}) for number in range(5))
    )
    assert sorted(each.status_code for each in answers) == [200, 409, 409, 409, 409]
    assert {each.json().get("code") for each in answers if each.status_code == 409} == {"versao_antiga"}


async def test_an_absorbed_appointment_is_edited_as_its_survivor(
    clerk: httpx.AsyncClient, house: Any
) -> None:
    older, younger = (
        an_appointment(booking=a_booking(a_row("a"))),
        an_appointment(booking=a_booking(a_row("b"))),
    )
    await stored(house, older)
    await stored(house, younger)
    union = replace(older, absorvidos=(younger.id,))
    await house.repository.commit(Write(put=union, expected=1, absorbed=(replace(younger, versao=1),)))
    answer = await clerk.patch(f"{LIST}/{younger.id}", json={"versao": 1, "cip": "1"})
    assert (answer.status_code, answer.json()["code"]) == (409, "incorporado")
    assert answer.json()["survivor_id"] == older.id


async def booked(house: Any, **over: Any) -> str:
    slot = a_row("uid1").times
    assert slot is not None
    row, fields = a_row("uid1", **over), {"inicio": slot.inicio, "fim": slot.fim}
    visit = an_appointment(
        booking=a_booking(row), status=Status.AGENDADO, data_agendamento=slot.inicio.date(),
        hora_agendamento="07:00", **fields,
    )  # fmt: skip
    return await stored(house, visit)


async def test_a_booked_appointment_keeps_a_time_and_is_cancelled_with_a_reason(
    clerk: httpx.AsyncClient, house: Any
) -> None:
    path = f"{LIST}/{await booked(house)}"
    assert set(faults(await clerk.patch(path, json={"versao": 1, "data_agendamento": None}))) == {
        "data_agendamento"
    }
    assert set(faults(await clerk.patch(path, json={"versao": 1, "status": "Cancelado"}))) == {
        "motivo_cancelamento"
    }
    reason = {"versao": 1, "status": "Cancelado", "motivo_cancelamento": "viagem"}
    assert (await clerk.patch(path, json=reason)).json()["status"] == "Cancelado"


async def test_deleting_is_the_gestor_s_and_waits_for_the_booking_s_end(sign_in: Any, house: Any) -> None:
    open_id, closed_id = (
        await booked(house),
        await stored(house, an_appointment(booking=a_booking(a_row("uid2", status=RowStatus.CANCELLED)))),
    )
    client = await sign_in(Role.GESTOR)
    refused = await client.delete(f"{LIST}/{open_id}?versao=1")
    assert (refused.status_code, refused.json()["code"]) == (409, "reserva_aberta")
    assert (await client.delete(f"{LIST}/{closed_id}?versao=9")).json()["code"] == "versao_antiga"
    assert (await client.delete(f"{LIST}/{closed_id}?versao=1")).status_code == 204
    assert (await client.get(f"{LIST}/{closed_id}")).status_code == 404
    assert await house.repository.is_erased(["uid2"])
    assert not await house.repository.is_erased(["uid1"])


async def test_logistica_changes_its_own_fields_and_destroys_no_cpf(sign_in: Any, house: Any) -> None:
    note = "ligar p/ 529.982.247-25 antes"
    path = f"{LIST}/{await stored(house, an_appointment(observacoes=note, cpf=VALID_CPF))}"
    client = await sign_in(Role.LOGISTICA)
    assert (await client.patch(path, json={"versao": 1, "cip": "1"})).status_code == 403
    assert (await client.post(LIST, json=VISIT)).status_code == 403
    seen = (await client.get(path)).json()["observacoes"]
    assert "529" not in seen
    edit = {"versao": 1, "observacoes": f"{seen}; portão", "logistics_package_id": "p1"}
    answer = await client.patch(path, json=edit)
    assert "529.982" not in answer.text
    kept = await house.repository.get(path.rsplit("/", 1)[1])
    assert kept.observacoes == f"{note}; portão"
    assert (kept.driver_id, kept.collector_id, kept.car_id) == ("d1", "c1", "k1")


async def test_kpis_honour_the_period_and_every_filter(sign_in: Any, house: Any, clock: Any) -> None:
    day = (NOW - timedelta(days=2)).date()
    visits: dict[str, dict[str, Any]] = {
        "Confirmado": {},
        "Coletado": {"paciente_ausente": True},
        "Cancelado": {"nome_unidade": "Noronha"},
    }
    for number, (status, over) in enumerate(visits.items()):
        fields = {"data_agendamento": day, "hora_agendamento": f"0{number}:00", "status": Status(status)}
        await stored(house, an_appointment(**(fields | over)))
    await stored(house, an_appointment(data_agendamento=day - timedelta(days=40), hora_agendamento="08:00"))
    client = await sign_in(Role.LOGISTICA)
    kpis = (await client.get(f"{LIST}/kpis")).json()
    assert {name: kpis[name] for name in ("total", "confirmados", "coletados", "cancelados", "pendentes")} == {
        "total": 3, "confirmados": 1, "coletados": 1, "cancelados": 1, "pendentes": 0,
    }  # fmt: skip
    assert (kpis["data_inicio"], kpis["data_fim"]) == ("2026-10-25", "2026-11-23")
    assert (kpis["ausentes_percentual"], kpis["autoagendados_percentual"]) == (50.0, 0.0)
    assert kpis["por_unidade"][0] == {"nome_unidade": "Paulista", "nome_marca": AURORA, "total": 2}
    one = (await client.get(f"{LIST}/kpis?status=Confirmado&origem=manual")).json()
    assert (one["total"], one["por_origem"]) == (1, [{"origem": "manual", "total": 1}])
    assert (await client.get(f"{LIST}/kpis?origem=calcom")).json()["total"] == 0
    too_long = await client.get(f"{LIST}/kpis?data_inicio=2025-01-01&data_fim=2026-11-01")
    assert set(faults(too_long)) == {"data_fim"}
    assert set(faults(await client.get(f"{LIST}/kpis?page=1"))) == {"page"}


async def test_filters_offer_what_the_other_filters_leave(sign_in: Any, clerk: Any) -> None:
    await made(clerk, data_agendamento="2026-11-20", tags=["t1"], driver_id="d1")
    other = {"nome_unidade": "Noronha", "nome_marca": "Bem Coletar", "data_agendamento": "2026-11-21"}
    await made(clerk, **other, status="Agendado")
    body = (await clerk.get(f"{LIST}/filters?nome_unidade=Noronha")).json()
    assert body["nome_unidade"] == ["Noronha", "Paulista"]
    assert (body["nome_marca"], body["status"], body["tag"]) == (["Bem Coletar"], ["Agendado"], [])
    whole = (await clerk.get(f"{LIST}/filters")).json()
    assert whole["driver_id"] == [{"id": "d1", "name": "Davi"}]
    assert whole["tag"] == [{"id": "t1", "name": "Etiqueta 1", "color": "#ffffff"}]
    assert whole["pendencia"] == ["convenio_ausente", "cpf_ausente"]
    nothing = (await clerk.get(f"{LIST}/filters?data_inicio=2020-01-01")).json()
    assert set(map(str, nothing.values())) == {"[]"}
