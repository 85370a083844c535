"""What is counted over a period's appointments. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from application.page import AppointmentQuery
from domain.appointment import Origin, Status, Tag
from domain.errors import Invalid

Key = TypeVar("Key", str, tuple[str, str])

DEFAULT_DAYS = 30
MAX_DAYS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many (`total`) appointments are alike in all of this. `is_past`: their hour has come."""

    status: Status
    origem: Origin
    nome_unidade: str
    nome_marca: str
    is_absent: bool
    is_pending: bool
    is_past: bool
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpis:
    """Shares are percentages with one decimal: of all appointments, the self-booked; of those whose hour has come and
    that are not cancelled, the absent."""

    total: int
    confirmados: int
    pendentes: int
    cancelados: int
    coletados: int
    por_origem: Sequence[tuple[str, int]]
    por_unidade: Sequence[tuple[tuple[str, str], int]]
    com_pendencia: int
    autoagendados_percentual: float
    ausentes_percentual: float


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many appointments of one origin are on one local day."""

    day: date
    origem: Origin
    total: int


@dataclass(frozen=True, slots=True)
class WeekCount:
    """Totals by origin of the seven days from the Monday `start`."""

    start: date
    totals: Mapping[Origin, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """The values that appointments have, by filter, in order."""

    nome_unidade: Sequence[str]
    nome_marca: Sequence[str]
    status: Sequence[str]
    origem: Sequence[str]
    pendencia: Sequence[str]
    tag: Sequence[Tag]
    driver_id: Sequence[str]
    collector_id: Sequence[str]


def in_period(query: AppointmentQuery, today: date) -> AppointmentQuery:
    """The query with both ends of its period: 30 days, the last one today, where it names none. Raises Invalid."""
    span = timedelta(days=DEFAULT_DAYS - 1)
    last = query.data_fim or (query.data_inicio + span if query.data_inicio else today)
    first = query.data_inicio or last - span
    if first > last:
        raise Invalid({"data_fim": "Deve ser a data de início ou depois."})
    if (last - first).days >= MAX_DAYS:
        raise Invalid({"data_fim": f"O período deve ter no máximo {MAX_DAYS} dias."})
    return replace(query, data_inicio=first, data_fim=last)


def kpis_of(counts: Iterable[Count]) -> Kpis:
    counted = list(counts)
    total = _sum(counted, lambda _: True)
    due = _sum(counted, lambda each: each.is_past and each.status is not Status.CANCELADO)
    absent = _sum(
        counted, lambda each: each.is_absent and each.is_past and each.status is not Status.CANCELADO
    )
    booked = _sum(counted, lambda each: each.origem is Origin.CALCOM)
    return Kpis(
        total=total,
        confirmados=_sum(counted, lambda each: each.status is Status.CONFIRMADO),
        pendentes=_sum(counted, lambda each: each.status is Status.PENDENTE),
        cancelados=_sum(counted, lambda each: each.status is Status.CANCELADO),
        coletados=_sum(counted, lambda each: each.status is Status.COLETADO),
        por_origem=_by(counted, lambda each: each.origem.value),
        por_unidade=_by(counted, lambda each: (each.nome_unidade, each.nome_marca)),
        com_pendencia=_sum(counted, lambda each: each.is_pending),
        autoagendados_percentual=_percent(booked, total),
        ausentes_percentual=_percent(absent, due),
    )


def weeks_until(today: date, weeks: int) -> tuple[date, date]:
    """The first and the last day of so many whole weeks, Monday to Sunday; `today` is in the last one."""
    monday = today - timedelta(days=today.weekday())
    return monday - timedelta(weeks=weeks - 1), monday + timedelta(days=6)


def by_week(counts: Iterable[DayCount], first: date, last: date) -> list[WeekCount]:
    """Every week from the Monday `first` to the Sunday `last`, the empty ones and every origin of each too."""
    totals = Counter[tuple[int, Origin]]()
    for each in counts:
        totals[(each.day - first).days // 7, each.origem] += each.total
    return [
        WeekCount(first + timedelta(weeks=n), {origin: totals[n, origin] for origin in Origin})
        for n in range(((last - first).days + 1) // 7)
    ]


def _sum(counts: Iterable[Count], counts_in: Callable[[Count], bool]) -> int:
    return sum(each.total for each in counts if counts_in(each))


def _by(counts: Iterable[Count], key: Callable[[Count], Key]) -> list[tuple[Key, int]]:
    """Totals by key, the largest first."""
    totals: Counter[Key] = Counter()
    for each in counts:
        totals[key(each)] += each.total
    return sorted(totals.items(), key=lambda found: (-found[1], str(found[0])))


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0
