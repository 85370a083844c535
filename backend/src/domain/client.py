"""Clients: one record per patient, found again by CPF, else by phone plus name. Two become one by a person's word alone
(DESIGN.md, "Claims")."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from domain.appointment import Appointment
from domain.merge import fold
from domain.pending import Pending

# What a union fills where the survivor has none.
_FILLED = ("cpf", "telefone", "email")


@dataclass(frozen=True, slots=True, order=True)
class Claim:
    """Which visit gave a contact that nobody confirmed, and when (UTC) that was booked."""

    em: datetime
    agendamento_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A patient. `chaves` are phone-plus-name keys that lead here, no two clients hold one. `contato_em` (UTC) is when
    staff last gave phone or e-mail; `alegados` are those of the two that nobody confirmed, by field (`domain.claims`).
    `nome_confirmado`: staff wrote the name here. `separado_de` are ids of clients that a person said are somebody else.
    `a_comparar`: its visits are to be compared with it again.
    `total_agendamentos` counts every appointment; `ultima_visita` is the local day of the last one collected. `versao`
    grows with what staff may edit, `revisao` with every write."""

    id: str
    nome: str
    contato_em: datetime
    created_at: datetime
    updated_at: datetime
    cpf: str | None = None
    telefone: str | None = None
    email: str | None = None
    alegados: Mapping[str, Claim] = field(default_factory=dict)
    nome_confirmado: bool = False
    separado_de: tuple[str, ...] = ()
    a_comparar: bool = False
    chaves: tuple[str, ...] = ()
    total_agendamentos: int = 0
    ultima_visita: date | None = None
    versao: int = 0
    revisao: int = 0


@dataclass(frozen=True, slots=True)
class ClientTotals:
    """How many appointments are the client's, and the local day of the last one collected."""

    total_agendamentos: int
    ultima_visita: date | None


@dataclass(frozen=True, slots=True)
class Known:
    """The clients that an appointment may belong to: by its CPF, by its phone and name, and the one it is linked to."""

    by_cpf: Client | None = None
    by_contact: Client | None = None
    linked: Client | None = None


def cpf_of(appointment: Appointment) -> str | None:
    """The patient's CPF: given as such, else read from the document's text."""
    return appointment.cpf or (appointment.documento_normalizado or {}).get("cpf")


def contact_key(appointment: Appointment) -> str | None:
    """What finds a patient without CPF again; None without a phone that is one, or without a name."""
    if Pending.NOME_AUSENTE in appointment.pendencias:
        return None
    return key_of(appointment.telefone, appointment.nome_paciente)


def key_of(phone: str | None, name: str) -> str | None:
    """The key of a phone, where it is one (E.164), with a name."""
    return f"{phone}|{fold(name)}" if phone and phone.startswith("+") else None


def chosen(appointment: Appointment, known: Known) -> Client | None:
    """The client of the appointment, or None where it is a new one."""
    if not cpf_of(appointment):
        return known.by_contact or _still(appointment, known.linked)
    if known.by_cpf:
        return known.by_cpf
    without_cpf = (each for each in (known.linked, known.by_contact) if each and not each.cpf)
    return next((each for each in without_cpf if _still(appointment, each)), None)


def is_named_otherwise(appointment: Appointment, client: Client) -> bool:
    """Whether the appointment's CPF is known under another name: that renames nobody. The name of a client's only
    appointment may be corrected."""
    if fold(appointment.nome_paciente) == fold(client.nome) or Pending.NOME_AUSENTE in appointment.pendencias:
        return False
    return Pending.NOME_DIVERGENTE in appointment.pendencias or not _is_only(appointment, client)


def with_key(client: Client, key: str | None) -> Client:
    return client if key is None or key in client.chaves else replace(client, chaves=(*client.chaves, key))


def named(client: Client, appointment: Appointment) -> Client:
    """The client by the name of its only appointment, until staff wrote one."""
    is_unknown = client.nome_confirmado or Pending.NOME_AUSENTE in appointment.pendencias
    if is_unknown or not _is_only(appointment, client):
        return client
    return replace(client, nome=appointment.nome_paciente)


def may_be_one(client: Client, other: Client | None) -> bool:
    """Whether the key of one of the client's visits leads to another client, whom nobody told apart from it yet."""
    return other is not None and other.id != client.id and other.id not in client.separado_de


@dataclass(frozen=True, slots=True, kw_only=True)
class Union:
    """Two clients that a person made one: `absorbed` as it was, the fields that `survivor_id` had of it (`taken`), the ids
    of its `visits` then. `by` is a user's id, `at` UTC. `is_undone`: it is parted again, its visits are on their way back."""

    survivor_id: str
    absorbed: Client
    taken: tuple[str, ...]
    visits: tuple[str, ...]
    by: str
    at: datetime
    is_undone: bool = False


def taken_of(survivor: Client, absorbed: Client) -> tuple[str, ...]:
    """The fields that a union fills in the survivor."""
    return tuple(name for name in _FILLED if getattr(absorbed, name) and not getattr(survivor, name))


def united(survivor: Client, absorbed: Client) -> Client:
    """One client of two: the survivor's own values, the absorbed one's where it has none, all keys."""
    taken = taken_of(survivor, absorbed)
    alleged = {name: claim for name, claim in absorbed.alegados.items() if name in taken}
    return replace(
        survivor,
        **{name: getattr(absorbed, name) for name in taken},
        alegados={**survivor.alegados, **alleged},
        chaves=tuple(dict.fromkeys((*survivor.chaves, *absorbed.chaves))),
        separado_de=tuple(each for each in survivor.separado_de if each != absorbed.id),
    )


def parted(survivor: Client, union: Union) -> tuple[Client, Client]:
    """Both clients of a union after it is undone: what the survivor had of the other goes back, unless it was changed since."""
    other = union.absorbed
    back = [name for name in union.taken if getattr(survivor, name) == getattr(other, name)]
    emptied: dict[str, Any] = dict.fromkeys(back)
    left = replace(
        survivor,
        **emptied,
        alegados={name: claim for name, claim in survivor.alegados.items() if name not in back},
        chaves=tuple(key for key in survivor.chaves if key not in other.chaves),
    )
    again = replace(other, revisao=0, versao=other.versao + 1, total_agendamentos=0, ultima_visita=None)
    return separated_from(left, other.id), separated_from(again, survivor.id)


def separated_from(client: Client, other_id: str) -> Client:
    """The client, which a person said is not the other one."""
    return replace(client, separado_de=tuple(sorted({*client.separado_de, other_id})))


def _still(appointment: Appointment, client: Client | None) -> Client | None:
    """The linked client, where the appointment is still the same patient's."""
    if client is None or is_named_otherwise(appointment, client):
        return None
    return client


def _is_only(appointment: Appointment, client: Client) -> bool:
    return appointment.cliente_id == client.id and client.total_agendamentos <= 1
