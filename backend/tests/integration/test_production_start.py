"""What production may not be started with, by the programs themselves."""

import os
import secrets
import subprocess
import sys

import pytest

from calcom_integration.settings import DEMO_SECRETS, CalComSettings

# Nothing listens there: a program that gets as far as connecting ends otherwise, or not at all.
NOWHERE = {"MONGODB_URL": "mongodb://127.0.0.1:1/", "REDIS_URL": "redis://127.0.0.1:1/0", "PORT": "1"}
FIT = {
    "ENVIRONMENT": "production",
    "CALCOM_BODY_KEY": secrets.token_urlsafe(32),
    "JWT_SECRET_KEY": "k" * 32,
    "CALCOM_WEBHOOK_SECRET": "a secret that nobody else knows",
    "CALCOM_WEBHOOK_SECRET_PREVIOUS": "",
}


@pytest.mark.parametrize("program", ["entrypoints.api", "entrypoints.worker"])
def test_no_program_starts_without_a_secret(program: str) -> None:
    environment = {**os.environ, **NOWHERE, **FIT, "CALCOM_WEBHOOK_SECRET": "", "WORKER_METRICS_PORT": "0"}
    ended = subprocess.run(
        [sys.executable, "-m", program], env=environment, capture_output=True, text=True, check=False
    )

    assert ended.returncode != 0
    assert "UnfitSettings: CALCOM_WEBHOOK_SECRET is empty" in ended.stderr


@pytest.mark.parametrize("name", ["CALCOM_WEBHOOK_SECRET", "CALCOM_WEBHOOK_SECRET_PREVIOUS"])
@pytest.mark.parametrize("secret", sorted(DEMO_SECRETS))
def test_no_demonstration_secret_will_do(name: str, secret: str) -> None:
    [fault] = _faults(**{name: secret})

    assert fault.startswith(f"{name} is ")


def test_a_secret_of_its_own_will_do() -> None:
    assert _faults() == []


@pytest.mark.parametrize("name", ["CALCOM_BASE_URL", "CALCOM_API_URL"])
@pytest.mark.parametrize(
    "url",
    [
        *("file:///etc/passwd", "gopher://cal.example.com/", "cal.example.com", "https://", "http://[::1"),
        *("https://user:word@cal.example.com/v2", "https://cal.example.com/v2?to=evil", "https://a/v2#x"),
        *(
            "http://169.254.169.254/v2",
            "http://2852039166/v2",
            "http://0xA9FEA9FE/",
            "http://0251.254.169.254/",
        ),
        *("http://[fe80::1]/v2", "http://[::ffff:169.254.169.254]/v2", "http://0.0.0.0/", "http://[::]/"),
    ],
)
def test_no_address_but_a_cal_com_s_will_do(name: str, url: str) -> None:
    assert _faults(**{name: url}) == [f"{name} is no address of a Cal.com"]


@pytest.mark.parametrize(
    "url", ["https://cal.example.com/v2", "http://calcom-api:5555/v2", "http://10.0.0.7/v2"]
)
def test_a_neighbour_s_address_will_do(url: str) -> None:
    assert _faults(CALCOM_API_URL=url) == []


def _faults(**told: str) -> list[str]:
    return CalComSettings.model_validate({k.lower(): v for k, v in (FIT | told).items()}).faults()
