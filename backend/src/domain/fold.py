"""Two appointments that turn out to be one chain become one (rule 8)."""

from collections.abc import Mapping
from dataclasses import MISSING, fields, replace
from datetime import datetime
from typing import Any

from domain.appointment import Appointment, Status
from domain.booking.chain import join_chains
from domain.booking.side import BookingSide, Disagreement, distinct
from domain.conflicts import value_of
from domain.merge import same
from domain.moves import with_route_to_review
from domain.status_merge import status_for
from domain.text import bounded_value

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
    conflicts: dict[str, Disagreement] = {}
    for name, names in _VALUES.items():
        theirs, is_ours = _value(younger, names), _touched(survivor, name, names)
        if theirs != _value(survivor, names) and not is_ours and _touched(younger, name, names):
            taken |= theirs
            came_over.add(name)
            base |= {name: younger.side.base[name]} if name in younger.side.base else {}
        stands = value_of(younger if name in came_over else survivor, name)
        contested = _contested(name, names, stands, (survivor, younger), at)
        conflicts |= {name: contested} if contested else {}
    folded = replace(survivor, **taken, **_joined(survivor, younger, base, conflicts, came_over))
    return with_route_to_review(folded) if "slot" in came_over and survivor.has_logistics else folded


def _contested(
    name: str, names: tuple[str, ...], stands: Any, both: tuple[Appointment, Appointment], at: datetime
) -> Disagreement | None:
    """The conflict over one value: what staff gave either appointment of `both` beside what `stands`, or what was open."""
    known = [each for one in both for each in one.side.disagreements if each.field == name]
    given = [value_of(one, name) for one in both if _given(one, name, names)]
    wanted = (*given, *(value for each in known for value in each.of_staff))
    others = distinct(value for value in wanted if value != stands)
    if given and others:
        return Disagreement(name, stands, others[0], "clinica", at, others)
    return known[0].over(known[-1]) if known else None


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
        doubts=distinct((*survivor.side.doubts, *younger.side.doubts)),
    )
    return {
        "booking": side,
        "pendencias": tuple(sorted({*survivor.pendencias, *younger.pendencias})),
        "absorvidos": (*survivor.absorvidos, *younger.absorvidos, younger.id),
        "agendado_por": survivor.agendado_por or younger.agendado_por,
    }


def _value(appointment: Appointment, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(appointment, name) for name in names}


def _given(appointment: Appointment, name: str, names: tuple[str, ...]) -> bool:
    """Whether staff chose this value themselves; one that they confirmed the patient for is the booking's still."""
    is_booking_s = value_of(appointment, name) == appointment.side.base.get(name)
    return _touched(appointment, name, names) and not is_booking_s


def _touched(appointment: Appointment, name: str, names: tuple[str, ...]) -> bool:
    """Whether staff gave this value: it differs from what the booking said last, or from the field's default."""
    base = appointment.side.base
    if name == "status":
        word = base.get("status")
        return word is None or appointment.status != status_for(Status.PENDENTE, word)
    if name == "slot":
        # A confirmation is of one time, and comes over with it; a cancelled visit has its own still.
        given = value_of(appointment, "confirmacao").values()
        is_confirmed = appointment.status is Status.CONFIRMADO or any(given)
        return "slot" in base and (appointment.slot != base["slot"] or is_confirmed)
    if name == "unidade":
        unit = {"nome_unidade": appointment.nome_unidade, "nome_marca": appointment.nome_marca}
        return "unidade" in base and unit != base["unidade"]
    if name in base:
        return not same(*(bounded_value(name, each) for each in (getattr(appointment, name), base[name])))
    return any(getattr(appointment, field) != _default(field) for field in names)


def _default(name: str) -> Any:
    default = _FIELDS[name].default
    return None if default is MISSING else default
