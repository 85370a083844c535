"""A booking of our own that holds the hour of an appointment that staff entered (DESIGN.md, rule 12; CALCOM.md D3, D4)."""

from collections.abc import Iterable, Mapping
from typing import Any

from application.ports import Clock
from calcom_integration.client import CalComClient, Final, NewBooking, Refusal
from calcom_integration.dto.catalogue import EventTypeRow, Question
from calcom_integration.mapping import EventType, MappingTable
from calcom_integration.mapping.questions import plain
from calcom_integration.mappings import Mappings
from calcom_integration.outbound.told import Unsendable
from calcom_integration.refs import Refs
from domain.appointment import Appointment
from domain.booking.push import Order
from domain.merge import fold

_TEXTS = frozenset({"text", "textarea", "phone", "address", "url"})
_CHOICES = frozenset({"select", "radio"})
# Questions that the clinic answers with another field than the one they are named after here.
_FIELDS = {"unidade": "nome_unidade", "marca": "nome_marca"}
_NO_EVENT_TYPE = (
    "sem_tipo_de_evento",
    "Nenhum tipo de evento simples do Cal.com está ligado a esta unidade: não há como reservar o horário.",
)
_NO_CONTACT = "sem_contato", "O Cal.com precisa do e-mail ou do telefone do paciente para reservar o horário."


class Reservations:
    def __init__(self, client: CalComClient, mappings: Mappings, refs: Refs, clock: Clock) -> None:
        self._client, self._mappings, self._refs, self._clock = client, mappings, refs, clock

    async def of(self, appointment: Appointment, order: Order) -> NewBooking:
        """The booking to be made, its appointment planted and signed. Raises Unsendable, CalComError."""
        table = await self._mappings.current()
        event_type = await self._plain_one(table, appointment)
        answers = answers_to(event_type.booking_fields, appointment, table)
        email, phone = appointment.email or "", _phone(appointment)
        if not (email or phone):
            raise Unsendable(*_NO_CONTACT)
        standing = appointment.side.chain.fingerprint
        ref = self._refs.sign(appointment.id, event_type.id, self._clock.now(), standing)
        return NewBooking(
            event_type_id=event_type.id,
            start=order.value.inicio,
            name=appointment.nome_paciente,
            time_zone=appointment.fuso,
            email=email,
            phone=phone,
            answers=answers,
            metadata={"agendamento_id": appointment.id, "ref": ref},
        )

    async def _plain_one(self, table: MappingTable, appointment: Appointment) -> EventTypeRow:
        """The unit's first event type, in the mapping's order, that nothing but a start is needed for."""
        listed: Mapping[str, int] | None = None
        for mapped in _of_unit(table, appointment):
            found = await self._read(table.id_of(mapped), mapped)
            if (
                found is None and mapped.slug
            ):  # another Cal.com than the one last looked at, or never looked at
                listed = await self._listed() if listed is None else listed
                found = await self._read(listed.get(plain(mapped.slug)), mapped)
            if found and found.is_plain:
                return found
        raise Unsendable(*_NO_EVENT_TYPE)

    async def _read(self, event_type_id: int | None, mapped: EventType) -> EventTypeRow | None:
        """The event type with this id, if it is the one mapped: its slug decides."""
        if event_type_id is None:
            return None
        try:
            found = await self._client.event_types.get(event_type_id)
        except Final as error:
            if error.code is not Refusal.NOT_FOUND:
                raise
            return None
        is_it = mapped.slug is None or plain(found.slug or "") == plain(mapped.slug)
        return found if is_it else None

    async def _listed(self) -> Mapping[str, int]:
        """The ids of the key owner's event types, by compared slug."""
        username = (await self._client.me()).username
        try:
            rows = await self._client.event_types.of(username) if username else ()
        except Final as error:
            if error.code is not Refusal.NOT_FOUND:
                raise
            rows = ()
        return {plain(row.slug): row.id for row in rows if row.slug}


def answers_to(
    questions: Iterable[Question], appointment: Appointment, table: MappingTable
) -> dict[str, str]:
    """The answers that the clinic has to an event type's own questions, by slug. Raises Unsendable where a required one
    has none. Pure."""
    answers: dict[str, str] = {}
    missing: list[str] = []
    for question in questions:
        answer = _answer(question, appointment, table)
        if answer and question.slug and not question.is_default:
            answers[question.slug] = answer
        elif not answer and question.required and not question.hidden and _is_ours(question):
            missing.append(_name_of(question))
    if missing:
        raise Unsendable(
            "resposta_faltando", f"Falta no agendamento o que o Cal.com exige: {', '.join(missing)}."
        )
    return answers


def _name_of(question: Question) -> str:
    """Cal.com names its own questions by slug alone, and of those only one is the clinic's to answer."""
    return "E-mail" if question.is_default else question.label or question.slug or ""


def _is_ours(question: Question) -> bool:
    """Cal.com answers its own questions itself, but for the person's e-mail address."""
    return not question.is_default or question.slug == "email"


def _answer(question: Question, appointment: Appointment, table: MappingTable) -> str | None:
    if question.is_default:
        return appointment.email if question.slug == "email" else None
    if question.type == "phone":
        return _phone(appointment) if table.field_of(question.slug or "") == "telefone" else None
    field = table.field_of(question.slug or "")
    value: Any = getattr(appointment, _FIELDS.get(field, field), None) if field else None
    if not isinstance(value, str):
        return None
    if question.type in _CHOICES:
        return next((option for option in question.options if fold(option) == fold(value)), None)
    return value if question.type in _TEXTS else None


def _phone(appointment: Appointment) -> str:
    """E.164; whatever else stands there Cal.com refuses."""
    return appointment.telefone if appointment.telefone and appointment.telefone.startswith("+") else ""


def _of_unit(table: MappingTable, appointment: Appointment) -> list[EventType]:
    named = (appointment.nome_unidade, appointment.nome_marca)
    units = ((each, table.unit_of(each)) for each in table.event_types)
    return [each for each, unit in units if unit and (unit.nome_unidade, unit.nome_marca) == named]
