"""CPFs as each role sees them."""

from typing import Any

import pytest

from domain.users import Role
from presentation.api.v1.masking import for_viewer
from tests.builders import a_user

LOGISTICA = a_user(Role.LOGISTICA)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("52998224725", "***.***.247-25"),
        ("CPF 529.982.247-25, filha", "CPF ***.***.247-25, filha"),
        ({"cpf": "52998224725", "rg": "123456789"}, {"cpf": "***.***.247-25", "rg": "123456789"}),
        ("12345678901", "12345678901"),  # no CPF: its check digits are wrong
        ("5552998224725", "5552998224725"),  # longer than a CPF
        ("sem número", "sem número"),
        (None, None),
        (True, True),
    ],
)
def test_logistica_sees_the_end_only(value: Any, shown: Any) -> None:
    assert for_viewer(value, LOGISTICA) == shown


@pytest.mark.parametrize("role", [Role.ATENDENTE, Role.GESTOR])
def test_the_others_see_it_whole(role: Role) -> None:
    assert for_viewer("52998224725", a_user(role)) == "52998224725"


def test_a_phone_is_never_taken_for_a_cpf() -> None:
    assert for_viewer("52998224725", LOGISTICA, "telefone") == "52998224725"
