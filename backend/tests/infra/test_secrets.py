"""`cli secrets`: strong, never the same twice, and every secret that a deployment asks for."""

import base64
from urllib.parse import quote

from typer.testing import CliRunner

from entrypoints.cli import app
from entrypoints.strong_secrets import strong_secrets
from tests.infra.files import COMPOSE_ENV, variables

NOT_OURS_TO_MAKE = {
    *("CALCOM_API_TOKEN", "CALCOM_WEBHOOK_SECRET_PREVIOUS", "CALCOM_BODY_KEY_PREVIOUS"),
    *("CALCOM_LICENSE_KEY", "EMAIL_SERVER_PASSWORD"),
}


def test_they_are_the_secrets_of_the_environment_file() -> None:
    asked = {each.name for each in variables(COMPOSE_ENV).values() if each.is_secret}

    assert strong_secrets().keys() == asked - NOT_OURS_TO_MAKE


def test_no_two_are_alike() -> None:
    made = [*strong_secrets().values(), *strong_secrets().values()]

    assert len(set(made)) == len(made)
    assert min(len(each) for each in made) >= 32


def test_those_in_addresses_need_no_quoting() -> None:
    made = strong_secrets()
    for name in ("MONGO_PASSWORD", "MONGO_ROOT_PASSWORD", "REDIS_PASSWORD", "CALCOM_POSTGRES_PASSWORD"):
        assert quote(made[name], safe="") == made[name]


def test_the_keys_have_the_forms_that_their_readers_take() -> None:
    made = strong_secrets()

    assert len(base64.b64decode(made["MONGO_KEY"], validate=True)) == 48
    assert len(made["CALENDSO_ENCRYPTION_KEY"]) == 32


def test_the_command_prints_lines_of_an_environment_file() -> None:
    printed = CliRunner().invoke(app, ["secrets"])

    assert printed.exit_code == 0
    assert [line.partition("=")[0] for line in printed.output.splitlines()] == list(strong_secrets())
