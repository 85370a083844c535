"""History read anew by another mapping: what changes, what never does, and that no order of the readings matters."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from application.services.appointment_service import AppointmentService
from calcom_integration.dto import read
from calcom_integration.dto.row import BookingRow
from calcom_integration.mapping import EventType, MappingTable, faults_of, news_of
from calcom_integration.mapping.questions import USUAL
from calcom_integration.mapping.rows import news_of_row
from domain.appointment import Appointment
from domain.booking.news import BookingNews
from domain.small_lists import Unit
from tests.applying import service_over, tell, told
from tests.builders import a_user
from tests.chains import CHAINS, visits
from tests.deliveries import RECORDED_TYPES, sent, table
from tests.fakes import FakeAppointmentRepository
from tests.profile import examples

FIRST = table()
BY_NAME = {unit.nome_unidade: unit for unit in FIRST.units}
ASKED = [name for name in USUAL if name not in ("unidade", "marca")]
# Questions of the recorded event types; the last one is hidden.
VISIBLE = ["cpf", "telefone", "convenio", "historico", "sexo", "peso", "sintomas", "exames"]
SLUGS = [*VISIBLE, "origem"]
ANSWERED = ["created__custom_fields_all_types", "rescheduled__custom_fields"]
READABLE = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow)


@st.composite
def tables(draw: st.DrawFn, known: Sequence[str] = SLUGS) -> MappingTable:
    """Any second version that could be saved: event types of other units or none, questions of other fields."""
    ids = draw(st.lists(st.integers(1, 11), unique=True))
    types = tuple(EventType(each, None, draw(st.sampled_from(FIRST.units)).id) for each in ids)
    slugs = draw(st.lists(st.sampled_from(known), unique=True))
    questions: dict[str, tuple[str, ...]] = {}
    for slug in slugs:
        field = draw(st.sampled_from(ASKED))
        questions[field] = (*questions.get(field, ()), slug)
    other = replace(FIRST, event_types=types, questions=questions, version=2)
    assert not faults_of(other)
    return other


def readings(names: Sequence[str], by: MappingTable) -> list[BookingNews]:
    return [news_of(read(sent(name).body), by) for name in names]


def second(event_type_id: int, unit: Unit, **questions: tuple[str, ...]) -> MappingTable:
    """The first mapping but for one event type's unit and some questions."""
    slug = next(name for name, number in RECORDED_TYPES.items() if number == event_type_id)
    moved = [replace(t, unidade_id=unit.id) if t.slug == slug else t for t in FIRST.event_types]
    return replace(FIRST, event_types=tuple(moved), questions=questions, version=2)


@settings(max_examples=examples(15), deadline=None, suppress_health_check=READABLE)
@given(other=tables(), random=st.randoms(use_true_random=False))
@pytest.mark.parametrize("name", CHAINS)
async def test_any_order_of_readings_by_both_mappings_gives_the_same(
    name: str, other: MappingTable, random: Random
) -> None:
    pieces = [*readings(CHAINS[name], FIRST), *readings(CHAINS[name], other)]
    shuffled = [*pieces, *random.choices(pieces, k=2)]
    random.shuffle(shuffled)

    assert visits(await told(shuffled)) == visits(await told(pieces))


@settings(max_examples=examples(60), deadline=None)
@given(other=tables(), name=st.sampled_from(sorted(CHAINS)))
async def test_no_mapping_empties_a_field(other: MappingTable, name: str) -> None:
    before = _by_row(await told(readings(CHAINS[name], FIRST)))
    after = _by_row(await told([*readings(CHAINS[name], FIRST), *readings(CHAINS[name], other)]))

    assert before.keys() == after.keys()
    for key, appointment in before.items():
        filled = {field for field in ASKED if getattr(appointment, field)}
        assert filled <= {field for field in ASKED if getattr(after[key], field)}
        if appointment.nome_unidade != "Não mapeada":
            assert after[key].nome_unidade != "Não mapeada"


@settings(max_examples=examples(60), deadline=None)
@given(other=tables(VISIBLE))
async def test_what_the_newer_mapping_reads_is_what_stands(other: MappingTable) -> None:
    [alone] = await told(readings(ANSWERED, other))
    [after] = await told([*readings(ANSWERED, FIRST), *readings(ANSWERED, other)])

    for field in ASKED:
        assert getattr(after, field) == getattr(alone, field) or not getattr(alone, field)
    if alone.nome_unidade != "Não mapeada":
        assert (after.nome_unidade, after.fuso) == (alone.nome_unidade, alone.fuso)


async def test_unit_and_fields_follow_the_newer_mapping() -> None:
    other = second(2, BY_NAME["Manaus Centro"], observacoes=("historico",), nome_convenio=("sexo",))
    [before] = await told(readings(ANSWERED, FIRST))
    [after] = await told([*readings(ANSWERED, FIRST), *readings(ANSWERED, other)])

    assert (before.nome_unidade, before.observacoes, before.nome_convenio) == (
        "Moema",
        "obs ção 😀",
        "Bradesco Saúde",
    )
    assert (after.nome_unidade, after.observacoes, after.nome_convenio) == (
        "Manaus Centro",
        "Linha 1\nLinha 2",
        "M",
    )
    assert before.inicio == after.inicio
    assert (before.hora_agendamento, after.hora_agendamento) == ("12:00", "11:00")
    assert (after.cpf, after.telefone, after.nome_paciente) == (
        before.cpf,
        before.telefone,
        before.nome_paciente,
    )


async def test_where_the_deliveries_have_expired_cal_com_s_row_corrects_the_unit() -> None:
    webhook = readings(ANSWERED[:1], FIRST)
    row = BookingRow(
        {
            "uid": webhook[0].uid,
            "status": "accepted",
            "eventTypeId": 2,
            "updatedAt": "2026-11-23T12:00:00.000Z",
            "attendees": [{"name": "João da Silva", "email": "joao@example.com"}],
        }
    )
    other = second(2, BY_NAME["Manaus Centro"])
    pieces = [*webhook, *news_of_row(row, other), *news_of_row(row, FIRST)]

    [appointment] = await told(pieces)
    [same] = await told(pieces[::-1])

    assert appointment.nome_unidade == same.nome_unidade == "Manaus Centro"


async def test_a_mapping_that_takes_another_question_for_the_cpf_does_not_empty_it() -> None:
    other = second(2, BY_NAME["Moema"], cpf=("sexo",), rg=("cpf",))
    [after] = await told([*readings(ANSWERED, FIRST), *readings(ANSWERED, other)])

    assert (after.cpf, after.rg) == ("52998224725", "52998224725")


edits = st.dictionaries(
    st.sampled_from(["observacoes", "nome_convenio", "endereco_completo", "telefone", "rg"]),
    st.sampled_from(["11987650000", "11987651111"]),
    min_size=1,
)


@settings(max_examples=examples(60), deadline=None)
@given(other=tables(), edit=edits, is_moved=st.booleans(), random=st.randoms(use_true_random=False))
async def test_no_mapping_overrides_staff(
    other: MappingTable, edit: dict[str, str], is_moved: bool, random: Random
) -> None:
    repository = FakeAppointmentRepository()
    service = service_over(repository)
    await tell(service, readings(ANSWERED, FIRST))
    given = {**edit, **({"nome_unidade": "Paulista"} if is_moved else {})}
    edited = await _edited(service, repository, given)
    anew = readings(ANSWERED, other)
    random.shuffle(anew)
    await tell(service, anew)

    [after] = repository.stored.values()
    kept = {each.field: each for each in after.side.disagreements}
    for name in given.keys() - {"telefone"}:
        assert getattr(after, name) == getattr(edited, name)
    # The phone is the booking's to decide: what staff gave stands, or is kept as a conflict.
    if "telefone" in given and after.telefone != edited.telefone:
        assert kept["telefone"].other == edited.telefone


async def _edited(
    service: AppointmentService, repository: FakeAppointmentRepository, given: Mapping[str, Any]
) -> Appointment:
    [before] = repository.stored.values()
    return await service.edit(before.id, before.versao, given, a_user())


def _by_row(appointments: Sequence[Appointment]) -> dict[str, Appointment]:
    return {str(each.calcom_booking_id): each for each in appointments}
