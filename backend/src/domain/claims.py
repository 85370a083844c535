"""What a visit says of its patient's phone and e-mail: a claim by whoever booked (or wrote a spreadsheet), or the word of staff
(DESIGN.md, "Claims"). A claim fills what is empty and replaces nothing that a person or an earlier booking gave. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from domain.appointment import Appointment, Origin
from domain.booking.row import NEVER
from domain.client import (
    Claim,
    Client,
    contact_key,
    cpf_of,
    is_named_otherwise,
    named,
    with_key,
)
from domain.merge import same
from domain.pending import Pending

CONTACTS = ("telefone", "email")
TO_CONFIRM = {"telefone": Pending.TELEFONE_A_CONFIRMAR, "email": Pending.EMAIL_A_CONFIRMAR}


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact as a visit gives it: a claim, else (None) the word of staff, who entered the visit at `at` (UTC)."""

    value: str
    claim: Claim | None
    at: datetime


def in_step(client: Client, appointment: Appointment, email: str | None) -> Client:
    """The client after one of its visits: its CPF, name, contacts and key. A contact that is not the client's adds no key.
    `email` is the appointment's, where it is the patient's own."""
    client = replace(client, cpf=client.cpf or cpf_of(appointment))
    if is_named_otherwise(appointment, client):
        return client
    given = contacts_of(appointment, email)
    client = named(with_contacts(client, given), appointment)
    phone = given.get("telefone")
    is_its = phone is not None and (phone.claim is None or same(phone.value, client.telefone))
    return with_key(client, contact_key(appointment)) if is_its else client


def contacts_of(appointment: Appointment, email: str | None) -> dict[str, Contact]:
    """The contacts that the appointment gives, by field. `email` is its address, where that is the patient's own."""
    given = {"telefone": appointment.telefone, "email": email}
    return {name: _contact(appointment, name, value) for name, value in given.items() if value}


def with_contacts(client: Client, given: Mapping[str, Contact]) -> Client:
    """The client after the contacts of one of its visits. Any order of the same claims ends alike: of claims the one of the
    earliest booking stands. Of two words of staff the later visit's does."""
    for name, contact in given.items():
        client = _said(client, name, contact) if contact.claim is None else _claimed(client, name, contact)
    return client


def confirmed(client: Client, values: Mapping[str, str | None], at: datetime) -> Client:
    """The client with the `values` of contact fields that a person said are right at `at` (UTC)."""
    alleged = {name: claim for name, claim in client.alegados.items() if name not in values}
    contacts: dict[str, Any] = dict(values)
    return replace(client, **contacts, alegados=alleged, contato_em=at)


def confirmed_contacts(client: Client) -> dict[str, str]:
    """The client's contacts that more than a booking stands for, by field."""
    held = {name: getattr(client, name) for name in CONTACTS if name not in client.alegados}
    return {name: value for name, value in held.items() if value}


def unconfirmed(client: Client, given: Mapping[str, Contact]) -> dict[str, str]:
    """The claims of a visit that differ from what its client has: they wait for a person. By field."""
    return {
        name: contact.value
        for name, contact in given.items()
        if contact.claim and _is_usable(name, contact.value) and _differs(client, name, contact.value)
    }


def to_prefill(appointment: Appointment, client: Client | None, email: str | None) -> dict[str, str | None]:
    """The contacts that a form may be filled with for a visit: what staff gave it, else what its `client` has confirmed."""
    is_same = client is not None and same(client.nome, appointment.nome_paciente)
    known = confirmed_contacts(client) if client is not None and is_same else {}
    of_staff = {
        name: contact.value
        for name, contact in contacts_of(appointment, email).items()
        if contact.claim is None
    }
    return {name: of_staff.get(name) or known.get(name) for name in CONTACTS}


def _contact(appointment: Appointment, name: str, value: str) -> Contact:
    booked = appointment.side.base.get(name)
    is_claim = same(value, booked) if booked else appointment.origem is Origin.PLANILHA
    claim = Claim(_booked_at(appointment), appointment.id) if is_claim else None
    return Contact(value, claim, appointment.created_at)


def _booked_at(appointment: Appointment) -> datetime:
    """To the millisecond, as it is stored."""
    rows = appointment.side.chain.oldest_first
    made = rows[0].made if rows else NEVER
    at = appointment.created_at if made == NEVER else made
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def _claimed(client: Client, name: str, contact: Contact) -> Client:
    """A claim gives way to that of an earlier booking, and to what its own visit says now; nothing else gives way to one."""
    stands, known, claim = getattr(client, name), client.alegados.get(name), contact.claim
    is_first = (
        known is not None
        and claim is not None
        and (claim <= known or claim.agendamento_id == known.agendamento_id)
    )
    if claim is None or (stands and not is_first):
        return client
    filled: dict[str, Any] = {name: contact.value}
    return replace(client, **filled, alegados={**client.alegados, name: claim})


def _said(client: Client, name: str, contact: Contact) -> Client:
    is_confirmed = bool(getattr(client, name)) and name not in client.alegados
    if is_confirmed and contact.at < client.contato_em:
        return client
    return confirmed(client, {name: contact.value}, max(contact.at, client.contato_em))


def _is_usable(name: str, value: str) -> bool:
    """A phone that is no number waits as `telefone_invalido` already."""
    return name != "telefone" or value.startswith("+")


def _differs(client: Client, name: str, value: str) -> bool:
    stands = getattr(client, name)
    return bool(stands) and not same(stands, value)
