"""The clinic's small lists. What is not `active` stays on what refers to it, and is not offered any more."""

from dataclasses import dataclass

from domain.appointment import Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """Where visits belong: a brand's unit, its IANA zone, and how long a visit takes there (minutes).

    Appointments keep the names and the zone that they were written with, whatever becomes of the unit. Where it
    `reserva_horario`, an hour that staff enter is held by a booking too, so that no patient books it.
    """

    id: str
    nome_unidade: str
    nome_marca: str
    fuso: str
    duracao_minutos: int
    endereco: str | None = None
    reserva_horario: bool = False
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedTag:
    """A tag as the list has it; `color` is `#rrggbb`."""

    id: str
    name: str
    color: str
    active: bool = True

    @property
    def tag(self) -> Tag:
        """The tag as an appointment carries it."""
        return Tag(id=self.id, name=self.name, color=self.color)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Person:
    id: str
    name: str
    phone: str | None = None
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver(_Person):
    """Takes a collector to the patients."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collector(_Person):
    """Draws the blood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Car:
    """`plate` is a Brazilian one, in capitals, without hyphen."""

    id: str
    plate: str
    model: str | None = None
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class LogisticsPackage:
    """A driver, a collector and a car that go together, ready-made."""

    id: str
    name: str
    driver_id: str
    collector_id: str
    car_id: str
    active: bool = True


SmallListItem = Unit | ListedTag | Driver | Collector | Car | LogisticsPackage
