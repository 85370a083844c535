"""CPFs as each role sees them."""

from typing import Any

import pytest

from domain.users import Role
from presentation.api.v1.masking import for_viewer, unmasked
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


@pytest.mark.parametrize(
    "spelling",
    [
        *("529 982 247 25", "529-982-247-25", "529.982.247/25", "529.982.247–25", "529 . 982 . 247 - 25"),
        *(
            "529\u200b982\u200b247\u200b25",
            "5 2 9 9 8 2 2 4 7 2 5",
            "529\u00a0982\u2009247\ufeff25",
            "529_982_247_25",
        ),
    ],
    ids=ascii,
)
def test_a_cpf_is_masked_however_its_digits_are_kept_apart(spelling: str) -> None:
    """Shown by RPBLC-hq/DAM#12: separators inside a number got by the mask."""
    text = f"Filha: {spelling}, 11 98765-4321"

    shown = for_viewer(text, LOGISTICA)
    assert shown == "Filha: ***.***.247-25, 11 98765-4321"
    assert unmasked(shown, text) == text


@pytest.mark.parametrize("role", [Role.ATENDENTE, Role.GESTOR])
def test_the_others_see_it_whole(role: Role) -> None:
    assert for_viewer("52998224725", a_user(role)) == "52998224725"


def test_a_phone_is_never_taken_for_a_cpf() -> None:
    assert for_viewer("52998224725", LOGISTICA, "telefone") == "52998224725"
