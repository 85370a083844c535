"""A unit chosen in a conflict brings its zone: a van goes by the hour that the agenda shows."""

from dataclasses import replace

from domain.appointment import Appointment
from domain.booking.side import Disagreement
from domain.conflicts import value_of
from domain.pending import Pending
from domain.ways_out import settled
from tests.builders import NOW
from tests.lists import UNITS, ZONES
from tests.unit.domain.sides import PAULISTA, SLOT, booked

NORONHA = UNITS[1]


def torn() -> Appointment:
    """Booked for ten o'clock UTC at Paulista; Cal.com names Noronha, an hour ahead."""
    one = booked()
    theirs = {"nome_unidade": NORONHA.nome_unidade, "nome_marca": NORONHA.nome_marca}
    over_unit = Disagreement("unidade", value_of(one, "unidade"), theirs, "clinica", NOW)
    side = replace(one.side, disagreements=(over_unit,))
    return replace(one, booking=side, pendencias=(Pending.CONFLITO,))


def test_the_instant_stays_and_is_told_in_the_zone_of_the_unit() -> None:
    assert torn().hora_agendamento == "07:00"
    there = settled(torn(), "unidade", "booking", "Ana", NOW, ZONES)
    assert (there.nome_unidade, there.nome_marca) == (NORONHA.nome_unidade, NORONHA.nome_marca)
    assert (there.slot, there.hora_agendamento, there.fuso) == (SLOT, "08:00", NORONHA.fuso)
    assert not there.side.disagreements


def test_what_stands_already_changes_nothing() -> None:
    here = settled(torn(), "unidade", "clinica", "Ana", NOW, {})
    assert (here.nome_unidade, here.hora_agendamento, here.fuso) == ("Paulista", "07:00", PAULISTA.fuso)


def test_a_unit_that_nobody_knows_any_more_leaves_the_zone() -> None:
    there = settled(torn(), "unidade", "booking", "Ana", NOW, {})
    assert (there.nome_unidade, there.hora_agendamento, there.fuso) == ("Noronha", "07:00", PAULISTA.fuso)
