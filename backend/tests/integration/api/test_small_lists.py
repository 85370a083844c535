"""The small lists over the API: what every one of them does, and each one's own rules."""

from datetime import date
from typing import Any

import httpx
import pytest

from application.ports import Write
from domain.appointment import Tag
from domain.users import Role
from tests.builders import an_appointment

API = "/api/v1"
UNIT = {
    "nome_unidade": "Manaus Centro",
    "nome_marca": "Vida",
    "fuso": "America/Manaus",
    "duracao_minutos": 30,
    "reserva_horario": False,
}


async def made(client: httpx.AsyncClient, path: str, **fields: Any) -> dict[str, Any]:
    answer = await client.post(f"{API}/{path}", json=fields)
    assert answer.status_code == 201, answer.text
    item: dict[str, Any] = answer.json()
    return item


async def a_package(client: httpx.AsyncClient) -> dict[str, Any]:
    driver = await made(client, "drivers", name="Davi")
    collector = await made(client, "collectors", name="Célia")
    car = await made(client, "cars", plate="abc-1d23", model="Kangoo")
    members = {"driver_id": driver["id"], "collector_id": collector["id"], "car_id": car["id"]}
    return await made(client, "logistics-packages", name="Zona sul", **members)


async def refused(
    client: httpx.AsyncClient, method: str, path: str, **fields: Any
) -> tuple[int, str, list[str]]:
    """Status, code, and the fields that the problem document names."""
    answer = await client.request(method, f"{API}/{path}", json=fields or None)
    body = answer.json()
    return answer.status_code, body["code"], [each["field"] for each in body.get("errors", [])]


async def test_an_item_from_its_first_to_its_last_day(sign_in: Any) -> None:
    client = await sign_in(Role.GESTOR)
    unit = await made(client, "units", **UNIT, endereco=" ")
    assert unit == {"id": unit["id"], **UNIT, "endereco": None, "active": True}
    path = f"units/{unit['id']}"
    answer = await client.patch(f"{API}/{path}", json={"endereco": "Rua A, 1", "active": False})
    assert answer.json() == unit | {"endereco": "Rua A, 1", "active": False}
    page = (await client.get(f"{API}/units")).json()
    assert page == {"items": [answer.json()], "page": 1, "page_size": 100, "total": 1}
    assert (await client.get(f"{API}/units?active=true")).json()["items"] == []
    assert (await client.delete(f"{API}/{path}")).status_code == 204
    assert await refused(client, "DELETE", path) == (404, "nao_encontrado", [])
    assert await refused(client, "PATCH", path, active=True) == (404, "nao_encontrado", [])


@pytest.mark.parametrize(
    ("path", "fields", "wrong"),
    [
        ("units", UNIT | {"fuso": "America/Manos"}, ["fuso"]),
        ("units", UNIT | {"duracao_minutos": 0, "nome_unidade": " "}, ["nome_unidade", "duracao_minutos"]),
        ("tags", {"name": "Jejum", "color": "verde"}, ["color"]),
        ("cars", {"plate": "1234"}, ["plate"]),
        ("drivers", {"phone": "1"}, ["name"]),
        ("drivers", {"name": "Davi", "versao": 1}, ["versao"]),
        (
            "logistics-packages",
            {"name": "P", "driver_id": "x", "collector_id": "y", "car_id": "z"},
            ["driver_id", "collector_id", "car_id"],
        ),
    ],
)
async def test_what_cannot_be_is_explained(
    sign_in: Any, path: str, fields: dict[str, Any], wrong: list[str]
) -> None:
    client = await sign_in(Role.GESTOR)
    assert await refused(client, "POST", path, **fields) == (422, "dados_invalidos", wrong)


async def test_values_are_kept_in_one_form(sign_in: Any) -> None:
    client = await sign_in(Role.LOGISTICA)
    driver = await made(client, "drivers", name="  Davi ", phone="(11) 98765-4321")
    assert (driver["name"], driver["phone"]) == ("Davi", "+5511987654321")
    assert (await made(client, "collectors", name="Ana", phone="ramal 12"))["phone"] == "ramal 12"
    assert (await made(client, "cars", plate="abc-1234"))["plate"] == "ABC1234"
    cleared = await client.patch(f"{API}/drivers/{driver['id']}", json={"phone": None})
    assert cleared.json()["phone"] is None
    assert await refused(client, "PATCH", f"drivers/{driver['id']}", name=None) == (
        422,
        "dados_invalidos",
        ["name"],
    )


async def test_names_are_unique_whatever_their_case_and_accents(sign_in: Any) -> None:
    client = await sign_in(Role.GESTOR)
    await made(client, "tags", name="Criança", color="#2B6CB0")
    other = await made(client, "tags", name="Idoso", color="#5b5fc7")
    await made(client, "units", **UNIT)
    await made(client, "units", **UNIT | {"nome_marca": "Aurora"})
    duplicado: tuple[int, str, list[str]] = (409, "duplicado", [])
    assert await refused(client, "POST", "tags", name="CRIANCA", color="#000000") == duplicado
    assert await refused(client, "PATCH", f"tags/{other['id']}", name="crianca") == duplicado
    assert await refused(client, "POST", "units", **UNIT | {"nome_unidade": "MANAUS  CENTRO"}) == duplicado


async def test_what_an_appointment_uses_is_not_deleted_and_stays_as_it_was_written(
    sign_in: Any, house: Any
) -> None:
    client = await sign_in(Role.GESTOR)
    unit, tag = await made(client, "units", **UNIT), await made(client, "tags", name="Jejum", color="#b7791f")
    package = await a_package(client)
    members = {field: package[field] for field in ("driver_id", "collector_id", "car_id")}
    visit = an_appointment(
        nome_unidade="Manaus Centro",
        nome_marca="Vida",
        fuso="America/Manaus",
        data_agendamento=date(2026, 12, 1),
        hora_agendamento="08:00",
        tags=(Tag(tag["id"], "Jejum", "#b7791f"),),
        logistics_package_id=package["id"],
        **members,
    )
    await house.repository.commit(Write(put=visit, expected=0))
    before = (await client.get(f"{API}/appointments/{visit.id}")).json()
    paths = [f"units/{unit['id']}", f"tags/{tag['id']}", f"logistics-packages/{package['id']}"]
    for path in [*paths, *_member_paths(members)]:
        assert await refused(client, "DELETE", path) == (409, "em_uso", []), path
    for path, changes in zip(
        paths,
        [{"nome_unidade": "Manaus Sul", "fuso": "America/Noronha"}, {"name": "Em jejum"}, {}],
        strict=True,
    ):
        answer = await client.patch(f"{API}/{path}", json={"active": False, **changes})
        assert answer.status_code == 200
    assert (await client.get(f"{API}/appointments/{visit.id}")).json() == before


async def test_an_active_package_holds_what_it_is_made_of(sign_in: Any) -> None:
    client = await sign_in(Role.LOGISTICA)
    package = await a_package(client)
    path = f"logistics-packages/{package['id']}"
    members = _member_paths(package)
    for member in members:
        assert await refused(client, "DELETE", member) == (409, "em_uso", [])
        assert await refused(client, "PATCH", member, active=False) == (409, "em_uso", [])
    assert (await client.patch(f"{API}/{path}", json={"active": False})).status_code == 200
    assert (await client.patch(f"{API}/{members[0]}", json={"active": False})).status_code == 200
    assert (await client.patch(f"{API}/{path}", json={"name": "Zona norte"})).status_code == 200
    assert await refused(client, "PATCH", path, active=True) == (422, "dados_invalidos", ["driver_id"])
    assert (await client.delete(f"{API}/{path}")).status_code == 204
    assert (await client.delete(f"{API}/{members[0]}")).status_code == 204


def _member_paths(members: dict[str, Any]) -> list[str]:
    return [
        f"drivers/{members['driver_id']}",
        f"collectors/{members['collector_id']}",
        f"cars/{members['car_id']}",
    ]
