"""What staff see, and can do, where an appointment and its booking do not agree: over the API."""

from dataclasses import replace
from typing import Any

import httpx
import pytest

from application.ports import Write
from domain.appointment import Appointment, Status
from domain.booking.side import Disagreement
from domain.pending import Pending
from domain.pushing import in_flight, next_order, refused, taken
from domain.users import Role
from tests.builders import NOW
from tests.lists import seed_lists
from tests.unit.domain.sides import LEASE, MOVED, MOVED_SLOT, SLOT, booked, edit

LIST = "/api/v1/appointments"


@pytest.fixture(autouse=True)
async def lists(stores: Any) -> None:
    await seed_lists(stores)


@pytest.fixture
async def clerk(sign_in: Any) -> httpx.AsyncClient:
    client: httpx.AsyncClient = await sign_in(Role.ATENDENTE)
    return client


async def stored(house: Any, appointment: Appointment) -> str:
    await house.repository.commit(Write(put=appointment, expected=0))
    return appointment.id


def stuck() -> Appointment:
    """Moved by staff to an hour that the booking side refused."""
    moved = edit(booked(), **MOVED)
    order = next_order(moved)
    assert order is not None
    flying = taken(moved, order, NOW, LEASE)
    flight = in_flight(flying)
    assert flight is not None
    return refused(flying, flight, "horario_ocupado", "O horário já está ocupado no Cal.com.")


async def test_a_refusal_is_told_with_its_reason_and_found_by_its_code(
    house: Any, clerk: httpx.AsyncClient
) -> None:
    appointment_id = await stored(house, stuck())
    body = (await clerk.get(f"{LIST}/{appointment_id}")).json()
    push = body["envio"]
    assert (push["estado"], push["acao"], push["motivo"]) == ("recusado", "remarcar", "horario_ocupado")
    assert push["detalhe"] == "O horário já está ocupado no Cal.com."
    found = await clerk.get(LIST, params={"scope": "all", "pendencia": Pending.ENVIO_RECUSADO.value})
    assert [each["id"] for each in found.json()["items"]] == [appointment_id]


async def test_a_change_that_nobody_took_yet_is_pending(house: Any, clerk: httpx.AsyncClient) -> None:
    appointment_id = await stored(house, edit(booked(), **MOVED))
    assert (await clerk.get(f"{LIST}/{appointment_id}")).json()["envio"]["estado"] == "pendente"
    assert await house.repository.pushes_due(NOW, 10) == [appointment_id]


@pytest.mark.parametrize(
    ("way", "hour", "state"),
    [
        ("retry", MOVED_SLOT.inicio, "pendente"),
        ("keep", MOVED_SLOT.inicio, None),
        ("undo", SLOT.inicio, None),
    ],
)
async def test_each_way_out(
    house: Any, clerk: httpx.AsyncClient, way: str, hour: Any, state: str | None
) -> None:
    appointment_id = await stored(house, stuck())
    body = (await clerk.post(f"{LIST}/{appointment_id}/push/{way}")).json()
    assert body["inicio"] == f"{hour:%Y-%m-%dT%H:%M:%SZ}"
    assert (body["envio"] and body["envio"]["estado"]) == state
    history = (await clerk.get(f"{LIST}/{appointment_id}/history")).json()
    assert (history[0]["cause"]["kind"], history[0]["actor"]["kind"]) == ("decisao", "usuario")
    assert (await clerk.post(f"{LIST}/{appointment_id}/push/{way}")).status_code == 409


async def test_there_is_no_fourth_way(house: Any, clerk: httpx.AsyncClient) -> None:
    appointment_id = await stored(house, stuck())
    assert (await clerk.post(f"{LIST}/{appointment_id}/push/forget")).status_code == 422
    assert (await clerk.post(f"{LIST}/nada/push/keep")).status_code == 404


async def test_a_conflict_is_told_with_both_values(house: Any, clerk: httpx.AsyncClient) -> None:
    torn = booked()
    conflict = Disagreement("telefone", "+5511911112222", "+5511933334444", "booking", NOW)
    torn = replace(torn, booking=replace(torn.side, disagreements=(conflict,)), status=Status.AGENDADO)
    body = (await clerk.get(f"{LIST}/{await stored(house, torn)}")).json()
    assert [(c["campo"], c["da_clinica"], c["da_reserva"], c["vale"]) for c in body["conflitos"]] == [
        ("telefone", "+5511933334444", "+5511911112222", "reserva")
    ]


async def test_what_staff_wanted_in_two_records_of_one_visit_is_told_whole(
    house: Any, clerk: httpx.AsyncClient
) -> None:
    first = booked()
    between = Disagreement("cip", "1", "2", "clinica", NOW, ("2", "3"))
    overruled = Disagreement("email", "a@example.com", "b@example.com", "booking", NOW, ("c@example.com",))
    torn = replace(first, booking=replace(first.side, disagreements=(between, overruled)))
    body = (await clerk.get(f"{LIST}/{await stored(house, torn)}")).json()
    assert [(c["campo"], c["entre_cadastros"], c["outros_da_clinica"]) for c in body["conflitos"]] == [
        ("cip", True, ["3"]),
        ("email", False, ["c@example.com"]),
    ]
