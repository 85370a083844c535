"""A delivery that is read again, whenever that is, changes nothing and never fails (issue 15, item 8)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from application.booking_address import AmbiguousSeat
from application.services.appointment_service import AppointmentService
from domain.appointment import Appointment, Status
from domain.booking.news import BookingNews, Person, Rank
from domain.booking.row import RowStatus
from domain.slots import Slot
from tests.applying import ACTOR, CAUSE, service_over
from tests.builders import NOW
from tests.chains import visits
from tests.fakes import FakeAppointmentRepository
from tests.profile import examples

UNIT = {"nome_unidade": "Paulista", "nome_marca": "Aurora", "fuso": "America/Sao_Paulo"}
PEOPLE = (Person("casa@example.com", "Ana"), Person("casa@example.com", "Bia"), Person("", "Otto"))
SLOTS = ("slot-a", "slot-b", "slot-c")


@dataclass
class Shared:
    """A seated event type at Cal.com: who sits where, and what was sent, one word a minute. A seat is a person's own, a
    person has one seat of a slot at a time, and each seat is a new one (CALCOM.md L, M12)."""

    sent: list[BookingNews] = field(default_factory=list)
    sitting: dict[tuple[Person, str], str] = field(default_factory=dict)
    _numbers: "count[int]" = field(default_factory=count)

    def act(self, person: Person, slot: str, target: str) -> None:
        """Take a seat, move it, or leave it, whichever can be done."""
        if (person, slot) not in self.sitting:
            self._sit(person, slot, None)
        elif target == slot:
            del self.sitting[person, slot]
            self._say(slot, people=(person,), status=RowStatus.CANCELLED, rank=Rank.PASSING)
        elif (person, target) not in self.sitting:
            del self.sitting[person, slot]
            self._sit(person, target, slot)

    def _sit(self, person: Person, slot: str, old: str | None) -> None:
        seat = self.sitting[person, slot] = f"seat{next(self._numbers)}"
        told = {"nome_paciente": person.name, "unidade": UNIT} | (
            {"email": person.email} if person.email else {}
        )
        self._say(slot, seat=seat, predecessor=old, births=True, status=RowStatus.ACCEPTED, answers=told)

    def _say(self, slot: str, **told: object) -> None:
        at = NOW + timedelta(minutes=len(self.sent))
        start = NOW + timedelta(days=7, hours=SLOTS.index(slot))
        fields = {"rank": Rank.PATIENT, "sent_at": at, "slot": Slot(start, start + timedelta(minutes=30))}
        self.sent.append(BookingNews(uid=slot, **(fields | told)))  # type: ignore[arg-type]


ACTS = st.lists(
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from(SLOTS), st.sampled_from(SLOTS)),
    min_size=1,
    max_size=12,
)


def shared(acts: list[tuple[Person, str, str]]) -> Shared:
    server = Shared()
    for act in acts:
        server.act(*act)
    return server


async def hear(service: AppointmentService, news: BookingNews) -> None:
    await service.apply_booking(news, CAUSE, ACTOR)


def standing(appointments: Iterable[Appointment]) -> dict[str, dict[str, Any]]:
    """What staff see of the visits that stand. Of those that are over one may have become part of another, where the move came
    before the cancel; where a person came from stands in the chain once it was looked for in vain (`veio_de`)."""
    return {
        key: {name: value for name, value in values.items() if name != "booking"}
        for key, values in visits(list(appointments)).items()
        if values["status"] is not Status.CANCELADO
    }


async def in_order(pieces: Sequence[BookingNews]) -> list[Appointment]:
    repository = FakeAppointmentRepository()
    service = service_over(repository)
    for news in pieces:
        await hear(service, news)
    return list(repository.stored.values())


@settings(max_examples=examples(60), deadline=None)
@given(ACTS, st.randoms(use_true_random=False))
async def test_seats_told_in_order_and_read_again_at_any_time(
    acts: list[tuple[Person, str, str]], random: Random
) -> None:
    server = shared(acts)
    repository = FakeAppointmentRepository()
    service = service_over(repository)
    for number, news in enumerate(server.sent):
        await hear(service, news)
        before = dict(repository.stored)
        for again in random.choices(server.sent[: number + 1], k=2):
            await hear(service, again)
            assert repository.stored == before
    assert len(standing(repository.stored.values())) == len(server.sitting)


@settings(max_examples=examples(60), deadline=None)
@given(ACTS, st.randoms(use_true_random=False))
async def test_seats_told_in_any_order_end_alike(acts: list[tuple[Person, str, str]], random: Random) -> None:
    """What waits for a row, and what was ambiguous, is read again with every word that follows, as `wake` has it."""
    server = shared(acts)
    repository = FakeAppointmentRepository()
    service = service_over(repository)
    waiting: list[BookingNews] = []
    for piece in random.sample(server.sent, len(server.sent)):
        for news in [piece, *waiting]:
            try:
                applied = await service.apply_booking(news, CAUSE, ACTOR)
            except AmbiguousSeat:
                waits = True
            else:
                waits = bool(applied.awaits)
            waiting = [each for each in waiting if each != news] + ([news] if waits else [])
    for news in server.sent:
        await hear(service, news)
    assert standing(repository.stored.values()) == standing(await in_order(server.sent))
    assert len(standing(repository.stored.values())) == len(server.sitting)


TWO = Person("casa@example.com", "Ana")


async def test_of_two_seats_that_both_stand_a_person_must_say_which() -> None:
    """Cal.com gives nobody two seats of one slot; where it did, neither is closed by a guess."""
    server = Shared()
    for _ in range(2):
        server.sitting.clear()
        server.act(TWO, "slot-a", "slot-a")
    service = service_over(FakeAppointmentRepository())
    for news in server.sent:
        await hear(service, news)
    server.act(TWO, "slot-a", "slot-a")
    with pytest.raises(AmbiguousSeat) as several:
        await hear(service, server.sent[-1])
    assert several.value.awaits == ("slot-a",)
