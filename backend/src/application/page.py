"""The envelope of every list, and the question that the listing of appointments answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")

MAX_PAGE_SIZE = 100


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list: `page` counts from 1, `total` counts all pages' items."""

    items: Sequence[T]
    page: int
    page_size: int
    total: int


class Scope(StrEnum):
    CURRENT = "current"
    HISTORY = "history"
    UNSCHEDULED = "unscheduled"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentQuery:
    """A listing's filters; values of one filter are alternatives. Dates are local to each appointment's unit.

    `sort` is a field's name, with a leading `-` for descending. `q` begins words of the patient's name, the CPF or the
    phone; where `is_cpf_hidden`, not the CPF.
    """

    scope: Scope = Scope.CURRENT
    nome_unidade: tuple[str, ...] = ()
    nome_marca: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    origem: tuple[str, ...] = ()
    data_inicio: date | None = None
    data_fim: date | None = None
    driver_id: tuple[str, ...] = ()
    collector_id: tuple[str, ...] = ()
    car_id: tuple[str, ...] = ()
    logistics_package_id: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    pendencia: tuple[str, ...] = ()
    cliente_id: tuple[str, ...] = ()
    q: str | None = None
    is_cpf_hidden: bool = False
    sort: str | None = None
    page: int = 1
    page_size: int = 20
