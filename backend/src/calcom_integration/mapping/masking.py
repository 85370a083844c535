"""Answers as somebody may see them who has to judge a mapping, and need not know whose they are: pure."""

import re

# What many patients have in common names nobody.
_COMMON = frozenset({"nome_convenio", "tags", "unidade", "marca"})
_INNER = re.compile(r"(?<=\w)\w|\d")
_HIDDEN = "•"


def masked(field: str, value: str) -> str:
    """`value` in its shape: of each word the first letter, of all digits the last two (`A•• S••••`, `•••.•••.•••-25`)."""
    if field in _COMMON:
        return value
    digits = [found.start() for found in re.finditer(r"\d", value)]
    kept = set(digits[-2:]) if len(digits) > 4 else set()
    return _INNER.sub(lambda found: found[0] if found.start() in kept else _HIDDEN, value)
