"""What only a person decides about clients: that a claimed contact is right, that two are one or are not (DESIGN.md,
"Claims"). A union can be undone."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from application.ports import AppointmentRepository, Clients, Clock
from application.races import redone
from application.services.appointment_service import AppointmentService
from application.services.client_service import ClientService, stamped
from domain.appointment import Appointment
from domain.claims import TO_CONFIRM
from domain.client import Client, Union, parted, separated_from, taken_of, united
from domain.errors import Conflict, Invalid, NotFound
from domain.history import Actor, Cause
from domain.users import User

_UNDONE, _CONFIRMED = Cause("cliente"), Cause("contato")


class OtherCpf(Conflict):
    code, detail = "cpfs_diferentes", "Os dois clientes têm CPFs diferentes e não podem ser unidos."


class ClientDecisions:
    def __init__(
        self,
        stored: Clients,
        clients: ClientService,
        appointments: AppointmentRepository,
        service: AppointmentService,
        clock: Clock,
    ) -> None:
        self._stored, self._clients = stored, clients
        self._appointments, self._service, self._clock = appointments, service, clock

    async def confirm_contact(
        self, appointment_id: str, seen: Mapping[str, str], user: User
    ) -> Appointment | None:
        """The appointment, once its client has the contacts of it that `user` saw, by field; None where it is gone since.
        Raises as `ClientService.confirm` does."""
        client_id = await self._clients.confirm(appointment_id, seen)
        settled = {TO_CONFIRM[name].value for name in seen}

        def without(appointment: Appointment) -> Appointment:
            return replace(
                appointment, pendencias=tuple(each for each in appointment.pendencias if each not in settled)
            )

        after = await self._service.amend(appointment_id, without, _CONFIRMED, _actor(user))
        await self._clients.recount(client_id)
        return after

    async def merge(self, client_id: str, other_id: str, user: User) -> Client:
        """One client of two: `other_id` becomes part of `client_id`; its appointments follow within seconds. Raises
        Invalid, OtherCpf, NotFound, ClientMoved."""
        if client_id == other_id:
            raise Invalid({"other_id": "Escolha outro cliente."})

        async def attempt() -> Client:
            survivor, absorbed = await self._clients.get(client_id), await self._clients.get(other_id)
            if survivor.cpf and absorbed.cpf and survivor.cpf != absorbed.cpf:
                raise OtherCpf
            union = Union(
                survivor_id=survivor.id,
                absorbed=absorbed,
                taken=taken_of(survivor, absorbed),
                visits=tuple(await self._appointments.ids_of_client(absorbed.id)),
                by=user.id,
                at=self._clock.now(),
            )
            after = replace(united(survivor, absorbed), a_comparar=True)
            return await self._stored.unite(stamped(survivor, after, union.at), union)

        return await redone(attempt)

    async def of(self, client_id: str) -> list[Union]:
        """The unions that can be undone, newest first: who became part of another client first is not among them."""
        found = await self._stored.unions_of(client_id)
        return [each for each in found if each.survivor_id == client_id]

    async def undo(self, client_id: str, other_id: str, user: User) -> Client:
        """The client `other_id` again, as it was before it became part of `client_id`, with its appointments. Safe to
        repeat where it was cut short. Raises NotFound, ClientMoved."""

        async def attempt() -> Union:
            survivor = await self._clients.get(client_id)
            union = next((each for each in await self.of(client_id) if each.absorbed.id == other_id), None)
            if union is None:
                raise NotFound
            if not union.is_undone:
                left, again = parted(survivor, union)
                again = await self._with_free_values(again, survivor.id)
                now = self._clock.now()
                left = stamped(survivor, replace(left, a_comparar=True), now)
                await self._stored.part(left, replace(again, updated_at=now, a_comparar=True))
            return union

        union = await redone(attempt)
        for appointment_id in union.visits:
            await self._give_back(appointment_id, client_id, other_id, user)
        await self._stored.end_union(other_id)
        for each in (client_id, other_id):
            await self._clients.recount(each)
        return await self._clients.get(other_id)

    async def separate(self, client_id: str, other_id: str) -> Client:
        """Remember that the two are different people: nothing asks about it again. Raises NotFound, ClientMoved."""
        for one, other in ((client_id, other_id), (other_id, client_id)):
            await redone(partial(self._separate, one, other))
            await self._clients.recount(one)
        return await self._clients.get(client_id)

    async def _separate(self, client_id: str, other_id: str) -> None:
        client = await self._clients.get(client_id)
        await self._clients.get(other_id)
        after = separated_from(client, other_id)
        if after != client:
            await self._stored.put(stamped(client, after, self._clock.now()))

    async def _with_free_values(self, client: Client, survivor_id: str) -> Client:
        """Without the CPF and keys that a third client has by now."""
        mine = (None, survivor_id)
        owner = await self._stored.by_cpf(client.cpf) if client.cpf else None
        cpf = client.cpf if (owner and owner.id) in mine else None
        holders = {key: await self._stored.by_key(key) for key in client.chaves}
        keys = (key for key, holder in holders.items() if (holder and holder.id) in mine)
        return replace(client, cpf=cpf, chaves=tuple(keys))

    async def _give_back(self, appointment_id: str, survivor_id: str, other_id: str, user: User) -> None:
        def moved(appointment: Appointment) -> Appointment:
            is_its = appointment.cliente_id == survivor_id
            return replace(appointment, cliente_id=other_id) if is_its else appointment

        await self._service.amend(appointment_id, moved, _UNDONE, _actor(user))


def _actor(user: User) -> Actor:
    return Actor("usuario", user.name)
