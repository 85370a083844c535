"""Two appointments that turn out to be one chain become one (DESIGN.md, rule 8)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.booking_join import join
from application.booking_values import Catalog
from domain.appointment import Appointment, Status, with_slot
from domain.booking.news import BookingNews, Rank
from domain.booking.row import RowStatus
from domain.fold import fold, survivor_first
from domain.merge import UnitRef
from domain.pending import Pending
from domain.slots import Slot
from domain.ways_out import settled
from tests.builders import NOW
from tests.lists import ZONES
from tests.unit.domain.strategies import DAY

SLOT = Slot(DAY, DAY + timedelta(minutes=30))
LATER = Slot(DAY + timedelta(days=1), DAY + timedelta(days=1, minutes=30))
CATALOG = Catalog(UnitRef("Paulista", "Aurora", "America/Sao_Paulo", mapped=False))


def news(uid: str, **more: Any) -> BookingNews:
    plain = BookingNews(
        uid=uid,
        status=RowStatus.ACCEPTED,
        rank=Rank.PATIENT,
        sent_at=DAY,
        answers={"nome_paciente": "Ana", "email": "ana@example.com"},
    )
    return replace(plain, **more)


def appointment(uid: str, minute: int, slot: Slot | None = None, **edits: Any) -> Appointment:
    """One link of the chain, processed alone, with what staff changed since."""
    made = join(news(uid, slot=slot), [], CATALOG, f"id-{uid}", NOW + timedelta(minutes=minute)).after
    return replace(made, versao=1, **edits)


def folded(one: Appointment, other: Appointment) -> Appointment:
    """What the link that names both makes of them."""
    linking = news("b", predecessor="a")
    return join(linking, [one, other], CATALOG, "new", NOW + timedelta(hours=1)).after


def test_the_earlier_made_survives_and_takes_the_younger_s_chain() -> None:
    older, younger = appointment("b", 0), appointment("a", 1)
    one = folded(younger, older)

    assert (one.id, one.absorvidos) == ("id-b", ("id-a",))
    assert one.side.chain.names == ("a", "b")
    assert one.calcom_booking_id == "b"


def test_made_at_once_the_smaller_id_survives() -> None:
    one, other = appointment("b", 0), appointment("a", 0)

    assert [each.id for each in survivor_first([one, other])] == ["id-a", "id-b"]


def test_what_only_the_younger_s_staff_changed_comes_over() -> None:
    younger = appointment(
        "b", 1, driver_id="d1", cip="77", nome_paciente="Ana Lima", status=Status.CONFIRMADO
    )
    one = folded(appointment("a", 0), younger)

    assert (one.driver_id, one.cip, one.nome_paciente, one.status) == (
        "d1",
        "77",
        "Ana Lima",
        Status.CONFIRMADO,
    )
    assert one.side.disagreements == ()


def test_what_the_survivor_s_staff_changed_stays_where_the_younger_s_did_not() -> None:
    one = folded(appointment("a", 0, collector_id="c1"), appointment("b", 1))

    assert one.collector_id == "c1"


def test_changed_in_both_is_a_conflict_and_the_survivor_s_stands() -> None:
    one = folded(appointment("a", 0, driver_id="d1"), appointment("b", 1, driver_id="d2"))

    assert one.driver_id == "d1"
    assert [(d.field, d.kept, d.other) for d in one.side.disagreements] == [("driver_id", "d1", "d2")]


def moved(uid: str, minute: int, days: int, *, said: Slot = SLOT) -> Appointment:
    """A link booked for `said` that staff moved by `days`."""
    return with_slot(appointment(uid, minute, slot=said), at_days(days))


def at_days(days: int) -> Slot:
    start = DAY + timedelta(days=days)
    return Slot(start, start + timedelta(minutes=30))


@given(st.lists(st.sampled_from([at_days(4), at_days(5), LATER]), max_size=4))
def test_a_time_that_staff_gave_the_younger_is_on_offer_whatever_the_booking_says_since(
    heard: list[Slot],
) -> None:
    one = folded(moved("a", 0, 10), moved("b", 1, 11, said=LATER))
    for minute, slot in enumerate(heard):
        told = news("b", predecessor="a", slot=slot, sent_at=DAY + timedelta(minutes=minute))
        one = join(told, [one], CATALOG, "new", NOW + timedelta(hours=2, minutes=minute)).after
        (open_one,) = one.side.disagreements

        assert at_days(11) in open_one.of_staff
        assert at_days(10) in (one.slot, *open_one.of_staff)
        assert one.slot == open_one.kept
        assert Pending.CONFLITO_DE_HORARIO in one.pendencias


def test_a_conflict_of_the_survivor_stays_open_where_the_younger_s_value_stands() -> None:
    overruled = join(
        news("a", slot=LATER, sent_at=DAY + timedelta(minutes=1)), [moved("a", 0, 10)], CATALOG, "new", NOW
    ).after
    one = fold(overruled, moved("b", 1, 11), NOW)

    (open_one,) = one.side.disagreements
    assert (one.slot, open_one.kept, open_one.other) == (at_days(11), at_days(11), at_days(10))


def test_two_times_that_patients_were_confirmed_for_are_no_conflict() -> None:
    both = [appointment("b", 0, slot=LATER), appointment("a", 1, slot=SLOT)]
    first, second = (replace(each, status=Status.CONFIRMADO) for each in both)

    assert [d.field for d in fold(first, second, NOW).side.disagreements] == []


def test_the_same_change_in_both_is_none() -> None:
    one = folded(appointment("a", 0, cip="77"), appointment("b", 1, cip="77"))

    assert (one.cip, one.side.disagreements) == ("77", ())


def test_ids_that_the_younger_had_absorbed_follow() -> None:
    one = fold(appointment("a", 0), appointment("b", 1, absorvidos=("id-c",)), NOW)

    assert one.absorvidos == ("id-c", "id-b")


def test_codes_that_people_must_see_follow() -> None:
    one = fold(appointment("a", 0), appointment("b", 1, pendencias=("possivel_duplicado",)), NOW)

    assert "possivel_duplicado" in one.pendencias


@pytest.mark.parametrize("older", ["a", "b"])
def test_a_confirmation_comes_over_with_its_time_and_stands_while_the_visit_is_at_it(older: str) -> None:
    """The visit is at the time of row b: who was told that time has confirmed it, who was told another has not."""
    times = {"a": SLOT, "b": LATER}
    younger = "ab".replace(older, "")
    first = appointment(older, 0, slot=times[older], collector_id="c1")
    confirmed = replace(
        appointment(younger, 1, slot=times[younger]), status=Status.CONFIRMADO, canal_confirmacao="WhatsApp"
    )
    linking = news("b", predecessor="a", slot=LATER)
    one = join(linking, [first, confirmed], CATALOG, "new", NOW + timedelta(hours=1)).after

    stands = younger == "b"
    assert one.slot == LATER
    assert one.status is (Status.CONFIRMADO if stands else Status.AGENDADO)
    assert one.canal_confirmacao == ("WhatsApp" if stands else None)
    assert Pending.LOGISTICA_A_REVER in one.pendencias
    assert one.side.disagreements == ()


def test_a_confirmation_comes_over_from_a_visit_that_was_cancelled_since() -> None:
    """Found by a storm, seed 6887: the younger record was confirmed at the time of row b, then its booking was cancelled."""
    first = appointment("a", 0, slot=SLOT)
    cancelled = replace(
        appointment("b", 1, slot=LATER), status=Status.CANCELADO, canal_confirmacao="WhatsApp"
    )
    linking = news("b", predecessor="a", slot=LATER, status=RowStatus.CANCELLED)
    one = join(linking, [first, cancelled], CATALOG, "new", NOW + timedelta(hours=1)).after

    assert (one.status, one.slot, one.canal_confirmacao) == (Status.CANCELADO, LATER, "WhatsApp")


def test_an_address_that_a_person_chooses_leaves_the_other_one_s_parts_behind() -> None:
    both = [
        appointment(uid, minute, endereco_completo=text, endereco_normalizado={"rua": text})
        for minute, (uid, text) in enumerate([("a", "Rua A"), ("b", "Rua B")])
    ]
    one = settled(folded(both[0], both[1]), "endereco_completo", "booking", "Ana", NOW, ZONES)

    assert (one.endereco_completo, one.endereco_normalizado, one.side.disagreements) == ("Rua B", None, ())
