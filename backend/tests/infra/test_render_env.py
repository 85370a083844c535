"""render.env and the settings say the same, in both directions, and nothing secret is in it."""

import pytest
from dotenv import dotenv_values
from pydantic import SecretStr
from pydantic_settings import BaseSettings

from calcom_integration.settings import CalComSettings
from entrypoints.settings import Settings
from entrypoints.strong_secrets import strong_secrets
from tests.infra.files import RENDER_ENV, variables

CLASSES: tuple[type[BaseSettings], ...] = (Settings, CalComSettings)
FIELDS = {name.upper(): field for each in CLASSES for name, field in each.model_fields.items()}
FILE = variables(RENDER_ENV)


def test_it_names_every_setting_and_nothing_else() -> None:
    assert FILE.keys() - FIELDS.keys() == set(), "no settings class knows these: take them out of render.env"
    assert FIELDS.keys() - FILE.keys() == set(), "render.env lacks these"


def test_every_variable_has_its_meaning() -> None:
    assert [each.name for each in FILE.values() if len(each.note) < 10] == []


def test_what_the_settings_hide_is_marked_secret_and_empty() -> None:
    hidden = {name for name, field in FIELDS.items() if field.annotation is SecretStr}

    assert {each.name for each in FILE.values() if each.is_secret} == hidden
    assert [name for name in hidden if FILE[name].value] == []


def test_a_real_reader_of_such_files_reads_the_same() -> None:
    assert dotenv_values(RENDER_ENV) == {name: each.value for name, each in FILE.items()}


def test_its_values_are_the_settings_own_but_where_production_differs() -> None:
    told = {each: each.model_validate(_values()) for each in CLASSES}
    differing = {
        name.upper()
        for each, settings in told.items()
        for name, field in each.model_fields.items()
        if getattr(settings, name) != field.default
    }

    assert differing == {
        *("ENVIRONMENT", "HOST", "PUBLIC_URL", "MONGODB_URL", "REDIS_URL"),
        *("JWT_SECRET_KEY", "UNITS_FILE", "FRONTEND_DIST", "SPOOL_DIR"),
    }


def test_production_does_not_start_on_it_as_it_is() -> None:
    assert [len(each.model_validate(_values()).faults()) for each in CLASSES] == [1, 2]  # type: ignore[attr-defined]  # both have faults()


@pytest.mark.parametrize("settings", CLASSES)
def test_production_starts_once_the_secrets_are_made(settings: type[BaseSettings]) -> None:
    filled = settings.model_validate(_values(**strong_secrets()))

    assert filled.faults() == []  # type: ignore[attr-defined]  # both have faults()


def _values(**secrets: str) -> dict[str, str]:
    return {name.lower(): secrets.get(name, each.value) for name, each in FILE.items()}
