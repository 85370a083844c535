"""The booking widget's routes over the real sandbox API, a real database and a real Redis."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
import pytest_asyncio

from application.ports import Write
from calcom_integration.door import Door, NobodyWaits
from calcom_integration.mappings import Mappings
from calcom_integration.refs import Refs
from calcom_integration.store import MappingStore
from calcom_sandbox.gate import ApiFaults
from domain.appointment import Appointment, Origin, Status
from domain.booking.row import RowStatus
from domain.client import Claim
from domain.users import Role
from entrypoints.calcom_widget import Widget
from entrypoints.core import Core
from entrypoints.seeds import content_of
from tests.builders import VALID_CPF, a_booking, a_client, a_row, an_appointment
from tests.integration.api.conftest import with_routers
from tests.provisioned import prepared_core
from tests.sandbox_api import Office, book, office_for_tests
from tests.sandbox_client import client_of
from tests.sandbox_inbox import HeldClock
from tests.serving import settings_of

API = "/api/v1/calcom"
ORIGIN = "https://cal.example.com"
PAULISTA, NORONHA = "Coleta domiciliar Paulista", "Coleta em Fernando de Noronha"
PHONE = "+5511987654321"
MARTA = {"nome": "Marta Reis", "cpf": VALID_CPF, "telefone": PHONE, "email": "marta@example.com"}
# The sandbox's clock shows the time that our own references are signed at.
NOW = datetime.now(UTC).replace(microsecond=0)
SLOT = (NOW + timedelta(days=3)).strftime("%Y-%m-%dT13:00:00Z")


@dataclass(frozen=True)
class Desk:
    """A signed-in browser of the application, and the sandbox that it books at."""

    http: httpx.AsyncClient
    office: Office
    core: Core

    async def config(self, **wish: str) -> dict[str, Any]:
        answer = await self.http.get(f"{API}/embed-config", params=wish)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def offers(self, **wish: str) -> dict[str, dict[str, Any]]:
        """The offers by title."""
        return {offer["title"]: offer for offer in (await self.config(**wish))["offers"]}

    async def refresh(self, uid: str) -> httpx.Response:
        return await self.http.post(f"{API}/bookings/{uid}/refresh")

    async def keep(self, **fields: Any) -> str:
        appointment = an_appointment(**fields)
        await self.core.repository.commit(Write(put=appointment, expected=0))
        return appointment.id

    async def found(self, appointment_id: str) -> Appointment:
        found = await self.core.repository.get(appointment_id)
        assert found is not None
        return found


def person(name: str) -> dict[str, Any]:
    return {
        "attendee": {"name": name, "email": f"{name.lower()}@example.com", "timeZone": "America/Sao_Paulo"}
    }


OpenDesk = Callable[..., AbstractAsyncContextManager[Desk]]


@pytest_asyncio.fixture
async def core(mongodb_url: str, database_name: str, redis_url: str) -> AsyncIterator[Core]:
    async with prepared_core(settings_of(mongodb_url, database_name, redis_url)) as core:
        yield core


@pytest.fixture
def open_desk(house: Any, core: Core, sign_in: Any) -> OpenDesk:
    """`has_api`: whether an API is configured; `username` and `origin` as the settings say."""

    @asynccontextmanager
    async def opened(
        role: Role = Role.ATENDENTE,
        *,
        has_api: bool = True,
        username: str = "",
        origin: str | None = ORIGIN,
    ) -> AsyncIterator[Desk]:
        mappings = Mappings(MappingStore(core.mongo.database), core.units, core.clock)
        await mappings.seed(content_of(core.settings.units_file))
        refs = Refs("o segredo do teste")
        door = Door(core.appointments(), NobodyWaits(), mappings, refs, core.clock)
        async with office_for_tests(clock=HeldClock(NOW)) as office, client_of(office) as client:
            widget = Widget(
                origin=origin,
                username=username,
                client=client if has_api else None,
                door=door,
                mappings=mappings,
                refs=refs,
            )
            app = with_routers(house, *widget.routers(core, house.access))
            async with httpx.AsyncClient(
                transport=httpx.ASGITransport(app),
                base_url="http://coleta.test",
                headers=(await sign_in(role)).headers,
            ) as http:
                yield Desk(http, office, core)

    return opened


async def test_contacts_that_only_a_booking_claimed_are_not_prefilled(open_desk: OpenDesk) -> None:
    said = {"email": "estranho@example.com", "telefone": PHONE}
    booking = replace(a_booking(a_row("u1", status=RowStatus.CANCELLED)), base=said)
    async with open_desk() as desk:
        claims = {"email": Claim(NOW, "v"), "telefone": Claim(NOW, "v")}
        alleged = await desk.core.clients.put(a_client(**(MARTA | said), alegados=claims))
        visit = {"nome_paciente": MARTA["nome"], "cliente_id": alleged.id, "booking": booking, **said}
        by_booking = await desk.keep(origem=Origin.CALCOM, **visit)
        by_staff = await desk.keep(nome_paciente=MARTA["nome"], **said)
        wishes = {"cliente_id": alleged.id}, {"agendamento_id": by_booking}, {"agendamento_id": by_staff}
        told = [(await desk.config(**wish))["offers"][0]["config"] for wish in wishes]
    assert [each["name"] for each in told] == [MARTA["nome"]] * 3
    assert [each.get("email") for each in told] == [None, None, "estranho@example.com"]
    assert not any("98765" in value for each in told[:2] for value in each.values())


async def test_every_mapped_event_type_is_offered_with_cal_coms_own_title(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        config = await desk.config()
    assert (config["origin"], config["script_url"]) == (ORIGIN, f"{ORIGIN}/embed/embed.js")
    assert config["is_reschedule"] is False
    assert len(config["offers"]) == 8
    last = config["offers"][-1]
    assert (last["title"], last["link"]) == (NORONHA, "clinica-demo/coleta-noronha")
    assert (last["nome_unidade"], last["fuso"]) == ("Noronha", "America/Noronha")
    assert last["config"] == {
        "name": "Pessoa atendente",
        "email": "atendente@example.com",
        "theme": "light",
        "cal.tz": "America/Noronha",
    }


async def test_an_inactive_units_event_type_is_not_offered(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        (unit,) = [each for each in await desk.core.units.all() if each.nome_unidade == "Noronha"]
        await desk.core.mongo.database["units"].update_one({"_id": unit.id}, {"$set": {"active": False}})
        assert NORONHA not in await desk.offers()


async def test_a_chosen_client_is_filled_in_and_what_the_gestor_switched_off_is_not(
    open_desk: OpenDesk,
) -> None:
    async with open_desk(Role.GESTOR) as desk:
        client = await desk.core.clients.put(a_client(**MARTA))
        told = (await desk.offers(cliente_id=client.id))[PAULISTA]["config"]
        assert told | {"theme": "", "cal.tz": ""} == {
            "name": "Marta Reis",
            "email": "marta@example.com",
            "cpf": "529.982.247-25",
            "telefone": PHONE,
            "theme": "",
            "cal.tz": "",
        }
        wanted = {"nome": True, "email": False, "cpf": False, "telefone": True}
        assert (await desk.http.get(f"{API}/embed-settings")).json() == dict.fromkeys(wanted, True)
        assert (await desk.http.put(f"{API}/embed-settings", json=wanted)).status_code == 200
        assert (await desk.http.get(f"{API}/embed-settings")).json() == wanted
        told = (await desk.offers(cliente_id=client.id))[PAULISTA]["config"]
        assert sorted(told) == ["cal.tz", "name", "telefone", "theme"]


async def test_logistica_sees_no_cpf(open_desk: OpenDesk) -> None:
    async with open_desk(Role.LOGISTICA) as desk:
        client = await desk.core.clients.put(a_client(**MARTA))
        appointment_id = await desk.keep(nome_paciente="Marta Reis", cpf=VALID_CPF)
        for wish in ({"cliente_id": client.id}, {"agendamento_id": appointment_id}):
            told = (await desk.offers(**wish))[PAULISTA]["config"]
            assert (told["name"], "cpf" in told) == ("Marta Reis", False)


async def test_the_clinics_own_slug_is_filled_in(open_desk: OpenDesk) -> None:
    own = [{"type": "text", "slug": "cpf-do-paciente", "label": "Seu CPF", "required": True}]
    async with open_desk() as desk:
        types = {"cal-api-version": "2024-06-14"}
        await desk.office.data("PATCH", "/v2/event-types/1", headers=types, json={"bookingFields": own})
        client = await desk.core.clients.put(a_client(**MARTA))
        told = (await desk.offers(cliente_id=client.id))[PAULISTA]["config"]
    assert (told["cpf-do-paciente"], "cpf" in told, "telefone" in told) == ("529.982.247-25", False, False)


async def test_an_appointment_is_planted_so_that_its_booking_comes_to_it(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        appointment_id = await desk.keep(nome_paciente="Marta Reis", email="551198@sms.cal.com")
        offers = await desk.offers(agendamento_id=appointment_id)
        assert {offer["nome_unidade"] for offer in offers.values()} == {"Paulista"}
        told = offers[PAULISTA]["config"]
        assert "email" not in told  # Cal.com invented it
        metadata = {key[9:-1]: text for key, text in told.items() if key.startswith("metadata[")}
        assert set(metadata) == {"agendamento_id", "ref"}
        made = await book(desk.office, 1, start=SLOT, metadata=metadata)

        answer = await desk.refresh(made["uid"])

        assert (answer.status_code, answer.json()) == (200, {"appointment_id": appointment_id})
        assert (await desk.found(appointment_id)).calcom_booking_id == made["uid"]


async def test_a_word_given_for_another_event_type_plants_nothing(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        appointment_id = await desk.keep()
        other = (await desk.offers(agendamento_id=appointment_id))["Coleta com confirmação"]["config"]
        metadata = {"agendamento_id": appointment_id, "ref": other["metadata[ref]"]}
        made = await book(desk.office, 1, start=SLOT, metadata=metadata)
        assert (await desk.refresh(made["uid"])).json()["appointment_id"] != appointment_id


async def test_the_page_by_itself_is_told_who_it_is_for_without_the_patients_data(
    open_desk: OpenDesk,
) -> None:
    async with open_desk() as desk:
        offers = await desk.offers(agendamento_id=await desk.keep(cpf=VALID_CPF, telefone=PHONE))
    url = urlsplit(offers[PAULISTA]["url"])
    assert f"{url.scheme}://{url.netloc}{url.path}" == f"{ORIGIN}/clinica-demo/coleta-paulista"
    assert [key for key, _ in parse_qsl(url.query)] == ["cal.tz", "metadata[agendamento_id]", "metadata[ref]"]


async def test_a_booked_appointment_is_moved_by_its_own_event_type(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        made = await book(desk.office, 3, start=SLOT)
        appointment_id = (await desk.refresh(made["uid"])).json()["appointment_id"]
        config = await desk.config(agendamento_id=appointment_id)
    (offer,) = config["offers"]
    assert (config["is_reschedule"], offer["link"]) == (True, "clinica-demo/coleta-confirmacao")
    assert offer["config"] == {
        "theme": "light",
        "cal.tz": "America/Sao_Paulo",
        "rescheduleUid": made["uid"],
    }


@pytest.mark.parametrize(
    ("row", "reference"),
    [
        (a_row("reserva-1"), "reserva-1"),
        (a_row("reserva-1/vaga-1"), "vaga-1"),
        (a_row("reserva-1", status=RowStatus.CANCELLED, reschedule_requested=True), "reserva-1"),
    ],
)
async def test_where_nobody_knows_the_event_type_cal_com_finds_it_by_the_booking(
    open_desk: OpenDesk, row: Any, reference: str
) -> None:
    async with open_desk(has_api=False, username="clinica-demo") as desk:
        appointment_id = await desk.keep(booking=a_booking(row))
        config = await desk.config(agendamento_id=appointment_id)
    (offer,) = config["offers"]
    assert (config["is_reschedule"], offer["link"]) == (True, f"reschedule/{reference}")


async def test_a_cancelled_booking_is_booked_anew(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        row = a_row("reserva-1", status=RowStatus.CANCELLED)
        appointment_id = await desk.keep(booking=a_booking(row), status=Status.CANCELADO)
        config = await desk.config(agendamento_id=appointment_id)
    assert (config["is_reschedule"], len(config["offers"])) == (False, 3)


async def test_without_an_api_the_mapping_is_offered_as_it_is(open_desk: OpenDesk) -> None:
    async with open_desk(has_api=False, username="team/clinica") as desk:
        client = await desk.core.clients.put(a_client(**MARTA))
        offer = (await desk.offers(cliente_id=client.id))["Coleta noronha"]
    assert offer["link"] == "team/clinica/coleta-noronha"
    assert (offer["config"]["cpf"], offer["config"]["telefone"]) == ("529.982.247-25", PHONE)


@pytest.mark.parametrize("given", [{"has_api": False}, {"origin": None}])
async def test_what_is_missing_is_said(open_desk: OpenDesk, given: dict[str, Any]) -> None:
    async with open_desk(**given) as desk:
        answer = await desk.http.get(f"{API}/embed-config")
    assert (answer.status_code, answer.json()["code"]) == (409, "autoagendamento_nao_configurado")


async def test_cal_com_is_asked_seldom_and_its_absence_matters_only_before_it_ever_answered(
    open_desk: OpenDesk,
) -> None:
    async with open_desk() as desk:
        gate, now = desk.office.box.gate, desk.office.box.now
        gate.set_faults(ApiFaults(fail=1), now())
        assert (await desk.http.get(f"{API}/embed-config")).status_code == 503
        gate.set_faults(ApiFaults(), now())
        first = await desk.config()
        gate.set_faults(ApiFaults(fail=1), now())
        assert await desk.config() == first


async def test_who_is_not_there_is_not_found(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        for wish in ({"cliente_id": "nada"}, {"agendamento_id": "nada"}):
            assert (await desk.http.get(f"{API}/embed-config", params=wish)).status_code == 404


async def test_a_booking_is_read_and_read_again_to_the_same_appointment(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        made = await book(desk.office, 4, start=SLOT)
        first, again = await desk.refresh(made["uid"]), await desk.refresh(made["uid"])
        assert (first.status_code, again.json()) == (200, first.json())
        appointment = await desk.found(first.json()["appointment_id"])
    assert (appointment.nome_unidade, appointment.status) == ("Manaus Centro", Status.AGENDADO)


async def test_every_visit_of_a_series_comes_with_the_first(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        rows = await book(desk.office, 5, start=SLOT)
        assert (await desk.refresh(rows[0]["uid"])).status_code == 200
        known = await desk.core.repository.find_by_keys([row["uid"] for row in rows])
    assert len({each.id for each in known}) == len(rows) == 3


async def test_a_move_and_a_cancellation_are_read_into_the_same_appointment(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        made = await book(desk.office, 1, start=SLOT)
        appointment_id = (await desk.refresh(made["uid"])).json()["appointment_id"]
        later = {"start": SLOT.replace("T13", "T15")}
        moved = await desk.office.data("POST", f"/v2/bookings/{made['uid']}/reschedule", json=later)
        assert (await desk.refresh(moved["uid"])).json()["appointment_id"] == appointment_id
        reason = {"cancellationReason": "viagem"}
        await desk.office.data("POST", f"/v2/bookings/{moved['uid']}/cancel", json=reason)
        assert (await desk.refresh(moved["uid"])).json()["appointment_id"] == appointment_id
        assert (await desk.found(appointment_id)).status is Status.CANCELADO


async def test_without_an_api_the_row_is_awaited_until_its_delivery_came(open_desk: OpenDesk) -> None:
    async with open_desk(has_api=False) as desk:
        answer = await desk.refresh("reserva-1")
        assert (answer.status_code, answer.json()) == (202, {"appointment_id": None})
        appointment_id = await desk.keep(booking=a_booking(a_row("reserva-1")))
        answer = await desk.refresh("reserva-1")
        assert (answer.status_code, answer.json()) == (200, {"appointment_id": appointment_id})


@pytest.mark.parametrize("uid", ["abc", "a b c d e f g", "reserva..1", "x" * 65, "reserva;1"])
async def test_what_is_no_uid_never_reaches_cal_com(open_desk: OpenDesk, uid: str) -> None:
    async with open_desk() as desk:
        answer = await desk.refresh(uid)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "uid")


async def test_an_unknown_booking_is_not_found_and_an_absent_cal_com_is_said(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        assert (await desk.refresh("reserva-que-nao-ha")).status_code == 404
        desk.office.box.gate.set_faults(ApiFaults(fail=1), desk.office.box.now())
        answer = await desk.refresh("reserva-1")
        assert (answer.status_code, answer.json()["code"]) == (503, "indisponivel")


async def test_nobody_refreshes_without_end(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        answers = [(await desk.refresh("reserva-1")).status_code for _ in range(21)]
    assert answers == [404] * 20 + [429]


async def test_of_a_booking_that_several_share_the_newest_person_is_meant(open_desk: OpenDesk) -> None:
    async with open_desk() as desk:
        led_to = []
        for name in ("Maria", "Nilza", "Odete"):
            made = await book(desk.office, 6, start=SLOT, **person(name))
            led_to.append((await desk.refresh(made["uid"])).json()["appointment_id"])
        led_to.append((await desk.refresh(made["uid"])).json()["appointment_id"])
        names = [(await desk.found(each)).nome_paciente for each in led_to]
    assert names == ["Maria", "Nilza", "Odete", "Odete"]
