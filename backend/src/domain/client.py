"""Clients: one record per patient, found again by CPF, else by phone plus name (DOMAIN.md, "Around the appointment")."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from domain.appointment import Appointment
from domain.merge import fold
from domain.pending import Pending


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A patient. `chaves` are phone-plus-name keys that lead here, no two clients hold one. `contato_em` (UTC) is when
    phone and e-mail were last told. `total_agendamentos` counts every appointment; `ultima_visita` is the local day of
    the last one collected. `versao` grows with what staff may edit, `revisao` with every write."""

    id: str
    nome: str
    contato_em: datetime
    created_at: datetime
    updated_at: datetime
    cpf: str | None = None
    telefone: str | None = None
    email: str | None = None
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


def in_step(client: Client, appointment: Appointment, email: str | None) -> Client:
    """The client after the appointment: its CPF, its key, and the contact that was told later. `email` is the
    appointment's, where it is the patient's own."""
    client = replace(client, cpf=client.cpf or cpf_of(appointment))
    if is_named_otherwise(appointment, client):
        return client
    key = contact_key(appointment)
    if key and key not in client.chaves:
        client = replace(client, chaves=(*client.chaves, key))
    if Pending.NOME_AUSENTE not in appointment.pendencias and _is_only(appointment, client):
        client = replace(client, nome=appointment.nome_paciente)
    if appointment.created_at < client.contato_em:
        return replace(client, telefone=client.telefone or appointment.telefone, email=client.email or email)
    return replace(
        client,
        telefone=appointment.telefone or client.telefone,
        email=email or client.email,
        contato_em=appointment.created_at,
    )


def absorbable(client: Client, known: Known) -> list[Client]:
    """Clients without CPF who turned out to be `client`: the appointment leads to both, and they bear one name."""
    others = {each.id: each for each in (known.by_contact, known.linked) if each and not each.cpf}
    return [each for each in others.values() if each.id != client.id and fold(each.nome) == fold(client.nome)]


def united(survivor: Client, absorbed: Client) -> Client:
    """One client of two: the survivor's own values, the absorbed one's where it has none, all keys."""
    return replace(
        survivor,
        cpf=survivor.cpf or absorbed.cpf,
        telefone=survivor.telefone or absorbed.telefone,
        email=survivor.email or absorbed.email,
        chaves=tuple(dict.fromkeys((*survivor.chaves, *absorbed.chaves))),
    )


def _still(appointment: Appointment, client: Client | None) -> Client | None:
    """The linked client, where the appointment is still the same patient's."""
    if client is None or is_named_otherwise(appointment, client):
        return None
    return client


def _is_only(appointment: Appointment, client: Client) -> bool:
    return appointment.cliente_id == client.id and client.total_agendamentos <= 1
