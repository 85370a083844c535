"""What libraries log of what goes through them: an error's kind and place, and nobody's name."""

import json
import os
import subprocess
import sys

from tests.architecture import ROOT
from tests.noisy import CPF, NAME, UID
from tests.personal import leaks, personal_in

PERSONAL = personal_in({"uid": UID, "cpf": CPF, "nome": NAME})


def said(*arguments: str) -> str:
    """All that such a process says, to either output."""
    ended = subprocess.run(
        [sys.executable, "-m", "tests.noisy", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "backend")},
    )
    return ended.stdout


def test_libraries_name_nobody(mongodb_url: str, redis_url: str) -> None:
    told = said(mongodb_url, redis_url)
    lines = [json.loads(line) for line in told.splitlines()]
    assert leaks(told, PERSONAL) == {}
    failures = {each["logger"]: each["exception"] for each in lines if "exception" in each}
    assert failures.keys() == {"asyncio"}
    failures |= {each["event"]: each["error"] for each in lines if "error" in each}
    assert "job_failed" in failures
    assert all(place.startswith("ValueError at fail:") for place in failures.values())


def test_as_they_are_by_themselves_they_tell_it_all(mongodb_url: str, redis_url: str) -> None:
    """Else the test above would prove nothing."""
    told = leaks(said(mongodb_url, redis_url, "plain"), PERSONAL)
    assert {NAME.casefold(), UID.casefold(), CPF} <= told.keys()
