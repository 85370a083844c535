"""What a booking says of a person is a claim (DESIGN.md, "Claims"): each row of issue 17's table that is about it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from application.services.client_service import ClientMoved, ContactMoved
from domain.appointment import Appointment, Origin
from domain.booking.side import BookingSide
from domain.claims import to_prefill
from domain.client import Client
from domain.errors import NotFound
from tests.builders import NOW, VALID_CPF, a_booking, a_client, a_row, a_user, an_appointment
from tests.fakes import FakeClients
from tests.profile import examples
from tests.unit.application.test_follow_up import OTHER_CPF, OTHER_PHONE, PHONE, Desk, open_desk

ANA = a_user()
NAME, OTHER_NAME = "Maria Souza", "Rita Lima"
MAIL, STRANGE_MAIL = "maria@example.com", "estranho@example.com"


@pytest.fixture
def desk() -> Desk:
    return open_desk(FakeClients())


def booked(uid: str, born: datetime = NOW, **said: Any) -> Appointment:
    """A visit as a booking that was made at `born` says it is."""
    side: BookingSide = replace(a_booking(a_row(uid, born=born, said={})), base=said)
    values = {"nome_paciente": NAME} | said
    return an_appointment(id=f"visita-{uid}", origem=Origin.CALCOM, booking=side, **values)


async def known(desk: Desk, **over: Any) -> Client:
    """A client that staff established."""
    values: dict[str, Any] = {"nome": NAME, "cpf": VALID_CPF, "telefone": PHONE, "email": MAIL}
    values |= {"chaves": (f"{PHONE}|{NAME.lower()}",)}
    return await desk.stored.put(a_client(**(values | over)))


async def test_a_booking_with_other_contacts_changes_no_client_and_waits_for_a_click(desk: Desk) -> None:
    client = await known(desk)
    visit = await desk.write(booked("a", cpf=VALID_CPF, telefone=OTHER_PHONE, email=STRANGE_MAIL))
    assert visit.cliente_id == client.id
    assert visit.pendencias == ("email_a_confirmar", "telefone_a_confirmar")
    stands = await desk.client_of(visit)
    assert (stands.telefone, stands.email, stands.chaves) == (PHONE, MAIL, client.chaves)

    seen = {"telefone": OTHER_PHONE, "email": STRANGE_MAIL}
    with pytest.raises(ContactMoved):
        await desk.decisions.confirm_contact(visit.id, {"email": "outro@example.com"}, ANA)
    await desk.decisions.confirm_contact(visit.id, seen, ANA)
    assert (await desk.settled(visit.id)).pendencias == ()
    stands = await desk.client_of(visit)
    assert (stands.telefone, stands.email) == (OTHER_PHONE, STRANGE_MAIL)
    [entry] = [each for each in desk.repository.entries if each.cause.kind == "contato"]
    assert entry.actor.name == ANA.name


async def test_a_booking_fills_what_is_empty_and_the_widget_does_not_prefill_it(desk: Desk) -> None:
    await known(desk, email=None)
    visit = await desk.write(booked("a", cpf=VALID_CPF, telefone=PHONE, email=STRANGE_MAIL))
    client = await desk.client_of(visit)
    assert (visit.pendencias, client.email) == ((), STRANGE_MAIL)
    assert to_prefill(visit, client, visit.email) == {"telefone": PHONE, "email": None}

    confirmed = await desk.clients.edit(client.id, client.versao, {"email": STRANGE_MAIL})
    assert to_prefill(visit, confirmed, visit.email) == {"telefone": PHONE, "email": STRANGE_MAIL}


async def test_of_two_bookings_that_fill_the_same_the_earlier_stands_however_late_it_is_heard(
    desk: Desk,
) -> None:
    await known(desk, email=None)
    later = await desk.write(booked("b", NOW + timedelta(days=1), cpf=VALID_CPF, email=STRANGE_MAIL))
    earlier = await desk.write(booked("a", NOW, cpf=VALID_CPF, email=MAIL))
    assert (await desk.client_of(later)).email == MAIL
    assert (await desk.settled(later.id)).pendencias == ("email_a_confirmar",)
    assert earlier.pendencias == ()
    corrected = replace(booked("a", NOW, cpf=VALID_CPF, email="m@example.com"), versao=earlier.versao)
    await desk.write(replace(corrected, cliente_id=earlier.cliente_id))
    assert (await desk.client_of(later)).email == "m@example.com"


@pytest.mark.parametrize("cpf", [None, OTHER_CPF])
async def test_another_one_s_phone_beside_a_cpf_unites_nobody(desk: Desk, cpf: str | None) -> None:
    patient = await known(desk, telefone="+5511955554444", chaves=())
    other = await known(desk, cpf=cpf, email="b@example.com")
    visit = await desk.write(booked("a", cpf=VALID_CPF, telefone=PHONE))
    assert visit.cliente_id == patient.id
    assert visit.pendencias == ("cadastro_a_unir", "telefone_a_confirmar")
    assert await desk.clients.get(other.id) == other
    assert (await desk.clients.get(patient.id)).email == MAIL

    await desk.decisions.separate(patient.id, other.id)
    assert (await desk.settled(visit.id)).pendencias == ("telefone_a_confirmar",)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
async def test_who_comes_second_is_asked_about_too(desk: Desk, order: tuple[int, int]) -> None:
    await known(desk, telefone="+5511955554444", chaves=())
    visits = booked("a", cpf=VALID_CPF, telefone=PHONE), booked("b", telefone=PHONE)
    for each in order:
        await desk.write(visits[each])
    with_cpf, without = [await desk.settled(each.id) for each in visits]
    assert "cadastro_a_unir" in with_cpf.pendencias
    assert without.pendencias == ()
    assert with_cpf.cliente_id != without.cliente_id


async def test_a_spreadsheet_claims_and_staff_s_own_entry_does_not(desk: Desk) -> None:
    client = await known(desk)
    row = await desk.new(origem=Origin.PLANILHA, cpf=VALID_CPF, telefone=OTHER_PHONE)
    assert row.pendencias == ("telefone_a_confirmar",)
    entered = await desk.new(cpf=VALID_CPF, telefone=OTHER_PHONE)
    assert (await desk.clients.get(client.id)).telefone == OTHER_PHONE
    assert (entered.pendencias, (await desk.settled(row.id)).pendencias) == ((), ())


async def test_a_name_that_staff_wrote_on_a_client_stays(desk: Desk) -> None:
    visit = await desk.write(booked("a", cpf=VALID_CPF))
    client = await desk.client_of(visit)
    await desk.clients.edit(client.id, client.versao, {"nome": "Maria de Souza"})
    await desk.settled(visit.id)
    assert (await desk.client_of(visit)).nome == "Maria de Souza"


async def test_a_union_is_undone_with_values_visits_and_keys(desk: Desk) -> None:
    first = await desk.new(cpf=VALID_CPF)
    second = await desk.new(telefone=PHONE, email=MAIL)
    alone = await desk.new()
    ids = [str(each.cliente_id) for each in (first, second, alone)]
    before = [await desk.clients.get(each) for each in ids]
    for each in ids[1:]:
        await desk.decisions.merge(ids[0], each, ANA)
        await desk.settled(first.id)
    assert (await desk.clients.get(ids[0])).total_agendamentos == 3
    assert [each.absorbed.id for each in await desk.decisions.of(ids[0])] == [ids[2], ids[1]]
    with pytest.raises(ClientMoved):
        await desk.clients.get(ids[1])

    for each in ids[1:]:
        await desk.decisions.undo(ids[0], each, ANA)
    assert [(await desk.settled(each.id)).cliente_id for each in (first, second, alone)] == ids
    for was in before:
        now = await desk.clients.get(was.id)
        same = ("nome", "cpf", "telefone", "email", "chaves", "total_agendamentos")
        assert [getattr(now, name) for name in same] == [getattr(was, name) for name in same]
    assert await desk.decisions.of(ids[0]) == []
    with pytest.raises(NotFound):
        await desk.decisions.undo(ids[0], ids[1], ANA)


async def test_an_undoing_that_was_cut_short_is_ended_when_it_is_asked_for_again(desk: Desk) -> None:
    first, second = await desk.new(cpf=VALID_CPF), await desk.new()
    one, other = str(first.cliente_id), str(second.cliente_id)
    await desk.decisions.merge(one, other, ANA)
    await desk.settled(second.id)
    [union] = await desk.decisions.of(one)
    survivor = await desk.clients.get(one)
    await desk.stored.part(survivor, replace(union.absorbed, revisao=0))  # and then the process was killed
    assert (await desk.now(second.id)).cliente_id == one
    assert [each.is_undone for each in await desk.decisions.of(one)] == [True]
    await desk.decisions.undo(one, other, ANA)
    assert (await desk.settled(second.id)).cliente_id == other


_CPFS = st.sampled_from([None, VALID_CPF, OTHER_CPF])
_PHONES = st.sampled_from([None, PHONE, OTHER_PHONE, "+5511955554444"])
_MAILS = st.sampled_from([None, MAIL, STRANGE_MAIL])


@st.composite
def _claims(draw: st.DrawFn) -> list[Appointment]:
    """Bookings of anybody with anybody's CPF, name, phone and e-mail."""
    count = draw(st.integers(2, 4))
    return [
        booked(
            f"r{number}",
            NOW + timedelta(hours=number),
            nome_paciente=draw(st.sampled_from([NAME, OTHER_NAME])),
            cpf=draw(_CPFS),
            telefone=draw(_PHONES),
            email=draw(_MAILS),
        )
        for number in range(count)
    ]


@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_claims(), st.randoms(use_true_random=False))
async def test_any_order_of_bookings_leaves_the_same_clients_and_the_same_questions(
    visits: list[Appointment], random: Any
) -> None:
    shuffled = [*visits, *visits[:1]]
    random.shuffle(shuffled)
    assert await _outcome(visits) == await _outcome(shuffled)


async def _outcome(visits: list[Appointment]) -> Any:
    """Of every visit its client, by what staff or its own key made of it, and its codes; of the known clients everything
    that a booking may claim."""
    desk = open_desk(FakeClients())
    one = await known(desk, id="um", email=None)
    two = await known(desk, id="dois", nome=OTHER_NAME, cpf=OTHER_CPF, telefone="+5511955550000", chaves=())
    for each in visits:
        stored = await desk.repository.get(each.id)
        await desk.write(replace(stored, observacoes="de novo") if stored else each)
    names: dict[str, str] = {one.id: "um", two.id: "dois"}
    told = []
    for visit_id in sorted({visit.id for visit in visits}):
        settled = await desk.settled(visit_id)
        names.setdefault(str(settled.cliente_id), visit_id)
        told.append((visit_id, names[str(settled.cliente_id)], settled.pendencias))
    after = [await desk.clients.get(each.id) for each in (one, two)]
    return told, [(each.nome, each.cpf, each.telefone, each.email, each.chaves) for each in after]
