"""Which question is which field: usual Portuguese and English slugs, best first. A stored table may add to them, and take
from them."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from domain.merge import fold

_SLUGS = {
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
# Field → usual slugs, best first. Its keys are the fields that a question may answer.
USUAL = {field: tuple(slugs.split(", ")) for field, slugs in _SLUGS.items()}

# Cal.com's own questions: no slug for a question of one's own (CALCOM.md E).
RESERVED = frozenset(
    {
        "name",
        "email",
        "location",
        "title",
        "notes",
        "guests",
        "rescheduleReason",
        "smsReminderNumber",
        "attendeePhoneNumber",
    }
)


@lru_cache(maxsize=1_000)  # the questions of a clinic are few, and every booking has them again
def plain(slug: str) -> str:
    """A slug (or a name) as it is compared: without case, accents, hyphens, underscores, blanks and other signs."""
    return re.sub(r"[^0-9a-z]", "", fold(slug))


def spellings(own: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Field → compared slugs, best first: the clinic's `own`, then the usual ones that it gave to no field."""
    ours = {field: tuple(map(plain, slugs)) for field, slugs in own.items()}
    taken = {slug for slugs in ours.values() for slug in slugs}
    usual = {
        field: [slug for slug in map(plain, slugs) if slug not in taken] for field, slugs in USUAL.items()
    }
    return {
        field: tuple(dict.fromkeys((*ours.get(field, ()), *usual.get(field, ()))))
        for field in sorted({*usual, *ours})
    }
