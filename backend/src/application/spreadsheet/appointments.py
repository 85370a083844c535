"""Drafts to appointments: what is cleaned on the way never refuses a row, so only what is shown or stored needs it. Pure."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from application.documents import clean_cpf, clean_phone, digits
from application.spreadsheet.desk import Desk
from application.spreadsheet.headers import Header
from application.spreadsheet.rows import Draft
from application.spreadsheet.settings import SCHEDULED, Setting
from domain.appointment import Appointment, Origin
from domain.intents import with_reservation
from domain.pending import Pending


def appointment_of(draft: Draft, header: Header, desk: Desk) -> Appointment:
    """The appointment that the draft of a row below `header` becomes."""
    texts = {field: text for field, text in zip(header.columns.values(), draft.texts, strict=False) if text}
    values = texts | _contact(texts) | _placed(draft.setting)
    made = Appointment(
        id=desk.id_of(draft.number),
        origem=Origin.PLANILHA,
        created_at=desk.at,
        updated_at=desk.at,
        cadastrado_por=desk.by,
        agendado_por=desk.by if draft.setting.status in SCHEDULED else None,
        **values,
    )
    is_held = (made.nome_unidade, made.nome_marca) in desk.holding
    return with_reservation(None, made, desk.by, desk.at) if is_held else made


def _placed(setting: Setting) -> dict[str, Any]:
    unit, dia, hora, inicio, status = setting
    return {
        "nome_unidade": unit.nome_unidade,
        "nome_marca": unit.nome_marca,
        "fuso": unit.fuso,
        "data_agendamento": dia,
        "hora_agendamento": hora,
        "inicio": inicio,
        "fim": inicio + timedelta(minutes=unit.duracao_minutos) if inicio else None,
        "status": status,
    }


def _contact(texts: Mapping[str, str]) -> dict[str, Any]:
    """Phone and documents cleaned, and what is pending of them (DOMAIN.md: a wrong CPF is kept out of `cpf`)."""
    given_cpf, given_phone = texts.get("cpf"), texts.get("telefone")
    cpf = clean_cpf(given_cpf) if given_cpf else None
    phone, is_phone = clean_phone(given_phone) if given_phone else (None, True)
    wrong_cpf = given_cpf if cpf is None else None
    codes = (
        (Pending.CONVENIO_AUSENTE, "nome_convenio" not in texts),
        (Pending.CPF_AUSENTE, not given_cpf),
        (Pending.CPF_INVALIDO, wrong_cpf),
        (Pending.TELEFONE_INVALIDO, not is_phone),
    )
    return {
        "cpf": cpf,
        "telefone": phone,
        "rg": digits(texts.get("rg", "")) or None,
        "documento_completo": texts.get("documento_completo", wrong_cpf),
        "pendencias": tuple(sorted(code for code, holds in codes if holds)),
    }
