"""Bounds on every text from outside, in one place: which characters are kept, and how long a text of each kind may be. Pure.

A text is cleaned first and cut then, so that both are the same however often they are done.
"""

import re
from collections.abc import Mapping
from typing import Any

NAME = 200
ADDRESS = 500
NOTES = 20_000
OTHER = 1_000
EMAIL = 254  # RFC 5321: a longer one can be no address
# Of each field that is not of the kind OTHER.
LENGTHS: Mapping[str, int] = {
    "nome_paciente": NAME,
    "nome_unidade": NAME,
    "nome_marca": NAME,
    "endereco_completo": ADDRESS,
    "observacoes": NOTES,
    "email": EMAIL,
    "tags": NAME,
}
# Stands at the end of a text that was cut.
CUT = " […]"
# Of the tags and of the absent that one booking may name: more than any honest one does.
MOST = 20

# C0 and C1 controls but for tab and line ends, what is invisible, what turns the direction of writing, halves of characters.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_HALF = re.compile("[\ud800-\udfff]")
# An id becomes part of keys and addresses: what can be seen of ASCII, without blanks.
_ID = re.compile(r"[!-~]{1,100}")


def cleaned(text: str) -> str:
    """`text` without characters that nobody sees or no store takes; half an emoji becomes `?`. Blanks stay as they are."""
    if text.isprintable():  # nearly always, and ten times as quick; lone halves are not printable
        return text
    return _HALF.sub("?", _UNWANTED.sub("", text))


def bounded(text: str, longest: int = OTHER) -> str:
    """`text` cleaned, trimmed, and cut to `longest` characters, `CUT` included, where it is longer."""
    kept = cleaned(text).strip()
    return kept if len(kept) <= longest else kept[: longest - len(CUT)].rstrip() + CUT


def bounded_value(name: str, value: Any) -> Any:
    """`value` of the field `name` with each text in it bounded: a list is cut to MOST, of a mapping each value is bounded."""
    match value:
        case str() if type(value) is str:  # of an enumeration's nothing is cut
            return bounded(value, LENGTHS.get(name, OTHER))
        case list():
            return [bounded_value(name, each) for each in value[:MOST]]
        case dict():
            return {key: bounded_value(key, each) for key, each in value.items()}
        case _:
            return value


def shortened(value: Any, longest: int) -> Any:
    """`value` with every text in it cut to `longest` characters: for a list, which has many of them."""
    match value:
        case str() if len(value) > longest:
            return value[: longest - len(CUT)].rstrip() + CUT
        case list():
            return [shortened(each, longest) for each in value]
        case dict():
            return {name: shortened(each, longest) for name, each in value.items()}
        case _:
            return value


def is_cut(value: Any) -> bool:
    """Whether `value` is a text that was cut."""
    return isinstance(value, str) and value.endswith(CUT)


def own_id(text: str) -> str | None:
    """`text`, trimmed, where it is spelled like an id, else None."""
    found = text.strip()
    return found if _ID.fullmatch(found) else None
