"""Cal.com's command line on a running stack, as Operações types it."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import httpx
import pytest
import structlog
from typer.testing import CliRunner

from entrypoints.cli import app
from entrypoints.stack.ports import HOST, free_port
from tests.e2e.conftest import AMPLE
from tests.supervised import Supervised

pytestmark = pytest.mark.stack
WELL = "✓ Webhook, tipos de evento e perguntas estão como devem.\n"


class Typed(Protocol):
    def __call__(self, *arguments: str, **environment: str) -> tuple[int, str]:
        """The exit code and the screen; `environment` are other settings than the stack's own."""


def calcom(data: Path, *arguments: str) -> tuple[int, str]:
    """The same in a process of its own, beside the stack in `data`."""
    ended = subprocess.run(
        [sys.executable, "-m", "entrypoints.dev", "calcom", *arguments, "--data", data],
        env={**os.environ, "COLUMNS": "200", **AMPLE},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return ended.returncode, ended.stdout


@pytest.fixture
def typed(stack: Supervised) -> Iterator[Typed]:
    """The command line in this process: its start costs more than most commands."""

    def run(*arguments: str, **environment: str) -> tuple[int, str]:
        told = stack.environment | {"COLUMNS": "200"} | AMPLE | environment
        ended = CliRunner(env=told).invoke(app, ["calcom", *arguments])
        return ended.exit_code, ended.output

    logging = structlog.get_config()
    yield run
    structlog.configure(**logging)


def cal_com(stack: Supervised, method: str, path: str, **body: object) -> httpx.Response:
    """Cal.com's API behind our back."""
    key = {"authorization": f"Bearer {stack.environment['CALCOM_API_TOKEN']}"}
    url = stack.environment["CALCOM_API_URL"] + path
    return httpx.request(method, url, headers=key, json=body or None).raise_for_status()


def test_setup_repairs_what_check_finds_and_the_second_time_there_is_nothing_to_do(
    stack: Supervised, typed: Typed
) -> None:
    (hook,) = cal_com(stack, "GET", "/webhooks").json()["data"]
    cal_com(stack, "PATCH", f"/webhooks/{hook['id']}", active=False)

    code, said = calcom(stack.data, "check")
    assert code == 1
    assert "O webhook está desligado no Cal.com. (setup corrige)" in said
    assert "coleta-moema não pergunta observacoes" in said

    code, said = typed("setup", "--dry-run")
    assert (code, "Mudaria:\n  • Webhook: ligar" in said) == (0, True)
    assert cal_com(stack, "GET", "/webhooks").json()["data"][0]["active"] is False

    code, said = calcom(stack.data, "setup")
    assert (code, "Mudou:\n  • Webhook: ligar" in said) == (0, True)
    assert "Confirmação e recorrência de um tipo de evento se ligam na tela do Cal.com" in said
    assert cal_com(stack, "GET", "/webhooks").json()["data"][0]["active"] is True

    assert typed("setup") == (0, WELL)
    assert typed("check") == (0, WELL)


def test_ping_goes_both_ways(stack: Supervised) -> None:
    code, said = calcom(stack.data, "ping")

    assert code == 0, said
    assert re.search(
        r"✓ A API responde em \d+ ms, com a chave de clinica-demo; o Cal.com ainda permite \d+", said
    )
    assert re.search(r"✓ O webhook http://localhost:\d+/api/v1/calcom/webhook aceitou um PING assinado", said)
    assert "✓ O worker leu o PING" in said


def test_ping_says_which_way_is_closed(typed: Typed) -> None:
    code, said = typed("ping", CALCOM_WEBHOOK_SECRET="another")
    assert (code, "respondeu 401" in said) == (1, True)

    code, said = typed("ping", PUBLIC_URL=f"http://{HOST}:{free_port()}")
    assert (code, "não respondeu (ConnectError)" in said) == (1, True)


def test_a_run_is_asked_for_followed_and_told(stack: Supervised, typed: Typed) -> None:
    code, said = calcom(stack.data, "reconcile", "--full")
    assert code == 0, said
    assert re.search(r"\d+\s+reservas lidas", said)

    code, said = typed("reconcile", "--from", "2026-11-01", "--to", "2026-11-30", "--dry-run", "--here")
    assert code == 0, said
    assert typed("reconcile", "--from", "2026-11-01")[0] == 2

    _, said = typed("status")
    assert re.search(r"✓\s+Conciliação: janela inteira\s+concluída", said)
    assert re.search(r"✓\s+Worker\s+em execução", said)
    assert re.search(r"Mapeamento\s+versão \d+, 8 tipos de evento", said)
    assert re.search(r"✓\s+API do Cal.com\s+até 6000 chamadas por minuto", said)


def test_replay_takes_what_has_ended(typed: Typed) -> None:
    assert typed("replay", "--state", "dead") == (0, "0 entregas voltaram à fila.\n")
    code, said = typed("replay", "--state", "ignored", "--trigger", "PING")
    assert (code, bool(re.match(r"\d+ entregas? volt", said))) == (0, True)
    assert typed("replay", "--state", "received")[0] == 2
    assert typed("replay", "--from", "2026-11-02", "--to", "2026-11-01")[0] == 2


@pytest.mark.parametrize("command", ["setup", "check", "ping", "reconcile"])
def test_without_cal_com_one_sentence_says_so(typed: Typed, command: str) -> None:
    code, said = typed(command, CALCOM_API_URL="")
    assert code == 2
    assert said.startswith("✗ A API do Cal.com não está configurada")
    assert len(said.splitlines()) == 1


def test_a_cal_com_that_is_away_is_one_sentence_too(typed: Typed) -> None:
    away = {"CALCOM_API_URL": f"http://{HOST}:{free_port()}/v2", "CALCOM_CALL_ATTEMPTS": "1"}
    assert typed("check", **away) == (2, "✗ O Cal.com não respondeu.\n")


def test_sql_for_cal_com_s_database_is_printed_and_needs_no_stack_s_parts(typed: Typed) -> None:
    code, said = typed("key-sql", "--user", "clinica", MONGODB_URL=f"mongodb://{HOST}:{free_port()}")
    assert (code, said.count("cal_"), 'INSERT INTO "ApiKey"' in said) == (0, 1, True)
    assert typed("erase-sql")[0] == 2


def test_commands_need_a_running_stack(tmp_path: Path) -> None:
    assert calcom(tmp_path, "check") == (1, "No stack is running here. Start one with `make run`.\n")
