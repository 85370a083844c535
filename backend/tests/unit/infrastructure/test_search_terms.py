"""What a search looks for, and what is stored for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infrastructure.repositories.search_terms import asked_terms, stored_terms
from tests.builders import VALID_CPF


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("José da Conceição", ["jose", "da", "conceicao"]),
        ("d'Ávila-Souza", ["d", "avila", "souza"]),
        ("529.982.247-25", ["52998224725"]),
        ("(11) 98765-4321", ["11987654321"]),
        ("+55 (11) 98765", ["1198765"]),
        ("55 98765", ["5598765"]),  # Santa Maria's area code, not the country
        ("Wolfeschlegelsteinhausen", ["wolfeschlege"]),
        (" - ", []),
        ("", []),
    ],
)
def test_asked(text: str, terms: list[str]) -> None:
    assert asked_terms(text) == terms


@given(st.text(min_size=1), st.data())
def test_every_beginning_of_every_word_of_a_name_is_found(name: str, data: st.DataObject) -> None:
    stored = stored_terms(name)
    for word in asked_terms(name):
        if word.isdigit():
            continue
        beginning = word[: data.draw(st.integers(1, len(word)))]
        assert beginning in stored


@pytest.mark.parametrize(
    "asked", ["5", "529.98", VALID_CPF, "11 9", "98765-4321", "+55 11 98765-4321", "4477"]
)
def test_numbers_are_found_by_their_beginnings(asked: str) -> None:
    brazilian = stored_terms("Ana", cpf=VALID_CPF, phone="+5511987654321")
    british = stored_terms("Ana", phone="+447700900123")
    (term,) = asked_terms(asked)
    assert term in brazilian + british


def test_a_number_of_nobody_is_not_found() -> None:
    assert "0" not in stored_terms("Maria")
