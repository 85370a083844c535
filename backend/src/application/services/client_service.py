"""Clients: kept in step with every appointment that is written, edited and united by staff."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from application.client_fields import cleaned, own_email
from application.page import Page
from application.ports import AppointmentRepository, Clients, Clock
from application.races import redone
from domain.appointment import Appointment
from domain.client import (
    Client,
    Known,
    absorbable,
    chosen,
    contact_key,
    cpf_of,
    in_step,
    is_named_otherwise,
    key_of,
    united,
)
from domain.errors import Conflict, Invalid, Moved, NotFound
from domain.pending import Pending

_EDITABLE = ("nome", "cpf", "telefone", "email")


class StaleClient(Conflict):
    code, detail = "versao_antiga", "Outra pessoa alterou este cliente; confira e salve de novo."


class CpfTaken(Conflict):
    code, detail = "cpf_em_uso", "Outro cliente já tem este CPF; una os dois cadastros."


class OtherCpf(Conflict):
    code, detail = "cpfs_diferentes", "Os dois clientes têm CPFs diferentes e não podem ser unidos."


class ClientMoved(Moved):
    code, detail = "incorporado", "Este cliente foi unido a outro."


@dataclass(frozen=True, slots=True)
class Match:
    """Whose an appointment is, and whether its CPF is known there under another name."""

    client_id: str
    is_named_otherwise: bool

    def onto(self, appointment: Appointment) -> Appointment:
        """The appointment, linked, with or without `nome_divergente`."""
        codes = set(appointment.pendencias) - {Pending.NOME_DIVERGENTE}
        codes |= {Pending.NOME_DIVERGENTE} if self.is_named_otherwise else set()
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
        known = await self._known(appointment)
        found = chosen(appointment, known)
        client = found or self._new(appointment)
        is_other = found is not None and is_named_otherwise(appointment, found)
        after = self._with_free_keys(in_step(client, appointment, own_email(appointment.email)), known)
        same = [] if is_other else absorbable(after, known)
        for other in same[:1]:
            await self._unite(after, other)
            return await self._keep(appointment)
        if found is None or after != client:
            await self._put(client, after)
        return Match(after.id, is_other)

    async def recount(self, client_id: str, *, is_marked: bool = False) -> bool:
        """Count a client's appointments again; False where the client is gone. A client that was marked for it is
        written in any case, which takes the mark away."""

        async def attempt() -> bool:
            client = await self._clients.get(client_id)
            if client is None:
                return False
            totals = await self._appointments.totals_of_client(client_id)
            counted = replace(
                client,
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
            if (before.telefone, before.email) != (after.telefone, after.email):
                after = replace(after, contato_em=self._clock.now())
            return await self._put(before, await self._with_own_key(after))

        return await redone(attempt)

    async def merge(self, client_id: str, other_id: str) -> Client:
        """One client of two: `other_id` becomes part of `client_id`; its appointments follow within seconds. Raises
        Invalid, OtherCpf, and as `get` does."""
        if client_id == other_id:
            raise Invalid({"other_id": "Escolha outro cliente."})

        async def attempt() -> Client:
            survivor, absorbed = await self.get(client_id), await self.get(other_id)
            if survivor.cpf and absorbed.cpf and survivor.cpf != absorbed.cpf:
                raise OtherCpf
            return await self._unite(survivor, absorbed)

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
        return await self._clients.put(self._stamped(before, after))

    async def _unite(self, survivor: Client, absorbed: Client) -> Client:
        after = self._stamped(survivor, united(survivor, absorbed))
        return await self._clients.unite(after, absorbed, self._clock.now())

    def _stamped(self, before: Client, after: Client) -> Client:
        moved = any(getattr(before, name) != getattr(after, name) for name in _EDITABLE)
        return replace(
            after,
            versao=before.versao + (moved or not before.versao),
            updated_at=self._clock.now(),
        )
