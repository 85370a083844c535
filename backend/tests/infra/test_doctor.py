"""What `cli doctor` can say without asking anybody, and that a deployment's faults do not stop it half-way."""

from pathlib import Path

import pytest

from calcom_integration.settings import CalComSettings
from entrypoints import calcom_commands
from entrypoints.calcom_commands.spool import finding_of
from entrypoints.checkup import examined, of_address, of_settings
from entrypoints.settings import Settings

NOWHERE = {
    "mongodb_url": "mongodb://127.0.0.1:1/?replicaSet=rs0&serverSelectionTimeoutMS=100",
    "redis_url": "redis://127.0.0.1:1/0",
}


@pytest.mark.parametrize("url", ["", "agenda.example.com", "http://agenda.example.com", "https://"])
def test_an_address_must_be_https(url: str) -> None:
    assert of_address("PUBLIC_URL", url).fault == "tem de ser um endereço https://"


@pytest.mark.parametrize(
    "url", ["https://agenda.example.com/", "https://agenda.example.com/app", "https://a.test?b"]
)
def test_an_address_ends_with_its_name(url: str) -> None:
    assert of_address("PUBLIC_URL", url).fault == "não pode ter nada depois do nome"


@pytest.mark.parametrize("url", ["https://agenda.example.com", "https://agenda.example.com:8443"])
def test_an_address_that_will_do(url: str) -> None:
    assert of_address("PUBLIC_URL", url).fault is None


def test_what_is_missing_on_disk_is_told(tmp_path: Path) -> None:
    missing = {"units_file": tmp_path / "units.yaml", "frontend_dist": tmp_path}

    assert {"UNITS_FILE", "FRONTEND_DIST"} <= _faults(Settings.model_validate(missing))


def test_weak_secrets_are_told() -> None:
    weak = Settings.model_validate({"environment": "production", "jwt_secret_key": "secret"})

    assert "Configuração" in _faults(weak)


async def test_every_part_is_looked_at_though_each_before_it_is_away(tmp_path: Path) -> None:
    assert calcom_commands.app  # its checks come with its commands
    assert not CalComSettings.model_validate({}).has_api
    found = [each.what async for each in examined(Settings.model_validate(NOWHERE)) if each.fault]

    away = ["MongoDB", "Redis", "Worker", "CALCOM_BASE_URL", "CALCOM_BODY_KEY", "SPOOL_DIR", "API do Cal.com"]
    assert found[-8:-1] == away
    assert found[-1].startswith("Webhook http")


async def test_a_variable_that_means_nothing_any_more_is_named_and_stops_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CALCOM_SUSPECT_MINUTES", "dez")
    found = [each async for each in examined(Settings.model_validate(NOWHERE))]

    assert [each.fault for each in found if each.what.startswith("CALCOM_SUSPECT_MINUTES")] == [None]
    assert CalComSettings().faults() == CalComSettings(calcom_suspect_minutes="").faults()


async def test_a_secret_of_cal_coms_pasted_with_its_line_end_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CALCOM_WEBHOOK_SECRET", "o-segredo\n")
    [found] = [
        each
        async for each in examined(Settings.model_validate(NOWHERE))
        if each.what == "CALCOM_WEBHOOK_SECRET"
    ]

    assert found.fault is not None
    assert "quebra de linha" in found.fault
    assert "o-segredo" not in found.fault


async def test_without_units_cal_com_is_left_out(tmp_path: Path) -> None:
    settings = Settings.model_validate(NOWHERE | {"units_file": tmp_path / "units.yaml"})
    found = [each.what async for each in examined(settings) if each.fault]

    assert found[-1] == "Cal.com"


async def test_an_address_that_cannot_be_read_is_told_without_it() -> None:
    spoilt = Settings.model_validate(NOWHERE | {"mongodb_url": "mongodb:/secret@nowhere"})
    found = [each async for each in examined(spoilt)]

    assert found[-1].fault is not None
    assert "secret" not in found[-1].fault


def _faults(settings: Settings) -> set[str]:
    return {finding.what for finding in of_settings(settings) if finding.fault}


@pytest.mark.parametrize(("folder", "words"), [("", "está vazia"), ("file/spool", "não pode ser escrita")])
def test_a_spool_that_cannot_be_written_is_told(tmp_path: Path, folder: str, words: str) -> None:
    (tmp_path / "file").write_text("")
    found = finding_of(CalComSettings(spool_dir=folder and str(tmp_path / folder)))

    assert found.fault is not None
    assert words in found.fault


@pytest.mark.parametrize(("root", "words"), [("/proc", "num volume"), ("", "não a uma implantação")])
def test_what_the_spool_s_disk_survives_is_told(tmp_path: Path, root: str, words: str) -> None:
    """By whether it is the disk of the container's own root."""
    found = finding_of(CalComSettings(spool_dir=str(tmp_path / "spool")), tmp_path / root)

    assert found.fault is None
    assert words in found.what
    assert not (tmp_path / "spool").exists()
