"""Pydantic's findings in Portuguese."""

from collections.abc import Mapping
from typing import Any

_WORDS = {
    "missing": "Obrigatório.",
    "extra_forbidden": "Parâmetro desconhecido.",
    "json_invalid": "O corpo não é um JSON válido.",
    "model_attributes_type": "O corpo não é um objeto JSON.",
    "dict_type": "Deve ser um objeto.",
    "string_type": "Deve ser um texto.",
    "string_too_short": "Deve ter ao menos {min_length} caractere(s).",
    "string_too_long": "Deve ter no máximo {max_length} caracteres.",
    "string_pattern_mismatch": "Formato inválido.",
    "int_parsing": "Deve ser um número inteiro.",
    "int_type": "Deve ser um número inteiro.",
    "bool_parsing": "Deve ser verdadeiro ou falso.",
    "greater_than_equal": "Deve ser no mínimo {ge}.",
    "less_than_equal": "Deve ser no máximo {le}.",
    "enum": "Deve ser um destes: {expected}.",
    "literal_error": "Deve ser um destes: {expected}.",
    "date_from_datetime_parsing": "Deve ser uma data (AAAA-MM-DD).",
    "date_parsing": "Deve ser uma data (AAAA-MM-DD).",
    "date_type": "Deve ser uma data (AAAA-MM-DD).",
    "date_from_datetime_inexact": "Deve ser uma data (AAAA-MM-DD).",
    "datetime_type": "Deve ser uma data e hora com fuso.",
    "datetime_parsing": "Deve ser uma data e hora com fuso.",
    "datetime_from_date_parsing": "Deve ser uma data e hora com fuso.",
    "timezone_aware": "Falta o fuso da data e hora.",
    "year_out_of_range": "O ano deve estar entre 1970 e 2199.",
    "uuid_parsing": "Deve ser um identificador válido.",
    "unknown_zone": "Fuso desconhecido; use um nome como America/Sao_Paulo.",
    "too_long": "Há itens demais (no máximo {max_length}).",
}


def in_portuguese(error: Mapping[str, Any]) -> str:
    """What a person should do about one finding; the given value is never repeated."""
    words = _WORDS.get(error["type"], "Valor inválido.")
    try:
        return words.format(**error.get("ctx", {})).replace(" or ", " ou ")
    except KeyError:
        return "Valor inválido."
