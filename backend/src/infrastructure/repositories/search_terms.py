"""The normalised search field `busca`: every prefix that staff may type, so that a search is an equality.

Equality on a stored prefix is served by an ordinary multikey index, together with the listing's sort, on every MongoDB;
a case-insensitive pattern is not (`persistence.embedded_server`, 6).
"""

import re

from application.documents import digits
from domain.merge import fold

_LONGEST = 12
_COUNTRY = "55"
_AREA = 2  # digits of a Brazilian area code
_SEPARATORS = re.compile(r"[^\w]+")


def stored_terms(name: str, cpf: str | None = None, phone: str | None = None) -> list[str]:
    """All prefixes of the name's words, of the CPF, and of the phone with and without its area code."""
    starts = [*words(name), cpf or "", *_phones(phone)]
    return sorted({prefix for start in starts for prefix in _prefixes(start)})


def asked_terms(text: str) -> list[str]:
    """What `busca` must hold, each term of it, for the search `text`; empty where there is nothing to look for."""
    number = digits(text)
    if number and not any(letter.isalpha() for letter in text):
        national = number.removeprefix(_COUNTRY) if text.strip().startswith("+") else number
        return [national[:_LONGEST]] if national else []
    return [word[:_LONGEST] for word in words(text)]


def words(text: str) -> list[str]:
    """The words of `text`, folded; hyphens and apostrophes separate."""
    return [word for word in _SEPARATORS.split(fold(text)) if word]


def _prefixes(word: str) -> list[str]:
    return [word[:length] for length in range(1, min(len(word), _LONGEST) + 1)]


def _phones(phone: str | None) -> list[str]:
    """The ways to begin a phone: with its area code, and without (where it is Brazilian)."""
    if not phone:
        return []
    number = digits(phone)
    if not phone.startswith("+" + _COUNTRY):
        return [number]
    national = number.removeprefix(_COUNTRY)
    return [national, national[_AREA:]]
