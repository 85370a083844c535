"""Addresses as people write them in Brazil, taken apart. Pure; what cannot be told is left out."""

import re

from application.documents import digits
from application.postal import state_named, state_of
from domain.merge import fold

_CEP = re.compile(r"(?:\bcep\b\W*)?(?<!\d)(\d{2}\.?\d{3}[-\s]?\d{3})(?!\d)", re.IGNORECASE)
_BREAKS = re.compile(r"[,;\n/]+|\s[-–—]\s|[-–—](?=[A-Z]{2}\s*(?:,|$))")
_NUMBER = re.compile(r"(?:(?:n|no|nº|n°|n\.º|n\.|núm\.?|número)\s*)?(\d+[a-z]?(?:-\d+)?)", re.IGNORECASE)
_NO_NUMBER = re.compile(r"s\s*/?\s*n[º°o]?\.?", re.IGNORECASE)
_NO_NUMBER_INSIDE = re.compile(r"\bs\s*/\s*n[º°o]?(?!\w)\.?", re.IGNORECASE)
_STREET_AND_NUMBER = re.compile(r"(.*\D)\s+(?:n[º°o.]*\s*)?(\d+[a-z]?)", re.IGNORECASE)
_COMPLEMENTS = (
    r"andar|ap|apt|apto|apartamento|bl|bloco|casa|cj|conj|conjunto|ed|edificio|fundos|loja|lote|lt|qd|quadra|sala"
    r"|sobrado|torre|unidade"
)
_COMPLEMENT = re.compile(rf"(?:{_COMPLEMENTS})\b|\d+\W*andar\b")

Parts = dict[str, str]


def address_parts(text: str) -> tuple[Parts, bool]:
    """`text` as {rua, numero, complemento, bairro, cidade, estado, cep}, parts that it does not tell left out, and
    whether CEP and state agree. A CEP of no state, or of another than the text names, is left out."""
    cep, rest = _cep(text)
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
    found = _CEP.search(text)
    if found is None:
        return None, text
    return digits(found.group(1)), text[: found.start()] + "," + text[found.end() :]


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
    street, parts = segments.pop(0), {}
    if segments and (number := _number(segments[0])):
        parts["numero"] = number
        segments.pop(0)
    elif found := _STREET_AND_NUMBER.fullmatch(street):
        street, parts["numero"] = found.group(1).rstrip(), found.group(2)
    complements = [each for each in segments if _COMPLEMENT.match(fold(each))]
    segments[:] = [each for each in segments if each not in complements]
    return {"rua": street, "complemento": ", ".join(complements)} | parts


def _number(segment: str) -> str | None:
    if _NO_NUMBER.fullmatch(segment):
        return "s/n"
    found = _NUMBER.fullmatch(segment)
    return found.group(1) if found else None


def _places(segments: list[str], is_state_known: bool) -> Parts:
    """Of what is left the last is the city, before it the district; a lone one is the city only before a state."""
    if not segments:
        return {}
    if len(segments) == 1:
        return {"cidade" if is_state_known else "bairro": segments[0]}
    return {"bairro": ", ".join(segments[:-1]), "cidade": segments[-1]}
