"""Names of people, spelled as they are written in Portuguese. Pure."""

import re

_PARTICLES = frozenset({"da", "das", "de", "del", "di", "do", "dos", "du", "e", "la", "van", "von", "y"})
_NUMERALS = frozenset({"ii", "iii", "iv", "vi", "vii", "viii", "ix"})
_PARTS = re.compile(r"([-'’])")


def spelled(name: str) -> str:
    """`name` with single blanks and its words cased; a word that mixes cases already was meant so ("McDonald")."""
    words = name.split()
    return " ".join(_word(word, is_first=number == 0) for number, word in enumerate(words))


def _word(word: str, is_first: bool) -> str:
    lower = word.lower()
    if lower in _PARTICLES:
        return lower.capitalize() if is_first else lower
    if lower in _NUMERALS and not is_first:
        return word.upper()
    if not (word.isupper() or word.islower()):
        return word
    return "".join(part.capitalize() for part in _PARTS.split(lower))
