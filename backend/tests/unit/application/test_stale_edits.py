"""Who may still write an appointment that was written since they saw it."""

from dataclasses import replace

import pytest

from application.services.appointment_service import AppointmentService
from domain.appointment import Appointment
from domain.errors import Outdated
from domain.history import Actor, Cause
from domain.merge import UnitRef
from domain.users import User
from tests.builders import a_user, an_appointment
from tests.fakes import FakeAppointmentRepository, FakeClock, FakeHistory, FakePublisher
from tests.lists import fake_stores

DEFAULT = UnitRef("Não mapeada", "Não mapeada", "America/Sao_Paulo", mapped=False)
SYSTEM = Actor("sistema", "Sistema")


@pytest.fixture
def ana() -> User:
    return a_user()


async def stored(appointment: Appointment) -> AppointmentService:
    repository = FakeAppointmentRepository()
    repository.stored[appointment.id] = replace(appointment, versao=1)
    return AppointmentService(
        repository,
        FakeHistory(repository),
        fake_stores(repository),
        FakeClock(),
        FakePublisher(),
        DEFAULT,
        max_tags=5,
    )


async def test_the_house_s_own_follow_up_outdates_no_form(ana: User) -> None:
    seen = an_appointment(nome_paciente="ANA LIMA")
    service = await stored(seen)
    await service.amend(seen.id, lambda each: replace(each, cliente_id="c1"), Cause("cliente"), SYSTEM)

    edited = await service.edit(seen.id, 1, {"cip": "7"}, ana)

    assert (edited.cip, edited.cliente_id, edited.versao) == ("7", "c1", 3)


async def test_a_follow_up_outdates_what_it_touched(ana: User) -> None:
    seen = an_appointment(nome_paciente="ANA LIMA")
    service = await stored(seen)
    spelled = Cause("normalizacao")
    await service.amend(seen.id, lambda each: replace(each, nome_paciente="Ana Lima"), spelled, SYSTEM)

    with pytest.raises(Outdated):
        await service.edit(seen.id, 1, {"nome_paciente": "Ana Souza"}, ana)


async def test_a_colleague_s_edit_outdates_every_form(ana: User) -> None:
    seen = an_appointment()
    service = await stored(seen)
    await service.edit(seen.id, 1, {"observacoes": "portão azul"}, ana)

    with pytest.raises(Outdated):
        await service.edit(seen.id, 1, {"cip": "7"}, ana)


async def test_nobody_has_seen_a_version_that_is_yet_to_come(ana: User) -> None:
    seen = an_appointment()
    service = await stored(seen)

    with pytest.raises(Outdated):
        await service.edit(seen.id, 9, {"cip": "7"}, ana)
