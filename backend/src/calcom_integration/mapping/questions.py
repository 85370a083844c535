"""Which question is which field: usual Portuguese and English slugs, best first. A stored table may add to them."""

import re
from collections.abc import Iterable, Mapping

from domain.merge import fold

_USUAL = {
    "cpf": "cpf, cpf-do-paciente, numero-cpf, cpf-paciente, documento, documento-cpf, document",
    "rg": "rg, rg-do-paciente, identidade, numero-rg",
    "telefone": "telefone, telefone-whatsapp, whatsapp, celular, telefone-celular, numero-de-telefone, fone, tel, "
    "phone, phone-number, telephone, mobile, cell-phone",
    "nome_convenio": "convenio, nome-convenio, nome-do-convenio, plano-de-saude, plano, convenio-medico, operadora, "
    "health-insurance, health-plan, insurance",
    "numero_convenio": "numero-convenio, numero-do-convenio, numero-do-plano, insurance-number, health-plan-number",
    "carteira_convenio": "carteirinha, carteira-convenio, carteira-do-convenio, numero-da-carteirinha, "
    "numero-carteirinha, carteira, insurance-card, member-id",
    "endereco_completo": "endereco, endereco-completo, endereco-da-coleta, endereco-de-coleta, local-da-coleta, "
    "address, full-address, home-address",
    "observacoes": "observacoes, observacao, obs, notas, notes, comments, comentarios",
    "unidade": "unidade, nome-unidade, unit, branch, clinic",
    "marca": "marca, nome-marca, brand, laboratorio, lab",
    "tags": "tags, tag, etiquetas, labels",
}


def plain(slug: str) -> str:
    """A slug (or a name) as it is compared: without case, accents, hyphens, underscores, blanks and other signs."""
    return re.sub(r"[^0-9a-z]", "", fold(slug))


def spellings(own: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Field → compared slugs, best first: the clinic's `own`, then the usual ones."""
    usual = {field: slugs.split(", ") for field, slugs in _USUAL.items()}
    return {
        field: tuple(dict.fromkeys(map(plain, (*own.get(field, ()), *usual.get(field, ())))))
        for field in sorted({*usual, *own})
    }
