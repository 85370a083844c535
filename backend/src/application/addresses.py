"""Addresses as people write them in Brazil, taken apart. Pure; what cannot be told is left out."""

import re

from application.documents import digits
from application.postal import state_named, state_of
from domain.merge import fold

# No repetition here can be long, nor overlap the next: whatever a stranger writes, the work is linear
# (backend/tests/unit/test_patterns.py). Blanks are single by then.
_CEP = re.compile(r"(?:\bcep\b\W{0,5})?(?<!\d)(\d{2}\.?\d{3}[- ]?\d{3})(?!\d)", re.IGNORECASE)
_SHORT_CEP = re.compile(
    r"\bcep\b\W{0,5}(\d{7})(?!\d)", re.IGNORECASE
)  # a spreadsheet takes a leading zero away
_BREAKS = re.compile(r"[,;/]| [-–—] |[-–—](?=[A-Z]{2} ?(?:,|$))")
_MARK = r"(?:(?:n[º°o]?|n\.º|n\.|núm\.?|número) ?)?"
_NUMBER = re.compile(_MARK + r"(\d{1,3}\.\d{3}|\d{1,8}(?:[a-z]|-[a-z]|-\d{1,4})?)(?![^ ])", re.IGNORECASE)
_NO_NUMBER = re.compile(r"s ?/? ?n[º°o]?\.?", re.IGNORECASE)
_NO_NUMBER_INSIDE = re.compile(r"\bs ?/ ?n[º°o]?(?!\w)\.?", re.IGNORECASE)
_COMPLEMENTS = (
    r"andar|ap|apt|apto|apartamento|bl|bloco|casa|cj|conj|conjunto|ed|edificio|fundos|loja|lote|lt|qd|quadra|sala"
    r"|sobrado|torre|unidade"
)
_COMPLEMENT = re.compile(rf"(?:{_COMPLEMENTS})\b|\d{{1,4}}o?\W{{0,3}}andar\b")

_MARKS = ("n", "no", "nº", "n°", "n.", "n.º")
Parts = dict[str, str]


def address_parts(text: str) -> tuple[Parts, bool]:
    """`text` as {rua, numero, complemento, bairro, cidade, estado, cep}, parts that it does not tell left out, and
    whether CEP and state agree. A CEP of no state, or of another than the text names, is left out."""
    cep, rest = _cep(", ".join(" ".join(line.split()) for line in text.splitlines()))
    segments = [part for each in _BREAKS.split(_kept_whole(rest)) if (part := each.strip(" .-–—"))]
    state = _state(segments)
    owner = state_of(cep) if cep else None
    agrees = cep is None or (owner is not None and state in (None, owner))
    parts = _streets(segments) | _places(segments, state is not None)
    parts |= {"estado": state or owner or "", "cep": cep if cep and agrees else ""}
    return {name: value for name, value in parts.items() if value}, agrees


def _kept_whole(text: str) -> str:
    """ "s/n" is one word, not two segments."""
    return _NO_NUMBER_INSIDE.sub(", s n,", text)


def _cep(text: str) -> tuple[str | None, str]:
    """The CEP's eight digits, and the text without it."""
    found = _CEP.search(text) or _SHORT_CEP.search(text)
    if found is None:
        return None, text
    return digits(found.group(1)).zfill(8), text[: found.start()] + "," + text[found.end() :]


def _state(segments: list[str]) -> str | None:
    """The state, taken off the end; a lone name that may be the city's ("São Paulo") is the city's."""
    if len(segments) < 2:
        return None
    state = state_named(segments[-1])
    if state is None or (len(segments[-1]) > 2 and len(segments) < 4):
        return None
    segments.pop()
    return state


def _streets(segments: list[str]) -> Parts:
    """Street, number and complement, taken off the beginning."""
    if not segments:
        return {}
    street, number, complement = segments.pop(0), "", ""
    if segments and (found := _number(segments[0])):
        number, complement = found
        segments.pop(0)
    else:
        street, number, complement = _split(street)
    complements = [complement] if complement else []
    complements += [each for each in segments if _is_complement(each)]
    segments[:] = [each for each in segments if not _is_complement(each)]
    parts = {"rua": street, "numero": number, "complemento": ", ".join(complements)}
    return {name: value for name, value in parts.items() if value}


def _split(street: str) -> tuple[str, str, str]:
    """Street, number and complement of a text that no comma parts: the number ends it, or stands before a complement."""
    words = street.split(" ")
    for place in range(1, len(words)):
        is_last = place == len(words) - 1
        if (is_last or _is_complement(words[place + 1])) and (found := _number(words[place])):
            end = place - 1 if place > 1 and words[place - 1].lower() in _MARKS else place
            return " ".join(words[:end]), found[0], " ".join(words[place + 1 :])
    return street, "", ""


def _number(segment: str) -> tuple[str, str] | None:
    """The number that begins the segment, and the complement that is all the rest; None where it does not."""
    if _NO_NUMBER.fullmatch(segment):
        return "s/n", ""
    found = _NUMBER.match(segment)
    if found is None:
        return None
    number, rest = found.group(1), segment[found.end() :].strip()
    return (number, rest) if not rest or _is_complement(rest) else None


def _is_complement(segment: str) -> bool:
    return _COMPLEMENT.match(fold(segment)) is not None


def _places(segments: list[str], is_state_known: bool) -> Parts:
    """Of what is left the last is the city, before it the district; a lone one is the city only before a state."""
    if not segments:
        return {}
    if len(segments) == 1:
        return {"cidade" if is_state_known else "bairro": segments[0]}
    return {"bairro": ", ".join(segments[:-1]), "cidade": segments[-1]}
