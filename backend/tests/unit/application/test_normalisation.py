"""Names, addresses and documents as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.addresses import address_parts
from application.names import spelled
from application.normalisation import document_parts, normalised
from tests.builders import an_appointment


@pytest.mark.parametrize(
    ("text", "parts", "agrees"),
    [
        (
            "Rua das Flores, 123, apto 45 - Vila Mariana, São Paulo/SP CEP 04101000",
            "Rua das Flores|123|apto 45|Vila Mariana|São Paulo|SP|04101000",
            True,
        ),
        ("R. XV de Novembro 700, Centro, Curitiba-PR", "R. XV de Novembro|700||Centro|Curitiba|PR|", True),
        ("Rua A, s/n, Centro", "Rua A|s/n||Centro|||", True),
        ("Rua B, 12, Centro, Manaus - AM, 01310-100", "Rua B|12||Centro|Manaus|AM|", False),
        # As Shopify/worldwide#577 and #462, pickware/address-splitter#35 and nfcescrapper#6 have them.
        (
            "Rua XV de Novembro 500 ap 12 - Centro - Campinas - SP",
            "Rua XV de Novembro|500|ap 12|Centro|Campinas|SP|",
            True,
        ),
        (
            "Praça Ramos de Azevedo, 123 Apto 45, República, São Paulo - SP",
            "Praça Ramos de Azevedo|123|Apto 45|República|São Paulo|SP|",
            True,
        ),
        (
            "Av. Brig. Faria Lima, 3.477 – 18º andar – Itaim Bibi – São Paulo/SP",
            "Av. Brig. Faria Lima|3.477|18º andar|Itaim Bibi|São Paulo|SP|",
            True,
        ),
        ("R. Dr. João, 12-A, Vila Nova", "R. Dr. João|12-A||Vila Nova|||", True),
        ("Rua A, 10 fundos, Centro", "Rua A|10|fundos|Centro|||", True),
        ("CEP 1310100, Av Paulista 1000", "Av Paulista|1000||||SP|01310100", True),
        ("Rua 25 de Março nº 10\nCentro", "Rua 25 de Março|10||Centro|||", True),
    ],
)
def test_addresses(text: str, parts: str, agrees: bool) -> None:
    names = ("rua", "numero", "complemento", "bairro", "cidade", "estado", "cep")
    expected = {name: value for name, value in zip(names, parts.split("|"), strict=True) if value}
    assert address_parts(text) == (expected, agrees)


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        ("MARIA DA CONCEIÇÃO", "Maria da Conceição"),
        ("josé  d'ávila ii", "José D'Ávila II"),
        ("McDonald", "McDonald"),
    ],
)
def test_names(given_name: str, name: str) -> None:
    assert spelled(given_name) == name


def test_documents() -> None:
    assert document_parts("RG 12.345.678-X, CPF 529.982.247-25") == {"cpf": "52998224725", "rg": "12345678X"}
    assert document_parts("CPF 111.111.111-11") == {}


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_a_second_time_changes_nothing(name: str, address: str, phone: str) -> None:
    once = normalised(an_appointment(nome_paciente=name, endereco_completo=address, telefone=phone))
    assert normalised(once) == once
