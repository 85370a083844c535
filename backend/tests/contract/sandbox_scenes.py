"""The recorded cases, acted out in the sandbox on the event types of the recorded instance."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from calcom_sandbox.acts import booking, cancelling, hosting, meetings, paying, rescheduling, seating
from calcom_sandbox.catalogue import Catalogue, EventType, Organiser, Question, load_catalogue
from calcom_sandbox.orders import Move, Order
from calcom_sandbox.payloads.notices import ping
from calcom_sandbox.rows import Booking
from calcom_sandbox.sandbox import Sandbox

START = datetime(2026, 11, 25, 13, 0, tzinfo=UTC)
LATER, MUCH_LATER = START + timedelta(hours=2), START + timedelta(hours=4)
Act: TypeAlias = Callable[[Sandbox], Awaitable[object]]

OWN = load_catalogue().event_types[0].questions
SYSTEM = tuple(question for question in OWN if question.system)
EXTRA = tuple(
    Question(slug, "text", slug, slug) for slug in ("sintomas", "primeira-vez", "exames", "peso", "historico")
)
BY_PHONE = (
    Question("name", "name", "your_name", "Nome", required=True, system=True),
    Question("email", "email", "email_address", "E-mail", hidden=True, system=True),
    Question("attendeePhoneNumber", "phone", "phone_number", "Fone", required=True, system=True),
    *SYSTEM[3:],
)


def event_type(id_: int, slug: str, **settings: Any) -> EventType:
    """A type of the recorded instance; most were never edited, so they have no stored questions."""
    defaults: dict[str, Any] = {"stored_questions": False, "questions": SYSTEM}
    return EventType(id_, slug, slug.capitalize(), "Rua das Flores 100", **(defaults | settings))


CLINIC = Catalogue(
    Organiser(1, "Dra. Ana Souza", "ana@clinica.test", "dra-ana", "America/Sao_Paulo"),
    (
        event_type(1, "consulta", description="Consulta simples"),
        event_type(2, "avaliacao", stored_questions=True, questions=OWN + EXTRA),
        event_type(3, "com-confirmacao", requires_confirmation=True),
        event_type(4, "so-telefone", questions=BY_PHONE),
        event_type(5, "sessao-semanal", recurrence={"freq": 2, "count": 3, "interval": 1}),
        event_type(6, "grupo", seats=3),
        event_type(7, "consulta-paga", price=15000, currency="brl"),
        event_type(8, "teleconsulta"),
    ),
)
MARIA = {"name": "Maria Paciente", "email": "maria@example.com"}
JOAO = {**MARIA, "cpf": "529.982.247-25", "telefone": "+5511987654321", "convenio": "Unimed"}
ANSWERED = {
    **JOAO,
    "sintomas": ["Dor"],
    "primeira-vez": True,
    "exames": ["Sangue"],
    "peso": "82",
    "historico": "Nada",
    "notes": "obs",
}


async def book(box: Sandbox, type_id: int, answers: dict[str, Any] | None = None, **order: Any) -> Booking:
    given = MARIA if answers is None else answers
    rows = await booking.book(box, Order(event_type_id=type_id, start=START, answers=given, **order))
    return rows[0]


async def move(box: Sandbox, row: Booking, start: datetime = LATER, **wish: Any) -> Booking:
    return await rescheduling.reschedule(box, row.uid, Move(start=start, **wish))


async def cancel_by_guest(box: Sandbox) -> None:
    row = await move(box, await book(box, 2, ANSWERED), answers={"rescheduleReason": "Trânsito"})
    await cancelling.cancel(box, row.uid, "Não poderei comparecer", "maria@example.com")


async def cancel_without_reason(box: Sandbox) -> None:
    await cancelling.cancel(box, (await book(box, 2, JOAO)).uid)


async def request_reschedule(box: Sandbox) -> Booking:
    return await hosting.request_reschedule(box, (await book(box, 2, ANSWERED)).uid, "Preciso mudar")


async def two_seats(box: Sandbox) -> tuple[Booking, str]:
    await book(box, 6)
    row = await book(box, 6, {"name": "Lia Assento", "email": "lia@example.com"})
    return row, row.seats[-1].reference_uid


async def cancel_seat(box: Sandbox) -> Booking:
    _, seat_uid = await two_seats(box)
    return await seating.cancel_seat(box, seat_uid, "desisti do grupo")


async def cancel_whole_seated(box: Sandbox) -> None:
    await cancelling.cancel(box, (await cancel_seat(box)).uid, "grupo suspenso")


async def move_seat(box: Sandbox) -> None:
    _, seat_uid = await two_seats(box)
    await seating.reschedule_seat(box, seat_uid, Move(start=LATER))


async def cancel_pending(box: Sandbox) -> None:
    await cancelling.cancel(box, (await book(box, 3)).uid, "desisti antes")


async def cancel_series(box: Sandbox) -> None:
    await cancelling.cancel(box, (await book(box, 5)).uid, "fim do tratamento", whole_series=True)


async def confirm(box: Sandbox) -> Booking:
    return await hosting.confirm(box, (await book(box, 3)).uid)


async def move_confirmed(box: Sandbox) -> Booking:
    return await move(box, await confirm(box), answers={"rescheduleReason": "outro dia"})


async def confirm_moved(box: Sandbox) -> None:
    await hosting.confirm(box, (await move_confirmed(box)).uid)


async def reject(box: Sandbox) -> None:
    await hosting.reject(box, (await book(box, 3)).uid, "Agenda cheia")


async def pay(box: Sandbox) -> None:
    await paying.pay(box, (await book(box, 7)).uid)


async def move_by_guest(box: Sandbox) -> Booking:
    row = await book(box, 1, {**MARIA, "guests": ["filho@example.com"]})
    return await move(
        box, row, answers={"rescheduleReason": "Imprevisto"}, rescheduled_by="maria@example.com"
    )


async def move_twice(box: Sandbox) -> None:
    row = await move_by_guest(box)
    await move(box, row, MUCH_LATER, answers={"rescheduleReason": "", "guests": []})


async def move_with_fields(box: Sandbox) -> None:
    row = await book(box, 2, ANSWERED)
    await move(box, row, answers={"rescheduleReason": "Trânsito"}, rescheduled_by="maria@example.com")


async def choose_again(box: Sandbox) -> None:
    await move(box, await request_reschedule(box))


async def start_and_end(box: Sandbox) -> None:
    row = await book(box, 2, JOAO)
    await meetings.fire(box, row.uid, "MEETING_STARTED")
    await meetings.fire(box, row.uid, "MEETING_ENDED")


async def absent(box: Sandbox) -> None:
    await hosting.mark_no_show(box, (await book(box, 2, JOAO)).uid, "maria@example.com")


async def send_ping(box: Sandbox) -> None:
    await box.courier.send("PING", ping(box.now()))


PHONE_ONLY = {"name": "Otto Fone", "attendeePhoneNumber": "+5511933334444"}
FULL = {**JOAO, "notes": "via api", "attendeePhoneNumber": "+5511900001111", "guests": ["mae@example.com"]}
CASES: dict[str, Act] = {
    "cancelled__by_guest_no_reason": cancel_without_reason,
    "cancelled__by_guest_with_reason": cancel_by_guest,
    "cancelled__by_host_request_reschedule": request_reschedule,
    "cancelled__one_seat_only": cancel_seat,
    "cancelled__pending": cancel_pending,
    "cancelled__recurring_all_remaining_single_delivery": cancel_series,
    "cancelled__whole_seated": cancel_whole_seated,
    "created__by_confirm_tRPC": confirm,
    "created__by_payment": pay,
    "created__confirm_after_reschedule": confirm_moved,
    "created__custom_fields_all_types": lambda box: book(box, 2, ANSWERED),
    "created__custom_fields_minimal": lambda box: book(box, 2, JOAO),
    "created__embed_inline_browser": lambda box: book(
        box, 2, {**JOAO, "guests": []}, metadata={"leadId": "lead-77"}
    ),
    "created__event_type_level_hook": lambda box: book(box, 1),
    "created__guests": lambda box: book(box, 1, {**MARIA, "guests": ["a@example.com", "b@example.com"]}),
    "created__phone_only_apiv2": lambda box: book(box, 4, PHONE_ONLY),
    "created__plain_nosecret": lambda box: book(box, 1, {**MARIA, "notes": "Primeira consulta"}),
    "created__plain_secret": lambda box: book(box, 1, {**MARIA, "notes": "Primeira consulta"}),
    "created__recurring_1of3": lambda box: book(box, 5),
    "created__recurring_2of3": lambda box: book(box, 5),
    "created__recurring_3of3": lambda box: book(box, 5),
    "created__seat1": lambda box: book(box, 6),
    "created__seat2_same_uid": two_seats,
    "created__via_api_v2_with_guest_and_metadata": lambda box: book(box, 2, FULL, metadata={"crmId": "42"}),
    "created__video_link_metadata": lambda box: book(box, 8, metadata={"leadId": "abc"}),
    "meeting_ended__plain": start_and_end,
    "meeting_started__plain": start_and_end,
    "no_show__api_v2": absent,
    "no_show__marked": absent,
    "paid__plain": pay,
    "payment_initiated__plain": lambda box: book(box, 7),
    "ping__nosecret": send_ping,
    "ping__secret": send_ping,
    "rejected__with_reason": reject,
    "requested__by_reschedule_of_confirm_event": move_confirmed,
    "requested__plain": lambda box: book(box, 3),
    "rescheduled__after_host_request": choose_again,
    "rescheduled__by_guest": move_by_guest,
    "rescheduled__custom_fields": move_with_fields,
    "rescheduled__seat_api_v2": move_seat,
    "rescheduled__second_time": move_twice,
}
