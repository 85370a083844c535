"""The cases recorded from Cal.diy 6.2.0, acted out in a sandbox that plays it, on the event types of that instance."""

from typing import Any

from calcom_sandbox.acts import booking, cancelling, hosting, meetings
from calcom_sandbox.api_v2.booking_fields import BookingField, asked
from calcom_sandbox.catalogue import VIDEO, Catalogue, EventType, Organiser
from calcom_sandbox.orders import Order
from calcom_sandbox.rows import Booking
from calcom_sandbox.sandbox import Sandbox
from tests.contract.sandbox_scenes import LATER, START, SYSTEM, Act, move

CONVENIOS = ["Particular", "Bradesco Saúde", "Unimed", "Amil", "SulAmérica"]
QUESTIONS: tuple[dict[str, Any], ...] = (
    {"type": "text", "slug": "cpf", "label": "CPF", "required": True},
    {"type": "phone", "slug": "telefone", "label": "Telefone / WhatsApp", "required": True},
    {"type": "select", "slug": "convenio", "label": "Convênio", "options": CONVENIOS},
    {"type": "textarea", "slug": "observacoes", "label": "Observações para a coleta"},
    {"type": "text", "slug": "unidade", "label": "Unidade", "hidden": True},
)
ASKED = asked(SYSTEM, [BookingField.model_validate(each) for each in QUESTIONS])


def event_type(id_: int, slug: str, **settings: Any) -> EventType:
    """A type of the recorded instance, as its `setup` made it."""
    rules: dict[str, Any] = {"questions": ASKED, "is_place_public": True, **settings}
    return EventType(id_, slug, slug.capitalize(), "Avenida Paulista, 1000", **rules)


CLINIC_6_2 = Catalogue(
    Organiser(2, "Clinica Aurora", "clinica@example.com", "clinica", "America/Sao_Paulo"),
    (
        event_type(1, "coleta-paulista"),
        event_type(3, "coleta-confirmacao", requires_confirmation=True),
        event_type(5, "coleta-semanal", recurrence={"freq": 2, "count": 3, "interval": 1}),
        event_type(6, "campanha-vacina", seats=3),
    ),
)
# Made through the API without questions or a place of its own, with seats.
SEATED = EventType(
    10,
    "coleta-vagas",
    "Coleta domiciliar Moema",
    VIDEO,
    seats=3,
    seats_show={"showAttendeeInfo": False, "showAvailabilityCount": False},
    questions=SYSTEM,
)
MARINA = {
    "name": "Marina Exemplo da Silva",
    "email": "marina.exemplo@example.com",
    "cpf": "529.982.247-25",
    "telefone": "+5511987654321",
    "convenio": "Unimed",
    "observacoes": "Veia difícil",
    "guests": list[str](),
}
WITHOUT_GUESTS = {key: value for key, value in MARINA.items() if key != "guests"}


async def book(box: Sandbox, type_id: int, *, by_page: bool = True) -> Booking:
    """A booking of the page, or of the API, which asks no question about the place."""
    given = MARINA if by_page else WITHOUT_GUESTS
    order = Order(event_type_id=type_id, start=START, answers=given, answers_place=by_page)
    return (await booking.book(box, order))[0]


async def cancel_moved(box: Sandbox) -> None:
    row = await move(box, await book(box, 1))
    await cancelling.cancel(box, row.uid, "Viajei, não consigo")


async def cancel_following(box: Sandbox) -> None:
    """As API v2 does with `cancelSubsequentBookings`."""
    row = await book(box, 5, by_page=False)
    names = box.line.api_series_names_rule
    await cancelling.cancel(box, row.uid, "todas", from_this_on=True, names_rule=names)


async def confirm_declined(box: Sandbox) -> None:
    row = await hosting.reject(box, (await book(box, 3, by_page=False)).uid)
    await hosting.confirm(box, row.uid)


async def move_confirmed(box: Sandbox, *, by_page: bool) -> None:
    row = await hosting.confirm(box, (await book(box, 3, by_page=by_page)).uid)
    await move(box, row, LATER, api_reason=None if by_page else "prefiro domingo")


async def end(box: Sandbox) -> None:
    await meetings.fire(box, (await book(box, 1)).uid, "MEETING_ENDED")


CASES_6_2: dict[str, Act] = {
    "cancelled__by_guest_caldiy_requestReschedule_false": cancel_moved,
    "cancelled__recurring_subsequent_by_api_no_recurringEvent": cancel_following,
    "created__confirm_after_decline_revives": confirm_declined,
    "created__embed_caldiy_icaluid_at_cal_diy": lambda box: book(box, 1),
    "meeting_ended_caldiy": end,
    "requested__by_reschedule_of_confirm_event_caldiy__page": lambda box: move_confirmed(box, by_page=True),
    "requested__by_reschedule_of_confirm_event_caldiy_no_rescheduleUid__api": lambda box: move_confirmed(
        box, by_page=False
    ),
}
