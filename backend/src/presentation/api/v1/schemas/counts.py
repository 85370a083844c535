"""KPIs and the values of filters, as the API tells them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date

from pydantic import BaseModel

from application.counts import Kpis, Present, WeekCount
from application.page import AppointmentQuery
from presentation.api.v1.schemas.appointments import TagOut


class OriginCountOut(BaseModel):
    origem: str
    total: int


class UnitCountOut(BaseModel):
    nome_unidade: str
    nome_marca: str
    total: int


class KpisOut(BaseModel):
    """Over the period from `data_inicio` to `data_fim`, both included. Percentages have one decimal: self-booked of
    all, absent of those whose hour has come and that are not cancelled."""

    total: int
    confirmados: int
    pendentes: int
    cancelados: int
    coletados: int
    por_origem: list[OriginCountOut]
    por_unidade: list[UnitCountOut]
    com_pendencia: int
    autoagendados_percentual: float
    ausentes_percentual: float
    data_inicio: date | None
    data_fim: date | None

    @classmethod
    def of(cls, kpis: Kpis, query: AppointmentQuery) -> "KpisOut":
        told = asdict(kpis) | {"data_inicio": query.data_inicio, "data_fim": query.data_fim}
        told["por_origem"] = [OriginCountOut(origem=name, total=total) for name, total in kpis.por_origem]
        told["por_unidade"] = [
            UnitCountOut(nome_unidade=unit, nome_marca=brand, total=total)
            for (unit, brand), total in kpis.por_unidade
        ]
        return cls(**told)


class WeekOut(BaseModel):
    """The seven local days from the Monday `inicio`, by the day of the visit."""

    inicio: date
    por_origem: list[OriginCountOut]

    @classmethod
    def of(cls, week: WeekCount) -> "WeekOut":
        counted = [OriginCountOut(origem=origin.value, total=total) for origin, total in week.totals.items()]
        return cls(inicio=week.start, por_origem=counted)


class NamedOut(BaseModel):
    id: str
    name: str


class FiltersOut(BaseModel):
    """The values that appointments of the period have, of each filter, where all other filters are kept."""

    nome_unidade: list[str]
    nome_marca: list[str]
    status: list[str]
    origem: list[str]
    tag: list[TagOut]
    pendencia: list[str]
    driver_id: list[NamedOut]
    collector_id: list[NamedOut]

    @classmethod
    def of(cls, present: Present, drivers: Mapping[str, str], collectors: Mapping[str, str]) -> "FiltersOut":
        """`drivers` and `collectors` are names by id."""
        told = asdict(present) | {
            "driver_id": _named(present.driver_id, drivers),
            "collector_id": _named(present.collector_id, collectors),
        }
        return cls(**told)


def _named(ids: Sequence[str], names: Mapping[str, str]) -> list[NamedOut]:
    found = [NamedOut(id=each, name=names.get(each, each)) for each in ids]
    return sorted(found, key=lambda each: each.name)
