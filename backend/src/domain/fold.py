"""Two appointments that turn out to be one chain become one (rule 8)."""

from collections.abc import Mapping
from dataclasses import MISSING, fields, replace
from datetime import datetime
from typing import Any

from domain.appointment import Appointment, Status
from domain.booking.chain import join_chains
from domain.booking.side import BookingSide, Disagreement
from domain.merge import same
from domain.moves import with_route_to_review
from domain.status_merge import status_for

# Fields that are one value stand together under the name that the base knows.
_GROUPS: dict[str, tuple[str, ...]] = {
    "slot": ("inicio", "fim", "data_agendamento", "hora_agendamento"),
    "unidade": ("nome_unidade", "nome_marca", "fuso"),
    "confirmacao": ("canal_confirmacao", "data_confirmacao", "hora_confirmacao"),
    "endereco_completo": ("endereco_completo", "endereco_normalizado"),
    "documento_completo": ("documento_completo", "documento_normalizado"),
}
_GROUPED = {name for group in _GROUPS.values() for name in group}
_KEPT = {
    "id",
    "origem",
    "created_at",
    "updated_at",
    "versao",
    "cadastrado_por",
    "cliente_id",
    "anonimizado_em",
}
_JOINED = {"pendencias", "booking", "absorvidos", "agendado_por"}
_FIELDS = {f.name: f for f in fields(Appointment)}
_VALUES = _GROUPS | {name: (name,) for name in _FIELDS if name not in _GROUPED | _KEPT | _JOINED}


def survivor_first(appointments: list[Appointment]) -> list[Appointment]:
    """The appointments, the one that survives a fold first: the smaller `created_at`, then id."""
    return sorted(appointments, key=lambda a: (a.created_at, a.id))


def fold(survivor: Appointment, younger: Appointment, at: datetime) -> Appointment:
    """The survivor with the younger's chain, and what only the younger's staff changed; changed in both is a conflict.

    The result still has to be merged with the view of the joined chain. `at` is UTC.
    """
    taken: dict[str, Any] = {}
    came_over: set[str] = set()
    base = dict(survivor.side.base)
    conflicts = {d.field: d for d in (*younger.side.disagreements, *survivor.side.disagreements)}
    for name, names in _VALUES.items():
        ours, theirs = _value(survivor, names), _value(younger, names)
        if ours == theirs or not _touched(younger, name, names):
            continue
        if _touched(survivor, name, names):
            conflicts[name] = Disagreement(name, _plain(ours), _plain(theirs), "clinica", at)
        else:
            taken |= theirs
            came_over.add(name)
            base |= {name: younger.side.base[name]} if name in younger.side.base else {}
    folded = replace(survivor, **taken, **_joined(survivor, younger, base, conflicts, came_over))
    return with_route_to_review(folded) if "slot" in came_over and survivor.has_logistics else folded


def _joined(
    survivor: Appointment,
    younger: Appointment,
    base: dict[str, Any],
    conflicts: Mapping[str, Disagreement],
    came_over: set[str],
) -> dict[str, Any]:
    side = BookingSide(
        chain=join_chains(survivor.side.chain, younger.side.chain),
        base=base,
        disagreements=tuple(conflicts[name] for name in sorted(conflicts)),
        previous=survivor.side.previous + younger.side.previous,
        intents={
            **survivor.side.intents,
            **{n: i for n, i in younger.side.intents.items() if n in came_over},
        },
        pushes={
            **{n: p for n, p in younger.side.pushes.items() if n in came_over or p.in_flight},
            **survivor.side.pushes,
        },
    )
    return {
        "booking": side,
        "pendencias": tuple(sorted({*survivor.pendencias, *younger.pendencias})),
        "absorvidos": (*survivor.absorvidos, *younger.absorvidos, younger.id),
        "agendado_por": survivor.agendado_por or younger.agendado_por,
    }


def _value(appointment: Appointment, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(appointment, name) for name in names}


def _plain(value: dict[str, Any]) -> Any:
    return next(iter(value.values())) if len(value) == 1 else value


def _touched(appointment: Appointment, name: str, names: tuple[str, ...]) -> bool:
    """Whether staff gave this value: it differs from what the booking said last, or from the field's default."""
    base = appointment.side.base
    if name == "status":
        word = base.get("status")
        return word is None or appointment.status != status_for(Status.PENDENTE, word)
    if name == "slot":
        is_confirmed = (
            appointment.status is Status.CONFIRMADO
        )  # a confirmation is of one time, and comes over with it
        return "slot" in base and (appointment.slot != base["slot"] or is_confirmed)
    if name == "unidade":
        told = {"nome_unidade": appointment.nome_unidade, "nome_marca": appointment.nome_marca}
        return "unidade" in base and told != base["unidade"]
    if name in base:
        return not same(getattr(appointment, name), base[name])
    return any(getattr(appointment, field) != _default(field) for field in names)


def _default(name: str) -> Any:
    default = _FIELDS[name].default
    return None if default is MISSING else default
