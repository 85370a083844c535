"""docker-compose.yml: what the Compose Specification says of its form, and what we ask of a production-shaped stack."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from calcom_integration.settings import CalComSettings
from entrypoints.settings import Settings
from entrypoints.strong_secrets import strong_secrets
from tests.architecture import ROOT
from tests.infra.files import COMPOSE, COMPOSE_ENV, RENDER_ENV, read_yaml, variables

SCHEMA = json.loads((Path(__file__).parent / "compose_spec" / "compose-spec.json").read_text())
STACK: dict[str, Any] = read_yaml(COMPOSE)
SERVICES: dict[str, dict[str, Any]] = STACK["services"]
EXAMPLE = variables(COMPOSE_ENV)

_VARIABLE = re.compile(r"\$\{(\w+)(?P<default>:-[^}]*)?(?P<required>:\?[^}]*)?\}")
_BARE = re.compile(r"(?<!\$)\$(?!\{|\$)")
_PINNED = re.compile(r"^[\w./-]+:v?\d+\.\d+(\.\d+)?(-[\w.]+)?(@sha256:[0-9a-f]{64})?$")
_OURS = re.compile(r"^coleta-\w+:\$\{COLETA_VERSION:\?[^}]*\}$")
_SECRET = re.compile(r"PASSWORD|SECRET|TOKEN|KEY(_PREVIOUS)?$")

each_service = pytest.mark.parametrize("name", SERVICES)


def test_it_follows_the_compose_specification() -> None:
    assert [(list(e.path), e.message) for e in Draft7Validator(SCHEMA).iter_errors(STACK)] == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda stack: stack["services"]["redis"].update(imagee="valkey"),
        lambda stack: stack["services"]["redis"].update(read_only=[]),
        lambda stack: stack.update(volume={}),
    ],
)
def test_the_schema_finds_a_fault(spoil: Callable[[dict[str, Any]], None]) -> None:
    spoilt = read_yaml(COMPOSE)
    spoil(spoilt)

    assert not Draft7Validator(SCHEMA).is_valid(spoilt)


def test_the_proxy_alone_is_published() -> None:
    assert [name for name, each in SERVICES.items() if "ports" in each] == ["proxy"]
    assert [name for name, each in SERVICES.items() if each.get("network_mode")] == []


def test_databases_have_no_way_out() -> None:
    for name in ("mongo", "mongo-init", "migrate", "redis", "calcom-postgres", "calcom-redis"):
        assert [n for n in SERVICES[name]["networks"] if not STACK["networks"][n].get("internal")] == []


@each_service
def test_its_image_is_pinned(name: str) -> None:
    image = SERVICES[name]["image"]
    if variable := _VARIABLE.fullmatch(image):
        image = EXAMPLE[variable[1]].value

    assert _PINNED.match(image) or _OURS.match(image), image


@each_service
def test_it_has_no_right_that_it_does_not_need(name: str) -> None:
    service = SERVICES[name]

    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "cap_add" not in service
    assert "privileged" not in service
    assert service["read_only"] or name == "calcom"
    assert "/var/run/docker.sock" not in str(service.get("volumes"))


@each_service
def test_it_is_nobody_s_root(name: str) -> None:
    """Its user is named here, or in the Dockerfile that we build it from. curl's and Cal.com's images bring their own."""
    service = SERVICES[name]
    if build := service.get("build"):
        file = (ROOT / build["context"] / build["dockerfile"]).read_text()
        assert re.findall(r"^USER (\d+)$", file, re.MULTILINE)[-1] != "0"
    elif name not in ("calcom", "calcom-api", "calcom-cron"):
        assert re.fullmatch(r"[1-9]\d*:\d+", service["user"])


@each_service
def test_it_is_limited_and_looked_after(name: str) -> None:
    service = SERVICES[name]

    assert service["deploy"]["resources"]["limits"].keys() == {"cpus", "memory", "pids"}
    assert service["logging"]["options"].keys() == {"max-size", "max-file"}
    if name not in ("mongo-init", "migrate"):  # they end
        assert service["healthcheck"]["test"]
        assert service["restart"] == "unless-stopped"


def test_whoever_is_awaited_as_healthy_can_be() -> None:
    for service in SERVICES.values():
        for awaited, how in service.get("depends_on", {}).items():
            assert awaited in SERVICES
            assert how["condition"] != "service_healthy" or "healthcheck" in SERVICES[awaited]


def test_the_services_start_only_over_a_database_that_was_migrated() -> None:
    assert SERVICES["migrate"]["command"][-1] == "migrate"
    assert SERVICES["migrate"]["restart"] == "no"
    assert SERVICES["migrate"]["depends_on"] == {
        "mongo-init": {"condition": "service_completed_successfully"}
    }
    for name in ("backend", "worker"):
        assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_a_transaction_of_the_dead_ends_after_fifteen_seconds() -> None:
    assert "--setParameter transactionLifetimeLimitSeconds=15" in (ROOT / "infra/docker/mongo.sh").read_text()


def test_what_is_mounted_from_the_repository_is_there() -> None:
    mounted = [v for each in SERVICES.values() for v in each.get("volumes", []) if v.startswith("./")]

    assert len(mounted) > 5
    for each in mounted:
        assert (ROOT / each.partition(":")[0]).exists(), each
        assert each.endswith(":ro")


def test_the_environment_file_has_every_variable_and_no_other() -> None:
    used = {name for name, *_ in _VARIABLE.findall(_text())}

    assert used - EXAMPLE.keys() == set()
    assert EXAMPLE.keys() - used == {"COMPOSE_PROFILES"}
    assert _BARE.findall(_text()) == []


def test_no_secret_has_a_default() -> None:
    for found in _VARIABLE.finditer(_text()):
        assert not _SECRET.search(found[1]) or found["default"] in (None, ":-"), found[0]
    for variable in EXAMPLE.values():
        assert variable.is_secret == bool(_SECRET.search(variable.name)), variable.name
        assert not (variable.is_secret and variable.value), variable.name


def test_what_is_required_is_refused_when_it_is_missing() -> None:
    demanded = {found[1] for found in _VARIABLE.finditer(_text()) if found["required"]}
    lenient = {found[1] for found in _VARIABLE.finditer(_text()) if not found["required"]}

    assert demanded & lenient == set()
    assert demanded - {"COLETA_VERSION", "ALERTMANAGER_FILE"} <= {
        e.name for e in EXAMPLE.values() if e.is_required
    }
    assert {e.name for e in EXAMPLE.values() if e.is_required} <= demanded


def test_no_secret_is_written_out() -> None:
    for name, service in SERVICES.items():
        for variable, value in service.get("environment", {}).items():
            if _SECRET.search(variable) and variable not in ("STRIPE_API_KEY", "STRIPE_WEBHOOK_SECRET"):
                assert _VARIABLE.search(value), f"{name}: {variable}"


@pytest.mark.parametrize("name", ["migrate", "backend", "worker"])
def test_the_service_s_own_variables_are_known_to_its_settings(name: str) -> None:
    known = {field.upper() for each in (Settings, CalComSettings) for field in each.model_fields}

    assert SERVICES[name]["environment"].keys() <= known


@pytest.mark.parametrize("name", ["migrate", "backend", "worker"])
def test_the_filled_stack_makes_settings_that_are_fit(name: str) -> None:
    filled = {key: each.value or f"{key.lower()}-{'x' * 32}" for key, each in EXAMPLE.items()}
    filled |= strong_secrets() | {"CALCOM_BODY_KEY_PREVIOUS": ""}
    told = {key: each.value for key, each in variables(RENDER_ENV).items()}
    told |= {key: _filled(value, filled) for key, value in SERVICES[name]["environment"].items()}
    lower = {key.lower(): value for key, value in told.items()}

    assert Settings.model_validate(lower).faults() == []
    assert CalComSettings.model_validate(lower).faults() == []


@pytest.mark.parametrize("name", ["backend", "worker"])
def test_the_spool_lies_in_a_volume_that_belongs_to_the_image_s_user(name: str) -> None:
    """Docker gives a fresh volume the owner and the rights of the image's folder; the root file system is read-only."""
    folder = variables(RENDER_ENV)["SPOOL_DIR"].value
    mounted = dict(each.split(":")[1::-1] for each in SERVICES[name]["volumes"])

    assert mounted[folder] in STACK["volumes"]
    dockerfile = (ROOT / SERVICES[name]["build"]["dockerfile"]).read_text()
    [user] = re.findall(r"^USER (\d+)$", dockerfile, re.MULTILINE)
    assert f"install --directory --owner={user} --group={user} --mode=0700 {folder}" in dockerfile


def _filled(text: str, values: Mapping[str, str]) -> str:
    return _VARIABLE.sub(lambda found: values[found[1]], text)


def _text() -> str:
    return "\n".join(line.partition(" #")[0] for line in _lines())


def _lines() -> Iterator[str]:
    return (line for line in COMPOSE.read_text().splitlines() if not line.startswith("#"))
