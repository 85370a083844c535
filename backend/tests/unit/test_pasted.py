"""What was pasted with its line end (issue 15, item 11; cases/env-secret-newline.md)."""

from base64 import urlsafe_b64encode
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from application.pasted import trimmed
from calcom_integration.settings import CalComSettings
from calcom_integration.signature import sign, verify
from entrypoints.checkup import of_settings
from entrypoints.settings import Settings

KEY = urlsafe_b64encode(sha256(b"a key of the tests").digest()).decode()
SECRETS = [
    (owner, name)
    for owner in (CalComSettings, Settings)
    for name, field in owner.model_fields.items()
    if field.annotation is SecretStr
]


@pytest.mark.parametrize("around", ["{}\n", "{}\r\n", " {}", "{}  ", "\t{}\n\n"])
@pytest.mark.parametrize(("owner", "name"), SECRETS)
def test_every_secret_is_read_without_what_stands_around_it_and_doctor_says_so(
    owner: type[CalComSettings] | type[Settings], name: str, around: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name.upper(), around.format(KEY))
    settings = owner()
    assert getattr(settings, name).get_secret_value() == KEY
    assert settings.padded == (name.upper(),)
    if isinstance(settings, Settings):
        [finding] = [each for each in of_settings(settings) if each.what == name.upper()]
        assert finding.fault is not None
        assert KEY not in finding.fault


def test_what_was_pasted_well_is_no_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    for _, name in SECRETS:
        monkeypatch.setenv(name.upper(), KEY)
    assert (CalComSettings().padded, Settings().padded) == ((), ())


def test_a_delivery_signed_with_the_secret_is_believed_though_ours_has_a_line_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CALCOM_WEBHOOK_SECRET", "o-segredo\n")
    monkeypatch.setenv("CALCOM_WEBHOOK_SECRET_PREVIOUS", "o-de-antes\r\n")
    secrets = CalComSettings().webhook_secrets
    for secret in ("o-segredo", "o-de-antes"):
        assert verify(b"{}", sign(b"{}", secret), secrets)


def test_a_secret_of_blanks_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALCOM_WEBHOOK_SECRET", " \n")
    assert CalComSettings().webhook_secrets == ()


def test_addresses_and_names_are_read_so_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALCOM_API_URL", "https://cal.example.com/v2\n")
    monkeypatch.setenv("CALCOM_USERNAME", "clinica ")
    settings = CalComSettings()
    assert (settings.calcom_api_url, settings.calcom_username) == ("https://cal.example.com/v2", "clinica")
    assert settings.padded == ("CALCOM_USERNAME", "CALCOM_API_URL")


def test_the_names_survive_a_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALCOM_API_TOKEN", "cal_x\n")
    assert CalComSettings().of_desk().padded == ("CALCOM_API_TOKEN",)


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=8) | st.integers() | st.none(), max_size=5))
def test_only_blanks_around_texts_go(said: dict[str, str | int | None]) -> None:
    clean, padded = trimmed(said)
    assert clean.keys() == said.keys()
    assert trimmed(clean) == (clean, ())
    assert all(str(clean[name]) in str(value) for name, value in said.items())
    assert set(padded) == {name.upper() for name in said if clean[name] != said[name]}
