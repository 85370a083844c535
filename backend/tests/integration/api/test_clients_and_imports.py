"""Clients and imports through the API: what staff send and get."""

from application.services.small_lists import Stores
from domain.users import Role
from infrastructure.repositories.client_repository import ClientRepository
from tests.builders import VALID_CPF, a_client
from tests.integration.api.conftest import House, SignIn
from tests.lists import seed_lists
from tests.spreadsheets import as_csv, xlsx

IMPORTS = "/api/v1/appointments/imports"


async def test_clients_are_listed_edited_and_united(house: House, sign_in: SignIn) -> None:
    stored = ClientRepository(house.mongo)
    known = await stored.put(a_client(nome="José Lima", cpf=VALID_CPF))
    other = await stored.put(a_client(nome="José de Lima"))
    browser = await sign_in(Role.ATENDENTE)
    listed = (await browser.get("/api/v1/clients", params={"q": "jose lima"})).json()
    assert listed["total"] == 2
    body = {"versao": known.versao, "telefone": "11 98765-4321"}
    edited = await browser.patch(f"/api/v1/clients/{known.id}", json=body)
    assert edited.json()["telefone"] == "+5511987654321"
    assert (await browser.patch(f"/api/v1/clients/{known.id}", json=body)).json()["code"] == "versao_antiga"
    merged = await browser.post(f"/api/v1/clients/{known.id}/merge", json={"other_id": other.id})
    assert merged.status_code == 200
    gone = await browser.get(f"/api/v1/clients/{other.id}")
    assert (gone.status_code, gone.headers["Location"]) == (308, f"/api/v1/clients/{known.id}")


async def test_logistics_sees_no_cpf(house: House, sign_in: SignIn) -> None:
    client = await ClientRepository(house.mongo).put(a_client(cpf=VALID_CPF))
    browser = await sign_in(Role.LOGISTICA)
    assert (await browser.get(f"/api/v1/clients/{client.id}")).json()["cpf"] == "***.***.247-25"
    assert (await browser.get("/api/v1/clients", params={"q": VALID_CPF[:4]})).json()["total"] == 0


async def test_a_spreadsheet_is_sent_read_and_confirmed(
    house: House, stores: Stores, sign_in: SignIn
) -> None:
    await seed_lists(stores)
    browser = await sign_in(Role.ATENDENTE)
    content = as_csv([["Paciente", "Unidade", "Data"], ["Ana Lima", "Paulista", "01/12/2026"]])
    sent = await browser.post(IMPORTS, files={"arquivo": ("agenda.csv", content)})
    assert sent.status_code == 202
    place = f"{IMPORTS}/{sent.json()['id']}"
    assert (await browser.post(f"{place}/confirm")).status_code == 409
    await house.services.imports.process(sent.json()["id"])
    shown = (await browser.get(place)).json()
    assert (shown["state"], shown["validas"], shown["amostra"][0]["nome_paciente"]) == (
        "pronto",
        1,
        "Ana Lima",
    )
    assert (await browser.post(f"{place}/confirm")).status_code == 202
    await house.services.imports.process(sent.json()["id"])
    assert (await browser.get(place)).json()["gravadas"] == 1
    assert (await browser.get(IMPORTS)).json()["total"] == 1


async def test_what_is_no_file_or_too_large_is_refused(house: House, sign_in: SignIn) -> None:
    browser = await sign_in(Role.GESTOR)
    assert (await browser.post(IMPORTS, json={})).status_code == 422
    assert (await browser.post(IMPORTS, data={"arquivo": "texto"}, files={"outro": b"x"})).status_code == 422
    large = b"x" * (11 * 1024 * 1024)
    assert (await browser.post(IMPORTS, files={"arquivo": large})).status_code == 413


async def test_the_template_is_a_workbook(house: House, sign_in: SignIn) -> None:
    answer = await (await sign_in(Role.GESTOR)).get(f"{IMPORTS}/modelo.xlsx")
    assert answer.content.startswith(xlsx([])[:4])
    assert "modelo.xlsx" in answer.headers["Content-Disposition"]
