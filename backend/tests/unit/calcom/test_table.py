import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calcom_integration.mapping import EventType, MappingTable
from calcom_integration.mapping.questions import plain
from domain.merge import UnitRef
from domain.small_lists import Unit
from tests.deliveries import shipped_table, units

PAULISTA = UnitRef("Paulista", "Laboratório Aurora", "America/Sao_Paulo")


def unit(unit_id: str, name: str, brand: str, **over: Any) -> Unit:
    fields: dict[str, Any] = {"fuso": "America/Sao_Paulo", "duracao_minutos": 30} | over
    return Unit(id=unit_id, nome_unidade=name, nome_marca=brand, **fields)


def test_the_first_table_comes_from_the_units_file() -> None:
    first = shipped_table()
    assert (first.version, len(first.units)) == (1, len(units()["units"]))
    assert first.unit_by_slug("coleta-paulista") == PAULISTA
    assert [first.unit_by_id(each.id) for each in first.event_types] == [None] * 8


def test_an_event_type_of_no_known_unit_is_refused_at_start() -> None:
    content = {"event_types": [{"id": 9, "slug": "x", "nome_unidade": "Atlântida"}]}
    with pytest.raises(ValueError, match="9"):
        MappingTable.from_content(content, shipped_table().units)


def test_a_stored_table_is_the_same_shipped_table() -> None:
    first = replace(shipped_table(), questions={"cpf": ("cic",)}, version=4)
    assert MappingTable.from_document(json.loads(json.dumps(first.to_document())), first.units) == first


def test_a_table_that_was_stored_with_names_still_loads() -> None:
    first = shipped_table()
    named = [
        {"id": 1, "slug": "coleta-paulista", "nome_unidade": "Paulista", "nome_marca": "Laboratório Aurora"},
        {"id": 2, "slug": None, "nome_unidade": "Vendida", "nome_marca": "Laboratório Aurora"},
    ]
    stored = {"_id": 3, "version": 3, "event_types": named, "questions": {}}
    later = MappingTable.from_document(stored, first.units)
    assert (later.version, later.unit_by_slug("coleta-paulista"), later.unit_by_id(2)) == (3, PAULISTA, None)
    assert later.event_types[1] == EventType(2, None, None)


def test_a_renamed_unit_stays_mapped() -> None:
    first = shipped_table()
    renamed = [replace(u, nome_unidade="Avenida") if u.nome_unidade == "Paulista" else u for u in first.units]
    later = MappingTable.from_document(first.to_document(), renamed)
    assert later.unit_by_slug("coleta-paulista") == replace(PAULISTA, nome_unidade="Avenida")


def test_a_unit_that_is_no_longer_active_maps_to_nothing() -> None:
    first = shipped_table()
    closed = [replace(u, active=u.nome_unidade != "Paulista") for u in first.units]
    later = MappingTable.from_document(first.to_document(), closed)
    assert (later.unit_by_slug("coleta-paulista"), later.unit_named("Paulista")) == (None, None)
    assert later.unit_by_slug("coleta-moema") == first.unit_by_slug("coleta-moema") is not None


def test_units_of_one_name_are_told_apart_by_their_brand_or_not_at_all() -> None:
    one, other = unit("1", "Centro", "A"), unit("2", "Centro", "B", fuso="America/Manaus")
    two = MappingTable(units=(one, other))
    assert two.unit_named("Centro") is None
    assert two.unit_named("centro", "b") == UnitRef("Centro", "B", "America/Manaus")
    assert two.unit_named(None, "A") == UnitRef("Centro", "A", "America/Sao_Paulo")
    assert two.unit_named(None, None) is None
    assert MappingTable(units=(one,)).unit_named(None, "Z") is None


def test_a_clinics_own_slugs_come_before_the_usual_ones() -> None:
    own = replace(shipped_table(), questions={"telefone": ("Zap da Família",), "cip": ("cip",)})
    assert own.slugs_of("telefone")[:2] == ("zapdafamilia", "telefone")
    assert own.slugs_of("cip") == ("cip",)
    assert shipped_table().slugs_of("cip") == ()


def test_a_usual_slug_that_the_clinic_gave_to_a_field_answers_no_other() -> None:
    own = replace(shipped_table(), questions={"rg": ("Documento",)})
    assert "documento" in shipped_table().slugs_of("cpf")
    assert "documento" not in own.slugs_of("cpf")
    assert own.slugs_of("rg")[0] == "documento"


def test_slugs_are_compared_without_case_accents_and_signs() -> None:
    assert plain("Plano_de-Saúde ") == plain("planoDeSaude") == "planodesaude"


def test_zero_and_dynamic_stand_for_no_event_type_even_where_somebody_maps_them() -> None:
    content = {"event_types": [{"id": 0, "slug": "dynamic", "nome_unidade": "Moema"}]}
    mapped = MappingTable.from_content(content, shipped_table().units)
    assert (mapped.unit_by_id(0), mapped.unit_by_slug("dynamic"), mapped.unit_by_slug(None)) == (
        None,
        None,
        None,
    )


BY_ID_ALONE = 77
SEEN = {"coletapaulista": 21, "coletamoema": 2, "coletamanaus": 4}


def seen_table() -> MappingTable:
    """The shipped mapping, with one event type by its id alone, at a Cal.com whose ids are others than the file's."""
    first = shipped_table()
    own = EventType(BY_ID_ALONE, None, first.event_types[7].unidade_id)
    return replace(first, event_types=(*first.event_types, own), seen=SEEN)


@pytest.mark.parametrize(
    ("event_type_id", "slug", "unit"),
    [
        # The slug decides, whatever id comes with it.
        (21, "coleta-paulista", "Paulista"),
        (4, "coleta-paulista", "Paulista"),
        (999, "coleta-moema", "Moema"),
        (None, "coleta-moema", "Moema"),
        (BY_ID_ALONE, "coleta-moema", "Moema"),
        (4, "Coleta-Manaus", "Manaus Centro"),
        # Another slug than the one that an id is known under: another event type, or one renamed.
        (4, "so-telefone", None),
        (21, "so-telefone", None),
        (2, "dynamic", None),
        (0, "dynamic", None),
        # Without a slug an id counts as it was seen here, never as the file has it.
        (21, None, "Paulista"),
        (1, None, None),
        (4, "", "Manaus Centro"),
        (4, "Coleta domiciliar entre Clínica e Ana", "Manaus Centro"),
        (8, None, None),
        (8, "Coleta em Noronha", None),
        (0, None, None),
        (None, None, None),
        # By its id alone: the clinic said so.
        (BY_ID_ALONE, "qualquer-nome", "Noronha"),
        (BY_ID_ALONE, None, "Noronha"),
    ],
)
def test_an_event_type_is_known_by_its_slug_and_an_id_only_where_it_was_seen(
    event_type_id: int | None, slug: str | None, unit: str | None
) -> None:
    """Issue 15, item 10."""
    found = seen_table().unit_of_type(event_type_id, slug)
    assert (found.nome_unidade if found else None) == unit


@given(event_type_id=st.integers(0, 100) | st.none(), slug=st.text(max_size=12) | st.none())
def test_a_table_that_saw_no_cal_com_maps_no_id(event_type_id: int | None, slug: str | None) -> None:
    table = shipped_table()
    assert table.unit_of_type(event_type_id, slug) == table.unit_by_slug(slug)
