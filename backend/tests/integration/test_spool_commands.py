"""The command line says what lies in the spool: no backup holds it, and a key may still be needed for it."""

import asyncio
import secrets
from base64 import urlsafe_b64encode
from pathlib import Path

import pytest
import structlog
from typer.testing import CliRunner

from calcom_integration.spool import Spool
from entrypoints.cli import app
from tests.embedded import fresh_database
from tests.spooled import KEY, a_delivery, a_spool, damage

# Neither a MongoDB process of its own nor Redis is needed for what is asked here.
NOWHERE = "redis://127.0.0.1:1/0"


@pytest.fixture
def filled(tmp_path: Path) -> Spool:
    """Two deliveries wait, one is unreadable."""
    spool = a_spool(tmp_path / "spool")
    for number in range(3):
        asyncio.run(spool.keep(a_delivery(number)))
    path = spool.folder.path / a_delivery(0).digest
    damage(path)
    spool.folder.set_aside(path)
    return spool


@pytest.fixture
def run(mongodb_url: str, filled: Spool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "CliRunner":
    told = {
        "MONGODB_URL": mongodb_url,
        "REDIS_URL": NOWHERE,
        "SPOOL_DIR": str(filled.folder.path),
        "CALCOM_BODY_KEY": urlsafe_b64encode(KEY).decode(),
        "BACKUP_KEY": secrets.token_urlsafe(32),
        "COLUMNS": "300",
    }
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    return CliRunner()


def test_backup_and_restore_say_what_they_do_not_hold(
    mongodb_url: str, run: CliRunner, filled: Spool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with fresh_database(mongodb_url) as name:
        monkeypatch.setenv("DATABASE_NAME", name)
        made = run.invoke(app, ["backup", str(tmp_path)])
        [file] = tmp_path.glob("coleta-*.zip")
        back = run.invoke(app, ["restore", str(file), "--force"])
        for path in [*filled.folder.waiting(), *filled.folder.unreadable()]:
            path.unlink()
        without = run.invoke(app, ["backup", str(tmp_path)])

    for ended in (made, back):
        assert ended.exit_code == 0, ended.output
        assert f"Fora da cópia, em {filled.folder.path}: 2 entregas à espera do banco" in ended.output
        assert "1 ilegíveis" in ended.output
    assert "Fora da cópia" not in without.output


def test_a_key_is_not_said_to_be_dispensable_while_files_wait(
    mongodb_url: str, run: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    logging = structlog.get_config()
    with fresh_database(mongodb_url) as name:
        monkeypatch.setenv("DATABASE_NAME", name)
        sealed = run.invoke(app, ["calcom", "reseal"])
        status = run.invoke(app, ["calcom", "status"])
    structlog.configure(**logging)

    assert sealed.exit_code == 1, sealed.output
    assert "2 entregas à espera do banco" in sealed.output
    assert "Nenhum conteúdo depende de outra chave" not in sealed.output
    assert "Entregas em disco" in status.output
