"""The command line and its environment."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from calcom_sandbox.faults import Faults
from calcom_sandbox.gate import Limits
from calcom_sandbox.settings import parse


def test_faults_come_from_the_command_line() -> None:
    given = "--drop 0.3 --repeat 0.2 --wrong-signature 0.1 --delay-ms 5 50 --shuffle 4 --hold-booker --seed 7"
    assert parse(given.split()).faults == Faults(
        drop=0.3, repeat=0.2, wrong_signature=0.1, delay_ms=(5, 50), shuffle=4, hold_booker=True, seed=7
    )
    assert parse([]).faults == Faults()
    with pytest.raises(ValidationError):
        parse(["--drop", "2"])


def test_the_environment_that_the_stack_sets_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALCOM_SANDBOX_PORT", "4000")
    monkeypatch.setenv("CALCOM_SANDBOX_URL", "http://agenda.test/")
    monkeypatch.setenv("CALCOM_SANDBOX_WEBHOOK_URL", "http://api.test/webhook")
    monkeypatch.setenv("CALCOM_WEBHOOK_SECRET", "segredo")
    monkeypatch.setenv("CALCOM_SANDBOX_DATA", "rows.json")
    monkeypatch.setenv("CALCOM_SANDBOX_EMBED_SCRIPT", "embed.js")
    settings = parse([])
    assert (settings.port, settings.public_url, settings.data) == (
        4000,
        "http://agenda.test",
        Path("rows.json"),
    )
    assert (parse(["--embed-script", "e.js"]).embed_script, settings.embed_script) == (
        Path("e.js"),
        Path("embed.js"),
    )
    assert (settings.subscription.url, settings.subscription.secret) == ("http://api.test/webhook", "segredo")
    assert parse(["--port", "4001", "--secret", "outro"]).port == 4001


def test_the_key_the_limits_and_the_clock_of_api_v2_come_from_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert (parse([]).limits, parse([]).clock_speed) == (Limits(), 1)
    monkeypatch.setenv("CALCOM_API_TOKEN", "cal_chave")
    monkeypatch.setenv("CALCOM_SANDBOX_RATE_LIMIT", "1000")
    monkeypatch.setenv("CALCOM_SANDBOX_RATE_TTL_MS", "6000")
    monkeypatch.setenv("CALCOM_SANDBOX_CLOCK_SPEED", "10")
    settings = parse(["--rate-block-ms", "5000"])
    assert (settings.api_key, settings.clock_speed) == ("cal_chave", 10)
    assert settings.limits == Limits(limit=1000, ttl_ms=6000, block_ms=5000)
