"""Logistics: who goes to whom, and who was sent to two places at once (DOMAIN.md, "The appointment"). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import combinations

from domain.appointment import Appointment, Status
from domain.slots import Slot
from domain.small_lists import LogisticsPackage

# What can be in one place only at a time: the appointment's field → how staff call it.
RESOURCES = {"collector_id": "coletora", "driver_id": "motorista", "car_id": "carro"}


@dataclass(frozen=True, slots=True, order=True)
class Overlap:
    """One collector, car or driver (`kind`: a value of RESOURCES) at two appointments from `inicio` to `fim` (UTC)."""

    inicio: datetime
    fim: datetime
    kind: str
    resource_id: str
    appointment_ids: tuple[str, str]


def with_package(appointment: Appointment, package: LogisticsPackage) -> Appointment:
    """The appointment with the package and its driver, collector and car."""
    return replace(
        appointment,
        logistics_package_id=package.id,
        driver_id=package.driver_id,
        collector_id=package.collector_id,
        car_id=package.car_id,
    )


def overlaps(appointments: Iterable[Appointment]) -> list[Overlap]:
    """Every pair of appointments that need the same collector, car or driver at once, by time.

    Ends that touch do not overlap; `Cancelado` and what has no hour never counts.
    """
    visits = sorted(
        ((each.slot, each) for each in appointments if each.slot and each.status != Status.CANCELADO),
        key=lambda visit: (visit[0], visit[1].id),
    )
    return sorted(found for field in RESOURCES for found in _overlaps_of(field, visits))


def _overlaps_of(field: str, visits: list[tuple[Slot, Appointment]]) -> Iterable[Overlap]:
    """`visits` come by their start."""
    assigned: dict[str, list[tuple[Slot, Appointment]]] = {}
    for slot, visit in visits:
        if resource := getattr(visit, field):
            assigned.setdefault(resource, []).append((slot, visit))
    for resource, its_visits in assigned.items():
        for (slot, visit), (later, other) in combinations(its_visits, 2):
            if later.inicio < slot.fim:
                end = min(slot.fim, later.fim)
                yield Overlap(later.inicio, end, RESOURCES[field], resource, (visit.id, other.id))
