"""What a worker makes of an appointment's texts after the write: parts, digits, spelling. Pure, and safe to repeat.

The given text stays where the field is the original (`endereco_completo`, `documento_completo`); of a name or a phone
that is spelled anew the history keeps the old value. Comparisons with a booking go by folded text (`domain.merge`), so
that a new spelling is no staff's change.
"""

import re
from dataclasses import replace

from application.addresses import address_parts
from application.documents import LIKE_A_CPF, clean_cpf, clean_phone
from application.names import spelled
from domain.appointment import Appointment
from domain.pending import Pending

_RG = re.compile(r"\b(?:rg|identidade)\b\D{0,12}(\d[\d.\s-]{0,20}x?)", re.IGNORECASE)
_RG_DIGITS = range(5, 15)


def normalised(appointment: Appointment) -> Appointment:
    """The appointment with name, phone, address and document normalised, and the codes that follow from them."""
    given = (appointment.telefone or "").strip()
    phone, is_phone = clean_phone(given) if given else (None, True)
    address, agrees = address_parts(appointment.endereco_completo or "")
    document = document_parts(appointment.documento_completo or "")
    codes = set(appointment.pendencias) - {Pending.TELEFONE_INVALIDO, Pending.ENDERECO_A_REVER}
    codes |= set() if is_phone else {Pending.TELEFONE_INVALIDO}
    codes |= set() if agrees else {Pending.ENDERECO_A_REVER}
    return replace(
        appointment,
        nome_paciente=spelled(appointment.nome_paciente),
        telefone=phone,
        endereco_normalizado=address or None,
        documento_normalizado=document or None,
        pendencias=tuple(sorted(codes)),
    )


def document_parts(text: str) -> dict[str, str]:
    """`text` as {cpf, rg}, digits only, what it does not tell left out. Only a CPF whose check digits are right is one."""
    parts = {}
    candidates = (found.group() for found in LIKE_A_CPF.finditer(text))
    cpf = next((number for each in candidates if (number := clean_cpf(each))), None)
    if cpf:
        parts["cpf"] = cpf
    found = _RG.search(text)
    number = re.sub(r"[^\dxX]", "", found.group(1)).upper() if found else ""
    if len(number) in _RG_DIGITS and number != cpf:
        parts["rg"] = number
    return parts
