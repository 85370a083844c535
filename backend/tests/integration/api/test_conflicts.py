"""Conflicts listed, and settled with one click."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from application.ports import Write
from calcom_integration.links import CalComLinks
from calcom_integration.routers.conflicts import build_conflicts_router
from domain.appointment import Appointment
from domain.booking.row import Fact
from domain.booking.side import Disagreement
from domain.conflicts import value_of
from domain.pending import Pending
from domain.slots import Slot
from domain.users import Role
from tests.builders import NOW, a_row, an_appointment
from tests.integration.api.conftest import with_routers
from tests.lists import UNITS, seed_lists
from tests.unit.domain.sides import MOVED_SLOT, booked, edit, hear, moved_row

CONFLICTS = "/api/v1/calcom/conflicts"


@pytest.fixture
async def clerk(house: Any, stores: Any, sign_in: Any) -> AsyncIterator[httpx.AsyncClient]:
    await seed_lists(stores)
    signed_in = await sign_in(Role.ATENDENTE)
    links = CalComLinks("https://cal.example.com")
    allowed = house.access.require_role(Role.ATENDENTE, Role.GESTOR)
    router = build_conflicts_router(house.services.decisions, links, allowed)
    transport = httpx.ASGITransport(with_routers(house, router))
    async with httpx.AsyncClient(
        transport=transport, base_url="http://coleta.test", headers=signed_in.headers
    ) as client:
        yield client


async def stored(house: Any, appointment: Appointment) -> str:
    await house.repository.commit(Write(put=appointment, expected=0))
    return appointment.id


def torn() -> Appointment:
    """Staff chose fifteen o'clock while the patient chose another day."""
    return hear(edit(booked(), hora_agendamento="15:00"), moved_row())


async def test_a_conflict_is_listed_with_both_values(house: Any, clerk: httpx.AsyncClient) -> None:
    appointment_id = await stored(house, torn())
    await stored(house, an_appointment())
    (told,) = (await clerk.get(CONFLICTS)).json()["items"]
    assert (told["id"], told["appointment_id"], told["campo"]) == (
        f"{appointment_id}:slot",
        appointment_id,
        "slot",
    )
    assert told["vale"] == "calcom"
    assert told["do_calcom"]["inicio"] == f"{MOVED_SLOT.inicio:%Y-%m-%dT%H:%M:%SZ}"
    assert told["da_clinica"]["inicio"] == "2026-12-01T18:00:00Z"
    assert told["reservas"] == ["https://cal.example.com/booking/uid2"]


@pytest.mark.parametrize(
    ("side", "hour", "push"), [("clinica", "15:00", "pendente"), ("calcom", "09:00", None)]
)
async def test_one_click_settles_it(
    house: Any, clerk: httpx.AsyncClient, side: str, hour: str, push: str | None
) -> None:
    appointment_id = await stored(house, torn())
    settle = f"{CONFLICTS}/{appointment_id}:slot/settle"
    answer = await clerk.post(settle, json={"side": side})
    assert answer.status_code == 200, answer.text
    after = (await clerk.get(f"/api/v1/appointments/{appointment_id}")).json()
    assert after["versao"] == answer.json()["versao"]
    assert (after["hora_agendamento"], after["conflitos"]) == (hour, [])
    assert (after["envio"] and after["envio"]["estado"]) == push
    assert (await clerk.get(CONFLICTS)).json()["items"] == []
    assert (await clerk.post(settle, json={"side": side})).status_code == 404


async def test_whoever_gives_the_value_anew_has_decided(house: Any, clerk: httpx.AsyncClient) -> None:
    appointment_id = await stored(house, torn())
    before = (await clerk.get(f"/api/v1/appointments/{appointment_id}")).json()
    change = {"versao": before["versao"], "hora_agendamento": "16:00"}
    after = (await clerk.patch(f"/api/v1/appointments/{appointment_id}", json=change)).json()
    assert (after["hora_agendamento"], after["conflitos"]) == ("16:00", [])
    assert "conflito_de_horario" not in after["pendencias"]
    assert (await clerk.get(CONFLICTS)).json()["items"] == []


async def test_a_booking_that_moves_on_is_told_as_it_is_now(house: Any, clerk: httpx.AsyncClient) -> None:
    start = MOVED_SLOT.inicio + timedelta(days=1)
    slot = Fact(Slot(start, start + timedelta(minutes=30)), 0, NOW + timedelta(minutes=2))
    last = moved_row("uid3", older=frozenset({"uid2"}), slot=slot)
    await stored(house, hear(torn(), last))
    (told,) = (await clerk.get(CONFLICTS)).json()["items"]
    assert told["do_calcom"]["inicio"] == f"{start:%Y-%m-%dT%H:%M:%SZ}"
    assert told["da_clinica"]["inicio"] == "2026-12-01T18:00:00Z"


async def test_what_staff_wanted_in_two_records_of_one_visit_is_listed_whole(
    house: Any, clerk: httpx.AsyncClient
) -> None:
    between = Disagreement("cip", "1", "2", "clinica", NOW, ("2", "3"))
    one = booked()
    side = replace(one.side, disagreements=(between,))
    await stored(house, replace(one, booking=side, pendencias=(Pending.CONFLITO,)))
    (told,) = (await clerk.get(CONFLICTS)).json()["items"]
    assert (told["da_clinica"], told["do_calcom"], told["vale"]) == ("1", "2", "clinica")
    assert (told["entre_cadastros"], told["outros_da_clinica"]) == (True, ["3"])


async def test_a_unit_that_is_chosen_tells_the_hour_in_its_zone(house: Any, clerk: httpx.AsyncClient) -> None:
    one, noronha = booked(), UNITS[1]
    told = {"nome_unidade": noronha.nome_unidade, "nome_marca": noronha.nome_marca}
    over_unit = Disagreement("unidade", value_of(one, "unidade"), told, "clinica", NOW)
    side = replace(one.side, disagreements=(over_unit,))
    appointment_id = await stored(house, replace(one, booking=side, pendencias=(Pending.CONFLITO,)))
    answer = await clerk.post(f"{CONFLICTS}/{appointment_id}:unidade/settle", json={"side": "calcom"})
    assert answer.status_code == 200, answer.text
    after = (await clerk.get(f"/api/v1/appointments/{appointment_id}")).json()
    assert (after["nome_unidade"], after["fuso"], after["hora_agendamento"], after["conflitos"]) == (
        *("Noronha", "America/Noronha", "08:00"),
        [],
    )


async def test_two_open_bookings_of_one_visit_are_shown_with_both_links(
    house: Any, clerk: httpx.AsyncClient
) -> None:
    appointment_id = await stored(house, hear(booked(), a_row("uid3")))
    (told,) = (await clerk.get(CONFLICTS)).json()["items"]
    assert (told["id"], len(told["reservas"])) == (f"{appointment_id}:reservas", 2)


async def test_what_is_no_conflict_is_not_found(clerk: httpx.AsyncClient) -> None:
    for conflict_id in ("nada", "nada:slot"):
        assert (
            await clerk.post(f"{CONFLICTS}/{conflict_id}/settle", json={"side": "calcom"})
        ).status_code == 404
