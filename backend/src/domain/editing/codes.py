"""Pending codes after an edit by staff."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from domain.appointment import Appointment, Status
from domain.editing.edit import CREW, EDITABLE
from domain.pending import Pending
from domain.text import is_cut

_SETTLED_BY = {
    "cpf": (Pending.CPF_INVALIDO,),
    "nome_unidade": (Pending.UNIDADE_NAO_MAPEADA,),
    "nome_marca": (Pending.UNIDADE_NAO_MAPEADA,),
    "tags": (Pending.TAGS_EXCEDENTES, Pending.TAG_DESCONHECIDA),
    "nome_paciente": (Pending.NOME_AUSENTE,),
}


def codes_after(now: Appointment, changes: Mapping[str, Any], *, is_phone_valid: bool) -> Appointment:
    """The codes that staff's changes settle are gone, those that follow from the values are set."""
    codes = set(now.pendencias) - {code for name in changes for code in _SETTLED_BY.get(name, ())}
    if changes.keys() & {*CREW, "logistics_package_id"} or (
        now.status is Status.CONFIRMADO and "status" in changes
    ):
        codes.discard(Pending.LOGISTICA_A_REVER)
    if changes.keys() & {*CREW, "logistics_package_id", "status"}:
        codes.discard(Pending.REABERTO)
    holds = {
        Pending.CPF_AUSENTE: not now.cpf and Pending.CPF_INVALIDO not in codes,
        Pending.CONVENIO_AUSENTE: not now.nome_convenio,
    }
    if Pending.TEXTO_CORTADO in codes:
        holds[Pending.TEXTO_CORTADO] = any(is_cut(getattr(now, name)) for name in EDITABLE)
    if changes.keys() & {"data_agendamento", "hora_agendamento"}:
        codes.discard(Pending.HORARIO_ILEGIVEL)
    if "telefone" in changes:
        holds[Pending.TELEFONE_INVALIDO] = bool(now.telefone) and not is_phone_valid
    codes = codes - holds.keys() | {code for code, is_so in holds.items() if is_so}
    return replace(now, pendencias=tuple(sorted(codes)))
