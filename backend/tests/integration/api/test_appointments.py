"""Reading appointments over the API."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from application.ports import Write
from domain.appointment import Status, Tag
from domain.history import Actor, Cause, Change, HistoryEntry
from domain.users import Role
from tests.builders import NOW, VALID_CPF, a_booking, a_row, an_appointment

LIST = "/api/v1/appointments"


@pytest.fixture
async def stored(house: Any) -> dict[str, Any]:
    """Three visits of November 2026 and one without a date; NOW is the 23rd."""
    visits = {
        "today": an_appointment(
            data_agendamento=date(2026, 11, 23),
            hora_agendamento="08:00",
            nome_paciente="José Araújo",
            cpf=VALID_CPF,
            telefone="+5511987654321",
            documento_completo="CPF 529.982.247-25",
            documento_normalizado={"cpf": VALID_CPF},
            tags=(Tag("t1", "Jejum", "#ffffff"),),
            booking=a_booking(a_row("uid1", number=1)),
        ),
        "later": an_appointment(
            data_agendamento=date(2026, 11, 30), hora_agendamento="09:00", status=Status.CONFIRMADO
        ),
        "past": an_appointment(
            data_agendamento=date(2026, 11, 1), hora_agendamento="09:00", nome_unidade="Moema"
        ),
        "open": an_appointment(),
    }
    for visit in visits.values():
        changes = (
            Change("status", None, visit.status),
            Change("cpf", None, visit.cpf),
            Change("tags", (), visit.tags),
        )
        entry = HistoryEntry(
            f"h{visit.id}", visit.id, NOW, Actor("usuario", "Ana"), Cause("edicao", "e1"), changes
        )
        await house.repository.commit(Write(put=visit, expected=0, entries=(entry,)))
    return visits


async def listed(client: httpx.AsyncClient, stored: dict[str, Any], query: str) -> list[str]:
    answer = await client.get(f"{LIST}?{query}")
    assert answer.status_code == 200, answer.text
    names = {visit.id: name for name, visit in stored.items()}
    return [names[item["id"]] for item in answer.json()["items"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["today", "later"]),
        ("scope=history", ["past"]),
        ("scope=unscheduled", ["open"]),
        ("scope=all&sort=data_agendamento", ["open", "past", "today", "later"]),
        ("sort=-data_agendamento", ["later", "today"]),
        ("scope=all&status=Confirmado&nome_unidade=Paulista&nome_unidade=Moema", ["later"]),
        ("scope=all&nome_unidade=Moema", ["past"]),
        ("tag=t1", ["today"]),
        ("scope=all&data_inicio=2026-11-01&data_fim=2026-11-22", ["past"]),
        ("q=jose+ara", ["today"]),
        ("q=JOS%C3%89", ["today"]),
        ("q=529.982", ["today"]),
        ("q=98765", ["today"]),
        ("q=joao", []),
        ("page=2&page_size=1", ["later"]),
    ],
)
async def test_list(sign_in: Any, stored: dict[str, Any], query: str, expected: list[str]) -> None:
    assert await listed(await sign_in(Role.ATENDENTE), stored, query) == expected


async def test_the_envelope(sign_in: Any, stored: dict[str, Any]) -> None:
    client = await sign_in(Role.GESTOR)
    body = (await client.get(f"{LIST}?page_size=1")).json()
    assert {name: body[name] for name in ("page", "page_size", "total")} == {
        "page": 1,
        "page_size": 1,
        "total": 2,
    }
    assert len(body["items"]) == 1


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("desconhecido=1", "desconhecido"),
        ("scope=ontem", "scope"),
        ("status=Agendado&status=Feito", "status.1"),
        ("data_inicio=23/11/2026", "data_inicio"),
        ("page=0", "page"),
        ("page_size=101", "page_size"),
        ("sort=cpf", "sort"),
    ],
)
async def test_a_wrong_parameter_is_explained(sign_in: Any, query: str, field: str) -> None:
    client = await sign_in(Role.ATENDENTE)
    answer = await client.get(f"{LIST}?{query}")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["code"] == "dados_invalidos"
    assert [each["field"] for each in problem["errors"]] == [field]
    assert "Input" not in answer.text


async def test_one_appointment_has_every_field(sign_in: Any, stored: dict[str, Any]) -> None:
    client = await sign_in(Role.ATENDENTE)
    body = (await client.get(f"{LIST}/{stored['today'].id}")).json()
    assert body["cpf"] == VALID_CPF
    assert (body["data_agendamento"], body["hora_agendamento"]) == ("2026-11-23", "08:00")
    assert (body["inicio"], body["fuso"]) == ("2026-11-23T11:00:00Z", "America/Sao_Paulo")
    assert body["tags"] == [{"id": "t1", "name": "Jejum", "color": "#ffffff"}]
    assert body["calcom_booking_id"] == "uid1"
    assert body["calcom_url"] == "https://cal.example.com/booking/uid1"
    assert body["versao"] == 1
    without = (await client.get(f"{LIST}/{stored['open'].id}")).json()
    assert without["calcom_url"] is without["calcom_booking_id"] is without["data_agendamento"] is None


async def test_history(sign_in: Any, stored: dict[str, Any]) -> None:
    client = await sign_in(Role.ATENDENTE)
    body = (await client.get(f"{LIST}/{stored['today'].id}/history")).json()
    assert body == [
        {
            "id": f"h{stored['today'].id}",
            "at": "2026-11-23T15:00:00Z",
            "actor": {"kind": "usuario", "name": "Ana"},
            "cause": {"kind": "edicao", "id": "e1"},
            "changes": [
                {"field": "status", "from": None, "to": "Pendente"},
                {"field": "cpf", "from": None, "to": VALID_CPF},
                {"field": "tags", "from": [], "to": [{"id": "t1", "name": "Jejum", "color": "#ffffff"}]},
            ],
        }
    ]


async def test_logistica_sees_no_cpf_anywhere_and_cannot_search_one(
    sign_in: Any, stored: dict[str, Any]
) -> None:
    client = await sign_in(Role.LOGISTICA)
    path = f"{LIST}/{stored['today'].id}"
    texts = [(await client.get(each)).text for each in (LIST, path, f"{path}/history")]
    for text in texts:
        assert "52998224725" not in text
        assert "529.982.247-25" not in text
        assert "***.***.247-25" in text
    assert "+5511987654321" in texts[0]
    assert await listed(client, stored, "q=529") == []


async def test_an_absorbed_appointment_leads_to_its_survivor(
    sign_in: Any, house: Any, stored: dict[str, Any]
) -> None:
    client = await sign_in(Role.ATENDENTE)
    survivor, gone = replace(stored["today"], versao=1), replace(stored["later"], versao=1)
    union = replace(survivor, absorvidos=(gone.id,))
    await house.repository.commit(Write(put=union, expected=1, absorbed=(gone,)))
    for suffix in ("", "/history", "/booking"):
        answer = await client.get(f"{LIST}/{gone.id}{suffix}")
        assert answer.status_code == 308
        assert answer.headers["location"] == f"{LIST}/{survivor.id}{suffix}"
    followed = await client.get(f"{LIST}/{gone.id}", follow_redirects=True)
    assert followed.json()["id"] == survivor.id


@pytest.mark.parametrize("path", [f"{LIST}/nada", f"{LIST}/nada/history", "/api/v1/nada"])
async def test_what_is_not_there(sign_in: Any, path: str) -> None:
    client = await sign_in(Role.ATENDENTE)
    answer = await client.get(path)
    assert (answer.status_code, answer.json()["status"]) == (404, 404)
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path", [LIST, f"{LIST}/1", f"{LIST}/1/history", f"{LIST}/stream", "/api/v1/auth/me"]
)
@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer x"}, {"Authorization": "Basic eDp4"}])
async def test_nobody_is_let_in_without_a_token(
    client: httpx.AsyncClient, path: str, header: dict[str, str]
) -> None:
    answer = await client.get(path, headers=header)
    assert answer.status_code == 401
    assert answer.json()["code"] == "nao_autenticado"


@pytest.mark.parametrize("role", list(Role))
async def test_every_role_may_read(sign_in: Any, stored: dict[str, Any], role: Role) -> None:
    client = await sign_in(role)
    path = f"{LIST}/{stored['today'].id}"
    for each in (LIST, path, f"{path}/history", "/api/v1/auth/me"):
        assert (await client.get(each)).status_code == 200


async def test_today_moves_with_the_clock(sign_in: Any, stored: dict[str, Any], clock: Any) -> None:
    clock.advance(timedelta(days=1))
    assert await listed(await sign_in(Role.ATENDENTE), stored, "") == ["later"]
