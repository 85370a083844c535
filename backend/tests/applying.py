"""News through `AppointmentService`, over the fake repository."""

from collections.abc import Sequence

from application.services.appointment_service import AppointmentService
from domain.appointment import Appointment
from domain.booking.news import BookingNews
from domain.history import Actor, Cause
from domain.merge import UnitRef
from tests.fakes import FakeAppointmentRepository, FakeClock, FakeHistory, FakePublisher
from tests.lists import fake_stores

DEFAULT = UnitRef("Não mapeada", "Não mapeada", "America/Sao_Paulo", mapped=False)
ACTOR, CAUSE = Actor("calcom", "Cal.com"), Cause("entrega", "1")


def service_over(repository: FakeAppointmentRepository) -> AppointmentService:
    stores, history = fake_stores(repository), FakeHistory(repository)
    return AppointmentService(repository, history, stores, FakeClock(), FakePublisher(), DEFAULT, max_tags=5)


async def tell(service: AppointmentService, pieces: Sequence[BookingNews]) -> None:
    """The news in that order, those that waited for a row looked at again."""
    waiting: list[BookingNews] = []
    for piece in pieces:
        for each in [piece, *waiting]:
            applied = await service.apply_booking(each, CAUSE, ACTOR)
            if applied.awaits and each not in waiting:
                waiting.append(each)


async def told(pieces: Sequence[BookingNews]) -> list[Appointment]:
    """The appointments after nothing but the news."""
    repository = FakeAppointmentRepository()
    await tell(service_over(repository), pieces)
    return list(repository.stored.values())
