"""The follow-up of a write: texts normalised, the client kept in step, done again without effect."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest

from application.ports import Write
from application.services.appointment_service import AppointmentService
from application.services.client_decisions import ClientDecisions, OtherCpf
from application.services.client_service import ClientService, CpfTaken, StaleClient
from application.services.follow_up import FollowUp, Pace
from domain.appointment import Appointment, Status
from domain.client import Client
from domain.errors import Invalid, NotFound
from domain.merge import UnitRef
from tests.builders import NOW, VALID_CPF, a_client, a_user, an_appointment
from tests.fakes import FakeAppointmentRepository, FakeClients, FakeClock, FakeHistory, FakePublisher
from tests.lists import fake_stores

OTHER_CPF = "11144477735"
PHONE, OTHER_PHONE = "+5511987654321", "+5511912345678"
ANA = a_user()
MOTHER, CHILD = "Maria Souza", "Pedro Souza"


@dataclass
class Desk:
    repository: FakeAppointmentRepository
    stored: FakeClients
    clients: ClientService
    decisions: ClientDecisions
    follow_up: FollowUp
    clock: FakeClock

    async def write(self, appointment: Appointment) -> Appointment:
        """Write it, and do what follows until nothing is due."""
        known = await self.repository.get(appointment.id)
        expected = known.versao if known else 0
        await self.repository.commit(Write(put=replace(appointment, updated_at=NOW), expected=expected))
        return await self.settled(appointment.id)

    async def new(self, **over: Any) -> Appointment:
        self.clock.advance(timedelta(seconds=1))
        return await self.write(
            an_appointment(**({"nome_paciente": MOTHER, "created_at": self.clock.now()} | over))
        )

    async def settled(self, appointment_id: str) -> Appointment:
        while await self.follow_up.sweep(100):
            self.clock.advance(timedelta(seconds=1))
        return await self.now(appointment_id)

    async def now(self, appointment_id: str) -> Appointment:
        found = await self.repository.get(appointment_id)
        assert found is not None
        return found

    async def client_of(self, appointment: Appointment) -> Client:
        return await self.clients.get(str(appointment.cliente_id))


def open_desk(stored: FakeClients) -> Desk:
    repository, clock = FakeAppointmentRepository(), FakeClock()
    unit = UnitRef("Não mapeada", "Não mapeada", "America/Sao_Paulo", mapped=False)
    history, stores = FakeHistory(repository), fake_stores(repository)
    service = AppointmentService(repository, history, stores, clock, FakePublisher(), unit, max_tags=5)
    clients = ClientService(stored, repository, clock)
    decisions = ClientDecisions(stored, clients, repository, service, clock)
    follow_up = FollowUp(repository, service, stored, clients, clock)
    return Desk(repository, stored, clients, decisions, follow_up, clock)


@pytest.fixture
def desk() -> Desk:
    return open_desk(FakeClients())


async def test_texts_are_normalised_with_history_and_nothing_changes_the_second_time(desk: Desk) -> None:
    appointment = await desk.new(
        nome_paciente="  MARIA DA CONCEIÇÃO ",
        telefone="(11) 98765-4321",
        endereco_completo="Rua A, 10 - Centro, São Paulo - SP",
    )
    assert (appointment.nome_paciente, appointment.telefone) == ("Maria da Conceição", PHONE)
    assert appointment.endereco_completo == "Rua A, 10 - Centro, São Paulo - SP"
    assert appointment.endereco_normalizado is not None
    assert appointment.endereco_normalizado["cidade"] == "São Paulo"
    changes = {
        c.field: c.old for e in desk.repository.entries for c in e.changes if e.cause.kind == "normalizacao"
    }
    assert changes["nome_paciente"] == "  MARIA DA CONCEIÇÃO "
    await desk.follow_up.catch_up(appointment.id)
    assert await desk.now(appointment.id) == appointment


async def test_one_client_per_cpf_counted_with_its_last_visit(desk: Desk) -> None:
    first = await desk.new(cpf=VALID_CPF, telefone=PHONE)
    second = await desk.new(
        cpf=VALID_CPF, telefone=OTHER_PHONE, data_agendamento=date(2026, 11, 2), status=Status.COLETADO
    )
    client = await desk.client_of(first)
    assert second.cliente_id == first.cliente_id
    assert (client.total_agendamentos, client.ultima_visita) == (2, date(2026, 11, 2))
    assert client.telefone == OTHER_PHONE  # told later


async def test_an_earlier_appointment_written_again_does_not_bring_its_phone_back(desk: Desk) -> None:
    first = await desk.new(cpf=VALID_CPF, telefone=PHONE)
    await desk.new(cpf=VALID_CPF, telefone=OTHER_PHONE)
    await desk.write(replace(first, observacoes="jejum"))
    assert (await desk.client_of(first)).telefone == OTHER_PHONE


async def test_a_cpf_under_another_name_renames_nobody(desk: Desk) -> None:
    mother = await desk.new(cpf=VALID_CPF, telefone=PHONE)
    child = await desk.new(cpf=VALID_CPF, nome_paciente=CHILD, telefone=OTHER_PHONE)
    client = await desk.client_of(child)
    assert child.cliente_id == mother.cliente_id
    assert child.pendencias == ("nome_divergente",)
    assert (client.nome, client.telefone) == (MOTHER, PHONE)
    corrected = await desk.write(replace(child, cpf=None))
    assert corrected.pendencias == ()
    assert (await desk.client_of(corrected)).nome == CHILD
    assert (await desk.client_of(mother)).total_agendamentos == 1


async def test_the_name_of_the_only_appointment_may_be_corrected(desk: Desk) -> None:
    appointment = await desk.new(cpf=VALID_CPF, nome_paciente="Maira Souza")
    corrected = await desk.write(replace(appointment, nome_paciente=MOTHER))
    assert corrected.pendencias == ()
    assert (await desk.client_of(corrected)).nome == MOTHER


async def test_without_cpf_phone_plus_folded_name_matches(desk: Desk) -> None:
    first = await desk.new(telefone=PHONE, nome_paciente="José Araújo")
    same = await desk.new(telefone="11 98765-4321", nome_paciente="JOSE  ARAUJO")
    sister = await desk.new(telefone=PHONE, nome_paciente="Joana Araújo")
    assert same.cliente_id == first.cliente_id
    assert sister.cliente_id != first.cliente_id


async def test_without_cpf_and_phone_everybody_is_a_client_of_their_own(desk: Desk) -> None:
    first, second = await desk.new(), await desk.new(telefone="ramal 12")
    assert first.cliente_id != second.cliente_id
    again = await desk.write(replace(first, observacoes="x", nome_paciente="Mariana Souza"))
    assert again.cliente_id == first.cliente_id
    assert (await desk.client_of(again)).nome == "Mariana Souza"


async def test_an_invented_address_is_never_stored(desk: Desk) -> None:
    appointment = await desk.new(telefone=PHONE, email="5511987654321@sms.cal.com")
    assert (await desk.client_of(appointment)).email is None
    again = await desk.new(telefone=PHONE, email="maria@example.com")
    assert (await desk.client_of(again)).email == "maria@example.com"


async def test_a_cpf_that_comes_later_unites_nobody_and_asks_a_person(desk: Desk) -> None:
    by_phone = await desk.new(telefone=PHONE)
    also_by_phone = await desk.new(telefone=PHONE)
    by_cpf = await desk.new(cpf=VALID_CPF)
    assert by_phone.cliente_id == also_by_phone.cliente_id != by_cpf.cliente_id
    moved = await desk.write(replace(by_phone, cpf=VALID_CPF))
    assert moved.cliente_id == by_cpf.cliente_id
    assert moved.pendencias == ("cadastro_a_unir",)
    assert (await desk.settled(also_by_phone.id)).cliente_id == also_by_phone.cliente_id
    assert [each.id for each in await desk.clients.candidates(moved)] == [also_by_phone.cliente_id]


async def test_a_client_known_by_phone_gets_its_cpf(desk: Desk) -> None:
    first = await desk.new(telefone=PHONE)
    second = await desk.new(telefone=PHONE, documento_completo="CPF 529.982.247-25")
    assert first.cliente_id == second.cliente_id
    assert (await desk.client_of(first)).cpf == VALID_CPF


async def test_united_by_hand_stays_united(desk: Desk) -> None:
    by_phone, by_cpf = await desk.new(telefone=PHONE, nome_paciente="Maria S."), await desk.new(cpf=VALID_CPF)
    client = await desk.decisions.merge(str(by_cpf.cliente_id), str(by_phone.cliente_id), ANA)
    assert client.telefone == PHONE
    moved = await desk.settled(by_phone.id)
    assert moved.cliente_id == client.id
    assert (await desk.clients.get(client.id)).total_agendamentos == 2
    again = await desk.new(telefone=PHONE, nome_paciente="Maria S.")
    assert again.cliente_id == client.id


async def test_two_cpfs_are_two_people(desk: Desk) -> None:
    one, two = await desk.new(cpf=VALID_CPF), await desk.new(cpf=OTHER_CPF)
    with pytest.raises(OtherCpf):
        await desk.decisions.merge(str(one.cliente_id), str(two.cliente_id), ANA)
    with pytest.raises(Invalid):
        await desk.decisions.merge(str(one.cliente_id), str(one.cliente_id), ANA)
    with pytest.raises(NotFound):
        await desk.decisions.merge(str(one.cliente_id), "nenhum", ANA)


async def test_staff_edit_a_client(desk: Desk) -> None:
    appointment = await desk.new(cpf=VALID_CPF, telefone=PHONE)
    client = await desk.client_of(appointment)
    edited = await desk.clients.edit(
        client.id, client.versao, {"nome": "MARIA LIMA", "telefone": "11 91234-5678"}
    )
    assert (edited.nome, edited.telefone, edited.versao) == ("Maria Lima", OTHER_PHONE, client.versao + 1)
    with pytest.raises(StaleClient):
        await desk.clients.edit(client.id, client.versao, {"nome": "Outra"})
    await desk.write(replace(appointment, observacoes="x"))
    assert (await desk.client_of(appointment)).telefone == OTHER_PHONE


async def test_counting_does_not_make_an_edit_stale(desk: Desk) -> None:
    appointment = await desk.new(cpf=VALID_CPF)
    client = await desk.client_of(appointment)
    await desk.new(cpf=VALID_CPF)
    assert (
        await desk.clients.edit(client.id, client.versao, {"email": "m@example.com"})
    ).total_agendamentos == 2


async def test_a_cpf_of_another_client_is_refused_and_wrong_fields_are_named(desk: Desk) -> None:
    await desk.stored.put(a_client(cpf=VALID_CPF))
    other = await desk.stored.put(a_client())
    with pytest.raises(CpfTaken):
        await desk.clients.edit(other.id, other.versao, {"cpf": VALID_CPF})
    changes = {"nome": " ", "cpf": "1", "telefone": "x", "email": "1@sms.cal.com"}
    with pytest.raises(Invalid) as wrong:
        await desk.clients.edit(other.id, other.versao, changes)
    assert sorted(wrong.value.errors) == ["cpf", "email", "nome", "telefone"]


class BrokenFor(FakeClients):
    """Fails for one CPF."""

    async def by_cpf(self, cpf: str) -> Client | None:
        if cpf == OTHER_CPF:
            raise RuntimeError
        return await super().by_cpf(cpf)


async def test_one_that_fails_waits_and_holds_nobody_up() -> None:
    desk = open_desk(BrokenFor())
    broken, fine = an_appointment(cpf=OTHER_CPF), an_appointment(cpf=VALID_CPF)
    for each in (broken, fine):
        await desk.repository.commit(Write(put=each, expected=0))
    assert await desk.follow_up.sweep(10) == 2
    assert (await desk.now(fine.id)).cliente_id
    assert await desk.follow_up.sweep(10) == 0
    desk.clock.advance(timedelta(minutes=1))
    assert await desk.follow_up.sweep(10) == 1


async def test_a_booking_that_comes_in_amid_an_import_s_rows_is_next() -> None:
    class Watched(FakeClients):
        """Each match of a client is a follow-up; with the third one a booking comes in."""

        seen: list[str]

        async def by_cpf(self, cpf: str) -> Client | None:
            self.seen.append(cpf)
            if len(self.seen) == 3:
                booked = an_appointment(cpf=OTHER_CPF, telefone=OTHER_PHONE, nome_paciente=CHILD)
                await busy.repository.commit(Write(put=booked, expected=0))
            return await super().by_cpf(cpf)

    stored = Watched()
    stored.seen = []
    busy = open_desk(stored)
    rows = [an_appointment(id=f"row-{n}", cpf=VALID_CPF, nome_paciente=MOTHER) for n in range(9)]
    await busy.repository.insert_batch(rows, [])

    assert await busy.follow_up.sweep(5) == 5
    assert [*dict.fromkeys(stored.seen[:4])] == [VALID_CPF, OTHER_CPF]
    assert stored.seen.index(OTHER_CPF) == 3


def test_the_rest_follows_what_one_takes_here() -> None:
    """On a database that is ten times as quick it is a tenth; where everything is busy it grows faster than what one takes."""
    for usual in (0.002, 0.02):
        pace = Pace()
        rests = [pace.rest(usual * times) for times in (1, 1, 2, 4)]
        assert rests == pytest.approx([usual, usual, 4 * usual, 16 * usual], rel=0.1)
    assert pace.rest(9.0) == 1.0


def test_a_database_that_became_slower_for_good_is_the_usual_one_after_a_while() -> None:
    pace = Pace()
    pace.rest(0.001)
    rests = [pace.rest(0.01) for _ in range(200)]
    assert rests[0] > 0.09
    assert rests[-1] == pytest.approx(0.01)
