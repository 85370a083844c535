"""What staff decide about clients through the API: a claimed contact, two records of one person, two people alike."""

from dataclasses import replace
from typing import Any

from application.ports import Write
from application.services.follow_up import FollowUp
from domain.appointment import Appointment, Origin
from domain.users import Role
from infrastructure.repositories.client_repository import ClientRepository
from tests.builders import VALID_CPF, a_booking, a_client, a_row, an_appointment
from tests.integration.api.conftest import House, SignIn

NAME, PHONE, OTHER_PHONE = "Maria Souza", "+5511987654321", "+5511912345678"
CLIENTS, VISITS = "/api/v1/clients", "/api/v1/appointments"


async def follow_up(house: House) -> None:
    """What a worker does until nothing is due."""
    services, clients = house.services, ClientRepository(house.mongo)
    chores = FollowUp(house.repository, services.appointments, clients, services.clients, house.clock)
    while await chores.sweep(100):
        pass


async def claimed(house: House, **said: Any) -> Appointment:
    """A booking of the patient with that CPF by whoever gave these contacts."""
    told = {"nome_paciente": NAME, "cpf": VALID_CPF} | said
    booking = replace(a_booking(a_row("u1")), base=told)
    now = house.clock.now()
    visit = an_appointment(origem=Origin.CALCOM, booking=booking, created_at=now, updated_at=now, **told)
    await house.repository.commit(Write(put=visit, expected=0))
    await follow_up(house)
    return visit


async def pending(browser: Any, visit: Appointment) -> list[str]:
    return list((await browser.get(f"{VISITS}/{visit.id}")).json()["pendencias"])


async def waiting(browser: Any, code: str) -> int:
    found = await browser.get(VISITS, params={"pendencia": code, "scope": "all"})
    return int(found.json()["total"])


async def test_a_claimed_contact_is_listed_shown_and_confirmed_with_one_call(
    house: House, sign_in: SignIn
) -> None:
    stored = ClientRepository(house.mongo)
    client = await stored.put(a_client(nome=NAME, cpf=VALID_CPF, telefone=PHONE))
    visit = await claimed(house, telefone=OTHER_PHONE)
    browser = await sign_in(Role.ATENDENTE)
    assert await waiting(browser, "telefone_a_confirmar") == 1
    told = (await browser.get(f"{VISITS}/{visit.id}/claims")).json()
    assert told["cliente"]["id"] == client.id
    assert told["contatos"] == [
        {"campo": "telefone", "do_agendamento": OTHER_PHONE, "do_cliente": PHONE},
    ]
    gestor = await sign_in(Role.GESTOR)
    exported = (await gestor.get(f"{CLIENTS}/{client.id}/export")).json()
    assert exported["cliente"]["telefone"] == PHONE
    assert exported["agendamentos"][0]["contatos_nao_confirmados"] == ["telefone"]

    path = f"{VISITS}/{visit.id}/confirm-contact"
    assert (await browser.post(path, json={"telefone": PHONE})).json()["code"] == "contato_mudou"
    assert (await browser.post(path, json={})).status_code == 409
    assert (await browser.post(path, json={"telefone": OTHER_PHONE})).status_code == 204
    await follow_up(house)
    assert (await browser.get(f"{CLIENTS}/{client.id}")).json()["telefone"] == OTHER_PHONE
    assert await pending(browser, visit) == []
    history = (await browser.get(f"{VISITS}/{visit.id}/history")).json()
    [by] = [each["actor"]["kind"] for each in history if each["cause"]["kind"] == "contato"]
    assert by == "usuario"
    log = (await gestor.get("/api/v1/privacy/accesses", params={"id": visit.id})).json()["items"]
    assert "confirmou_contato" in [each["acao"] for each in log]


async def test_another_one_s_phone_waits_for_a_person_who_unites_or_tells_apart(
    house: House, sign_in: SignIn
) -> None:
    stored = ClientRepository(house.mongo)
    client = await stored.put(a_client(nome=NAME, cpf=VALID_CPF))
    other = await stored.put(
        a_client(nome=NAME, telefone=PHONE, email="b@example.com", chaves=(f"{PHONE}|maria souza",))
    )
    visit = await claimed(house, telefone=PHONE)
    browser = await sign_in(Role.ATENDENTE)
    assert await waiting(browser, "cadastro_a_unir") == 1
    told = (await browser.get(f"{VISITS}/{visit.id}/claims")).json()
    assert (told["cliente"]["id"], [each["id"] for each in told["a_unir"]]) == (client.id, [other.id])

    path = f"{CLIENTS}/{client.id}"
    assert (await browser.post(f"{path}/merge", json={"other_id": other.id})).status_code == 200
    await follow_up(house)
    assert await pending(browser, visit) == []
    [union] = (await browser.get(f"{path}/unions")).json()
    assert (union["cliente"]["id"], union["desfeita"]) == (other.id, False)
    gestor = await sign_in(Role.GESTOR)
    [united] = (await gestor.get(f"{path}/export")).json()["cadastros_unidos"]
    assert united["cadastro"]["email"] == "b@example.com"

    again = await browser.post(f"{path}/unmerge", json={"other_id": other.id})
    assert (again.json()["id"], again.json()["email"]) == (other.id, "b@example.com")
    assert (await browser.get(path)).json()["email"] is None
    assert (await browser.get(f"{CLIENTS}/{other.id}")).status_code == 200
    assert (await browser.post(f"{path}/unmerge", json={"other_id": other.id})).status_code == 404
    await follow_up(house)
    assert await pending(browser, visit) == []  # who parts them says that they are two people


async def test_of_separated_clients_nobody_asks_again(house: House, sign_in: SignIn) -> None:
    stored = ClientRepository(house.mongo)
    client = await stored.put(a_client(nome=NAME, cpf=VALID_CPF))
    other = await stored.put(a_client(nome=NAME, telefone=PHONE, chaves=(f"{PHONE}|maria souza",)))
    visit = await claimed(house, telefone=PHONE)
    browser = await sign_in(Role.ATENDENTE)
    path = f"{CLIENTS}/{client.id}/separate"
    assert (await browser.post(path, json={"other_id": other.id})).status_code == 200
    await follow_up(house)
    assert await pending(browser, visit) == []
    assert (await browser.get(f"{VISITS}/{visit.id}/claims")).json()["a_unir"] == []
    assert (await browser.post(path, json={"other_id": "nada"})).status_code == 404


async def test_what_undoes_a_union_is_forgotten_with_the_client(house: House, sign_in: SignIn) -> None:
    stored = ClientRepository(house.mongo)
    client = await stored.put(a_client(nome=NAME, cpf=VALID_CPF))
    other = await stored.put(a_client(nome="Zuleica", email="zuleica@example.com"))
    browser = await sign_in(Role.GESTOR)
    await browser.post(f"{CLIENTS}/{client.id}/merge", json={"other_id": other.id})
    await follow_up(house)
    await browser.post(f"{CLIENTS}/{client.id}/erasure")
    await house.services.privacy.erasing.sweep()
    assert await house.mongo.database["client_aliases"].find().to_list() == []


async def test_who_was_asked_about_a_forgotten_client_is_so_no_more(house: House, sign_in: SignIn) -> None:
    stored = ClientRepository(house.mongo)
    await stored.put(a_client(nome=NAME, cpf=VALID_CPF))
    other = await stored.put(a_client(nome=NAME, telefone=PHONE, chaves=(f"{PHONE}|maria souza",)))
    visit = await claimed(house, telefone=PHONE)
    browser = await sign_in(Role.GESTOR)
    assert await pending(browser, visit) == ["cadastro_a_unir"]
    await browser.post(f"{CLIENTS}/{other.id}/erasure")
    await house.services.privacy.erasing.sweep()
    await follow_up(house)
    assert await pending(browser, visit) == []
