import json
from dataclasses import replace

import pytest

from calcom_integration.mapping import MappingTable
from calcom_integration.mapping.questions import plain
from domain.merge import UnitRef
from tests.deliveries import table, units


def test_the_first_table_comes_from_the_units_file() -> None:
    first = table()
    assert len(first.units) == len(units()["units"])
    assert first.unit_by_id(1) == UnitRef("Paulista", "Laboratório Aurora", "America/Sao_Paulo")
    assert first.unit_by_slug("coleta-noronha") == first.unit_by_id(8)


def test_an_event_type_of_no_known_unit_is_refused_at_start() -> None:
    content = units() | {"event_types": [{"id": 9, "slug": "x", "nome_unidade": "Atlântida"}]}
    with pytest.raises(ValueError, match="9"):
        MappingTable.from_units(content)


def test_a_stored_table_is_the_same_table() -> None:
    first = replace(table(), questions={"cpf": ("cic",)}, version=4)
    assert MappingTable.from_document(json.loads(json.dumps(first.to_document())), first.units) == first


def test_a_unit_that_is_no_longer_active_maps_to_nothing() -> None:
    first = table()
    rest = tuple(unit for unit in first.units if unit.nome_unidade != "Paulista")
    later = MappingTable.from_document(first.to_document(), rest)
    assert later.unit_by_id(1) is None
    assert later.unit_by_id(2) == first.unit_by_id(2)


def test_units_of_one_name_are_told_apart_by_their_brand_or_not_at_all() -> None:
    one, other = UnitRef("Centro", "A", "America/Sao_Paulo"), UnitRef("Centro", "B", "America/Manaus")
    two = MappingTable(units=(one, other))
    assert two.unit_named("Centro") is None
    assert two.unit_named("centro", "b") == other
    assert two.unit_named(None, "A") == one
    assert two.unit_named(None, None) is None
    assert MappingTable(units=(one,)).unit_named(None, "Z") is None


def test_a_clinics_own_slugs_come_before_the_usual_ones() -> None:
    own = replace(table(), questions={"telefone": ("Zap da Família",), "cip": ("cip",)})
    assert own.slugs_of("telefone")[:2] == ("zapdafamilia", "telefone")
    assert own.slugs_of("cip") == ("cip",)
    assert table().slugs_of("cip") == ()


def test_slugs_are_compared_without_case_accents_and_signs() -> None:
    assert plain("Plano_de-Saúde ") == plain("planoDeSaude") == "planodesaude"


def test_zero_and_dynamic_stand_for_no_event_type_even_where_somebody_maps_them() -> None:
    content = units() | {"event_types": [{"id": 0, "slug": "dynamic", "nome_unidade": "Moema"}]}
    mapped = MappingTable.from_units(content)
    assert (mapped.unit_by_id(0), mapped.unit_by_slug("dynamic"), mapped.unit_by_slug(None)) == (
        None,
        None,
        None,
    )
