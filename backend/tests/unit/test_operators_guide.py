"""The operator's guide explains every code that staff may have to do something about."""

import re
from pathlib import Path

import pytest

from calcom_integration.client import Refusal
from calcom_integration.delivery import State
from calcom_integration.reconcile.completeness import Why
from calcom_integration.run import DriftKind
from domain.pending import Pending
from domain.pushing import NOT_APPLIED
from domain.ways_out import Way

ROOT = Path(__file__).resolve().parents[3]
GUIDE = (ROOT / "backend/docs/guia-do-operador.md").read_text()
SECTIONS = dict(re.findall(r"^## (\d)\. .*?\n(.*?)(?=^## |\Z)", GUIDE, re.MULTILINE | re.DOTALL))
# Reasons of pushes that are never sent: `Unsendable("code", …)`, and pairs of a code and its words.
UNSENDABLE = re.compile(r'(?:Unsendable\(|^_\w+ = \(?)\s*"([a-z_]+)",\s', re.MULTILINE)


def unsendable() -> set[str]:
    files = (ROOT / "backend/src/calcom_integration/outbound").glob("*.py")
    return {code for file in files for code in UNSENDABLE.findall(file.read_text())}


@pytest.mark.parametrize(
    ("section", "codes"),
    [
        ("2", {*Pending}),
        ("3", {*Refusal, *Way, NOT_APPLIED, *unsendable()}),
        ("5", {*DriftKind, *Why}),
        ("6", {*State}),
    ],
    ids=("pending codes", "refused pushes", "reconciliation", "deliveries"),
)
def test_every_code_is_explained(section: str, codes: set[str]) -> None:
    explained = set(re.findall(r"`(\w+)`", SECTIONS[section]))

    assert codes - explained == set()


def test_the_reasons_of_pushes_that_are_never_sent_are_found() -> None:
    assert unsendable() == {
        *("api_nao_configurada", "sem_tipo_de_evento", "sem_contato", "resposta_faltando"),
        "participante_desconhecido",
    }
