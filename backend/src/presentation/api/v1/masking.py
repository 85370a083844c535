"""CPFs as logística sees them: enough to tell two patients apart at the door, no more."""

import re
from typing import Any

from application.documents import LIKE_A_CPF, clean_cpf, digits
from domain.users import Role, User

# Other fields may hold eleven digits that are no CPF: a phone, a plan's number.
_NEVER_A_CPF = frozenset({"telefone", "numero_convenio", "carteira_convenio"})


def hides_cpf(viewer: User) -> bool:
    return viewer.role is Role.LOGISTICA


def for_viewer(value: Any, viewer: User, field: str = "") -> Any:
    """`value`, every CPF in it masked (`***.***.247-25`) where the viewer may not see it."""
    return _masked(value) if hides_cpf(viewer) and field not in _NEVER_A_CPF else value


def unmasked(text: str, original: str | None) -> str:
    """`text`, which was written over the masked `original`, with its CPFs again as the original has them."""
    for found in LIKE_A_CPF.finditer(original or ""):
        text = text.replace(_mask(found), found.group(), 1)
    return text


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return LIKE_A_CPF.sub(_mask, value)
    if isinstance(value, dict):
        return {name: _masked(item) for name, item in value.items()}
    return value


def _mask(found: re.Match[str]) -> str:
    if clean_cpf(found.group()) is None:
        return found.group()
    number = digits(found.group())
    return f"***.***.{number[6:9]}-{number[9:]}"
