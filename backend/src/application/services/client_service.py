"""Clients: kept in step with every appointment that is written, edited and confirmed by staff."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from application.client_fields import cleaned, own_email
from application.page import Page
from application.ports import AppointmentRepository, Clients, Clock
from application.races import redone
from domain.appointment import Appointment
from domain.claims import TO_CONFIRM, confirmed, contacts_of, in_step, unconfirmed
from domain.client import (
    Client,
    Known,
    chosen,
    contact_key,
    cpf_of,
    is_named_otherwise,
    key_of,
    may_be_one,
)
from domain.errors import Conflict, Moved, NotFound
from domain.pending import Pending

_EDITABLE = ("nome", "cpf", "telefone", "email")
# What its visits are compared with: their codes follow from it.
_COMPARED = ("nome", "cpf", "telefone", "email", "chaves", "separado_de")
_CODES = {Pending.NOME_DIVERGENTE, Pending.CADASTRO_A_UNIR, *TO_CONFIRM.values()}


class StaleClient(Conflict):
    code, detail = "versao_antiga", "Outra pessoa alterou este cliente; confira e salve de novo."


class CpfTaken(Conflict):
    code, detail = "cpf_em_uso", "Outro cliente já tem este CPF; una os dois cadastros."


class ClientMoved(Moved):
    code, detail = "incorporado", "Este cliente foi unido a outro."


class ContactMoved(Conflict):
    code, detail = "contato_mudou", "O contato deste agendamento mudou; confira e tente de novo."


@dataclass(frozen=True, slots=True)
class Match:
    """Whose an appointment is, and what of it needs a person."""

    client_id: str
    codes: frozenset[str]

    def onto(self, appointment: Appointment) -> Appointment:
        """The appointment, linked, with these codes in the place of those of an earlier match."""
        codes = {*appointment.pendencias} - _CODES | self.codes
        return replace(appointment, cliente_id=self.client_id, pendencias=tuple(sorted(codes)))


class ClientService:
    def __init__(
        self,
        clients: Clients,
        appointments: AppointmentRepository,
        clock: Clock,
        new_id: Callable[[], str] = lambda: str(uuid4()),
    ) -> None:
        self._clients, self._appointments, self._clock, self._new_id = clients, appointments, clock, new_id

    async def get(self, client_id: str) -> Client:
        """Raises NotFound, or ClientMoved where another client absorbed it."""
        client = await self._clients.get(client_id)
        if client is not None:
            return client
        survivor_id = await self._clients.survivor_of(client_id)
        raise ClientMoved(survivor_id) if survivor_id else NotFound()

    async def search(self, q: str, page: int, page_size: int, *, is_cpf_hidden: bool) -> Page[Client]:
        """By name; `q` begins words of the name, the CPF (where it may be seen) or the phone."""
        return await self._clients.search(q, page, page_size, is_cpf_hidden=is_cpf_hidden)

    async def keep(self, appointment: Appointment) -> Match:
        """Find or make the client of an appointment, and bring it in step. Safe to repeat, and to race with."""
        return await redone(lambda: self._keep(appointment))

    async def _keep(self, appointment: Appointment) -> Match:
        known, email = await self._known(appointment), own_email(appointment.email)
        found = chosen(appointment, known)
        client = found or self._new(appointment)
        after = self._with_free_keys(in_step(client, appointment, email), known)
        if found is None or after != client:
            after = await self._put(client, after)
        phone, name = appointment.telefone, appointment.nome_paciente
        if phone and contact_key(appointment) in after.chaves:
            apart = (after.id, *after.separado_de)
            await self._appointments.marks.look_at_contact(phone, name, apart, self._clock.now())
        codes: set[str] = {Pending.CADASTRO_A_UNIR} if may_be_one(after, known.by_contact) else set()
        if is_named_otherwise(appointment, after):
            codes.add(Pending.NOME_DIVERGENTE)
        else:
            codes |= {TO_CONFIRM[name] for name in unconfirmed(after, contacts_of(appointment, email))}
        return Match(after.id, frozenset(codes))

    async def known_of(self, appointment: Appointment) -> Client | None:
        """The client that the appointment is linked to, where there is one."""
        return (await self._known(appointment)).linked

    async def candidates(self, appointment: Appointment) -> list[Client]:
        """Clients that may be the appointment's own one: what `cadastro_a_unir` stands for."""
        known = await self._known(appointment)
        other = known.by_contact
        return [other] if other and known.linked and may_be_one(known.linked, other) else []

    async def to_confirm(self, appointment: Appointment) -> dict[str, str]:
        """The contacts, by field, that the appointment gives and its client does not have confirmed."""
        client = await self.known_of(appointment)
        if client is None or is_named_otherwise(appointment, client):
            return {}
        return unconfirmed(client, contacts_of(appointment, own_email(appointment.email)))

    async def confirm(self, appointment_id: str, seen: Mapping[str, str]) -> str:
        """Give the client the contacts of the appointment, by field, that somebody saw were only claimed; the client's id.
        Raises NotFound; ContactMoved where the appointment claims something else by now."""

        async def attempt() -> str:
            appointment = await self._appointments.get(appointment_id)
            if appointment is None:
                raise NotFound
            claimed, client = await self.to_confirm(appointment), await self.known_of(appointment)
            if client is None or not seen or not seen.items() <= claimed.items():
                raise ContactMoved
            after = confirmed(client, seen, self._clock.now())
            await self._put(client, await self._with_own_key(after))
            return client.id

        return await redone(attempt)

    async def recount(self, client_id: str, *, is_marked: bool = False) -> bool:
        """Count a client's appointments again, and have those compared with it that may not fit it any more; False where the
        client is gone. A client that was marked for it is written in any case, which takes the mark away."""

        async def attempt() -> bool:
            client = await self._clients.get(client_id)
            if client is None:
                return False
            if client.a_comparar:
                await self._appointments.marks.look_at_client(client, self._clock.now())
            totals = await self._appointments.totals_of_client(client_id)
            counted = replace(
                client,
                a_comparar=False,
                total_agendamentos=totals.total_agendamentos,
                ultima_visita=totals.ultima_visita,
            )
            if is_marked or counted != client:
                await self._clients.put(counted)
            return True

        return await redone(attempt)

    async def edit(self, client_id: str, versao: int, changes: dict[str, Any]) -> Client:
        """The client after staff's `changes` of nome, cpf, telefone and email. Raises Invalid, StaleClient, CpfTaken,
        and as `get` does."""
        clean = cleaned(changes)

        async def attempt() -> Client:
            before = await self.get(client_id)
            if before.versao != versao:
                raise StaleClient
            after = replace(before, **clean)
            owner = await self._clients.by_cpf(after.cpf) if after.cpf else None
            if owner and owner.id != client_id:
                raise CpfTaken
            contacts = {name: clean[name] for name in TO_CONFIRM if name in clean}
            if contacts:
                after = confirmed(after, contacts, self._clock.now())
            after = replace(after, nome_confirmado=before.nome_confirmado or "nome" in clean)
            stored = await self._put(before, await self._with_own_key(after))
            if not stored.a_comparar:
                return stored
            await self.recount(client_id)
            return await self.get(client_id)

        return await redone(attempt)

    async def _known(self, appointment: Appointment) -> Known:
        cpf, key = cpf_of(appointment), contact_key(appointment)
        linked_id = appointment.cliente_id
        linked_id = linked_id and (await self._clients.survivor_of(linked_id) or linked_id)
        return Known(
            by_cpf=await self._clients.by_cpf(cpf) if cpf else None,
            by_contact=await self._clients.by_key(key) if key else None,
            linked=await self._clients.get(linked_id) if linked_id else None,
        )

    def _new(self, appointment: Appointment) -> Client:
        now = self._clock.now()
        return Client(
            id=self._new_id(),
            nome=appointment.nome_paciente,
            contato_em=appointment.created_at,
            created_at=now,
            updated_at=now,
        )

    def _with_free_keys(self, client: Client, known: Known) -> Client:
        """Without the key that another client holds: the first to have it keeps it."""
        holder = known.by_contact
        if holder is None or holder.id == client.id:
            return client
        return replace(client, chaves=tuple(key for key in client.chaves if key not in holder.chaves))

    async def _with_own_key(self, client: Client) -> Client:
        key = key_of(client.telefone, client.nome)
        if key is None or key in client.chaves or await self._clients.by_key(key):
            return client
        return replace(client, chaves=(*client.chaves, key))

    async def _put(self, before: Client, after: Client) -> Client:
        return await self._clients.put(stamped(before, after, self._clock.now()))


def stamped(before: Client, after: Client, at: datetime) -> Client:
    """What `before` becomes at `at` (UTC), with its new version."""
    moved = _differ(before, after, _EDITABLE)
    return replace(
        after,
        versao=before.versao + (moved or not before.versao),
        updated_at=at,
        a_comparar=after.a_comparar or (bool(before.revisao) and _differ(before, after, _COMPARED)),
    )


def _differ(one: Client, other: Client, names: tuple[str, ...]) -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in names)
