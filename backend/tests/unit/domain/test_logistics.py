"""Who was sent to two places at once."""

from dataclasses import replace
from datetime import date
from typing import Any

from domain.appointment import Appointment, Status
from domain.logistics import overlaps, with_package
from domain.small_lists import LogisticsPackage
from tests.builders import an_appointment


def visit(id: str, hour: str | None, **over: Any) -> Appointment:
    """Half an hour in São Paulo (three hours behind UTC)."""
    return an_appointment(id=id, data_agendamento=date(2026, 12, 1), hora_agendamento=hour, **over)


def found(*visits: Appointment) -> list[tuple[str, str, tuple[str, str], str]]:
    return [
        (each.kind, each.resource_id, each.appointment_ids, f"{each.inicio:%H:%M}-{each.fim:%H:%M}")
        for each in overlaps(visits)
    ]


def test_a_package_sets_the_other_three() -> None:
    package = LogisticsPackage(id="p", name="Zona sul", driver_id="d", collector_id="c", car_id="k")
    given = with_package(an_appointment(driver_id="outro"), package)
    assert (given.logistics_package_id, given.driver_id, given.collector_id, given.car_id) == (
        "p",
        "d",
        "c",
        "k",
    )


def test_each_resource_is_told_for_itself_by_time() -> None:
    visits = [
        visit("b", "09:20", collector_id="c", car_id="k"),
        visit("a", "09:00", collector_id="c", driver_id="d"),
        visit("x", "07:00", driver_id="d", car_id="k"),
        visit("y", "07:00", driver_id="d", car_id="k2"),
    ]
    assert found(*visits) == [
        ("motorista", "d", ("x", "y"), "10:00-10:30"),
        ("coletora", "c", ("a", "b"), "12:20-12:30"),
    ]


def test_ends_that_touch_do_not_overlap() -> None:
    assert found(visit("a", "09:00", car_id="k"), visit("b", "09:30", car_id="k")) == []


def test_a_long_visit_overlaps_all_within_it() -> None:
    long = visit("a", "09:00", collector_id="c")
    long = replace(long, fim=visit("_", "10:30").fim)
    others = [visit("b", "09:15", collector_id="c"), visit("d", "10:00", collector_id="c")]
    assert [ids for _, _, ids, _ in found(*others, long)] == [("a", "b"), ("a", "d")]


def test_the_true_instants_count_not_the_local_hours() -> None:
    manaus = visit("a", "08:00", collector_id="c", fuso="America/Manaus")
    paulista = visit("b", "09:00", collector_id="c")
    assert [ids for _, _, ids, _ in found(manaus, paulista)] == [("a", "b")]
    assert found(manaus, visit("d", "08:00", collector_id="c")) == []


def test_cancelled_and_hourless_visits_and_unassigned_ones_never_count() -> None:
    assert (
        found(
            visit("a", "09:00", collector_id="c"),
            visit("b", "09:00", collector_id="c", status=Status.CANCELADO),
            visit("d", None, collector_id="c"),
            visit("e", "09:00"),
            visit("f", "09:00"),
        )
        == []
    )
