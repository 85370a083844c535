"""Rows of many kinds, for the recorded lists of API v2."""

from datetime import timedelta
from typing import Any

from calcom_sandbox.acts import booking, cancelling, hosting
from calcom_sandbox.orders import Order
from calcom_sandbox.rows import Booking
from tests.contract.sandbox_scenes import JOAO, MARIA, MUCH_LATER, PHONE_ONLY, START, book, move
from tests.sandbox_api import Office

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
CARLA = {"name": "Carla Com Acompanhante", "email": "carla@example.com"}


async def moved_twice(office: Office) -> tuple[Booking, Booking, Booking]:
    first = await book(office.box, 1, {**CARLA, "guests": ["filho@example.com", "esposo@example.com"]})
    reason = {"rescheduleReason": "Imprevisto no trabalho"}
    second = await move(office.box, first, answers=reason, rescheduled_by="carla@example.com")
    alone = {"rescheduleReason": "Outro dia", "guests": []}
    return first, second, await move(office.box, second, MUCH_LATER, answers=alone)


async def at(office: Office, later: timedelta, type_id: int, answers: dict[str, Any] = MARIA) -> Booking:
    """A page's booking, some time after the others."""
    order = Order(event_type_id=type_id, start=START + later, answers=answers)
    return (await booking.book(office.box, order))[0]


async def history(office: Office) -> None:
    """Rows of every kind that the recorded instance held, its team's left out."""
    box = office.box
    third = (await moved_twice(office))[2]
    await hosting.request_reschedule(box, third.uid, "Preciso mudar o horario")
    await at(office, 1 * DAY, 2, JOAO)
    await cancelling.cancel(box, (await at(office, 2 * DAY, 2, JOAO)).uid, "Médica em congresso")
    await cancelling.cancel(box, (await at(office, 3 * DAY, 2, JOAO)).uid, "Não poderei", "bia@example.com")
    await cancelling.cancel(box, (await at(office, 4 * DAY, 5)).uid, "fim do tratamento", whole_series=True)
    await hosting.reject(box, (await at(office, 5 * DAY, 3)).uid)
    await at(office, 6 * DAY, 4, PHONE_ONLY)
    await at(office, 7 * DAY, 6)
    await move(box, await at(office, 8 * DAY, 8), START + 9 * DAY, answers={"rescheduleReason": "mudou"})


async def two_rows(office: Office) -> None:
    """The first is open, the second the host cancelled."""
    await at(office, 0 * DAY, 1)
    await cancelling.cancel(office.box, (await at(office, HOUR, 2, JOAO)).uid, "Médica em congresso")


async def one_day(office: Office) -> None:
    """A day on which things were cancelled and moved to other days."""
    await two_rows(office)
    row = await at(office, 2 * HOUR, 2, JOAO)
    await cancelling.cancel(office.box, row.uid, "Não poderei comparecer", "bia@example.com")
    row = await at(office, 3 * HOUR, 1, {**CARLA, "guests": ["filho@example.com"]})
    await move(office.box, row, START + DAY, rescheduled_by="carla@example.com")
    await at(office, 4 * HOUR, 4, PHONE_ONLY)


async def upcoming_only(office: Office) -> None:
    """Rows that the old version lists: upcoming ones, and what it tells of a series."""
    await at(office, 1 * DAY, 1)
    await cancelling.cancel(office.box, (await at(office, 4 * DAY, 5)).uid, "fim", whole_series=True)
    await at(office, 6 * DAY, 4, PHONE_ONLY)
    await at(office, 7 * DAY, 6)
