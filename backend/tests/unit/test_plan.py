"""Which parts the one-command stack starts, and what they are told."""

import socket
from pathlib import Path

import pytest

from calcom_integration.settings import CalComSettings
from entrypoints.settings import Settings
from entrypoints.stack.plan import Plan, plan
from entrypoints.stack.ports import HOST, PortTaken, free_port, preferred_or_free

GIVEN = {
    "MONGODB_URL": "mongodb://mongo.example.com/?replicaSet=rs0",
    "REDIS_URL": "redis://redis.example.com/0",
    "CALCOM_BASE_URL": "https://cal.example.com",
}


def names(planned: Plan) -> list[str]:
    return [part.name for part in planned.parts]


def test_what_is_not_given_is_embedded_and_started_before_what_needs_it(tmp_path: Path) -> None:
    planned = plan(tmp_path, {}, free_ports=True)

    assert names(planned) == ["mongodb", "redis", "sandbox", "api", "worker"]
    for part, variable in zip(
        planned.parts, ("MONGODB_URL", "REDIS_URL", "CALCOM_BASE_URL", "PUBLIC_URL"), strict=False
    ):
        assert planned.environment[variable] == part.url


def test_the_database_is_migrated_before_the_api_starts_and_so_before_the_worker(tmp_path: Path) -> None:
    api, worker = plan(tmp_path, {}, free_ports=True).parts[-2:]

    assert (api.before[-1], worker.before) == ("migrate", ())


def test_what_is_given_is_used_instead(tmp_path: Path) -> None:
    planned = plan(tmp_path, GIVEN, free_ports=True)

    assert names(planned) == ["api", "worker"]
    assert planned.environment.items() >= GIVEN.items()


@pytest.mark.parametrize("missing", GIVEN)
def test_each_is_replaced_by_itself(tmp_path: Path, missing: str) -> None:
    given = {name: value for name, value in GIVEN.items() if name != missing}

    assert len(plan(tmp_path, given, free_ports=True).parts) == 3


def test_the_spool_lies_with_the_other_data_unless_the_terminal_says_where(tmp_path: Path) -> None:
    elsewhere = {"SPOOL_DIR": "/elsewhere", "SPOOL_MAX_MB": "7"}

    assert plan(tmp_path, {}, free_ports=True).environment["SPOOL_DIR"] == str(tmp_path / "spool")
    assert plan(tmp_path, elsewhere, free_ports=True).environment.items() >= elsewhere.items()


def test_api_and_worker_know_every_variable_that_they_are_told(tmp_path: Path) -> None:
    planned = plan(tmp_path, {}, free_ports=True)

    known = {name.upper() for name in {*Settings.model_fields, *CalComSettings.model_fields}}
    for part in planned.parts[-2:]:
        assert set(part.env) <= known


def test_everything_listens_on_this_machine_alone_whatever_the_terminal_says(tmp_path: Path) -> None:
    planned = plan(tmp_path, {"HOST": "0.0.0.0", "CALCOM_SANDBOX_HOST": "0.0.0.0"}, free_ports=True)  # noqa: S104

    mongodb, redis, sandbox, api, worker = planned.parts
    assert {HOST} <= {*mongodb.command} & {*redis.command}
    assert sandbox.env["CALCOM_SANDBOX_HOST"] == api.env["HOST"] == worker.env["HOST"] == HOST


def test_the_secrets_of_the_environment_win_over_the_checkouts_own(tmp_path: Path) -> None:
    planned = plan(tmp_path, {"CALCOM_WEBHOOK_SECRET": "from-outside"}, free_ports=True)

    assert planned.environment["CALCOM_WEBHOOK_SECRET"] == "from-outside"
    assert planned.parts[2].env["CALCOM_WEBHOOK_SECRET"] == "from-outside"


SAID_TO_THE_STACK = {
    "CALCOM_USERNAME": "clinica",
    "CALCOM_WEBHOOK_SECRET_PREVIOUS": "o-de-antes",
    "CALCOM_BODY_KEY_PREVIOUS": "x" * 43,
    "CALCOM_DEFAULT_UNIDADE": "Central",
    "TIMEZONE": "America/Manaus",
    "BACKUP_KEY": "y" * 43,
}


@pytest.mark.parametrize("name", SAID_TO_THE_STACK)
def test_a_command_in_another_terminal_gets_what_the_stack_got(tmp_path: Path, name: str) -> None:
    """Issue 15, item 11: `make calcom` reads the environment that the stack wrote down."""
    planned = plan(tmp_path, SAID_TO_THE_STACK, free_ports=True)

    assert planned.environment[name] == SAID_TO_THE_STACK[name]


def test_what_is_no_setting_of_the_product_is_not_written_down(tmp_path: Path) -> None:
    others = {"CALCOM_SANDBOX_LINE": "5.4", "HOME": "/root", "CALCOM_USERNAME": ""}
    planned = plan(tmp_path, others, free_ports=True)

    assert not others.keys() & planned.environment.keys()


def test_a_secret_pasted_with_its_line_end_is_the_same_for_both_sides(tmp_path: Path) -> None:
    planned = plan(tmp_path, {"CALCOM_WEBHOOK_SECRET": "from-outside\n"}, free_ports=True)

    secrets = {part.env.get("CALCOM_WEBHOOK_SECRET") for part in planned.parts if part.name != "mongodb"}
    assert secrets - {None} == {"from-outside"}


def test_a_taken_port_is_named_with_the_way_out(tmp_path: Path) -> None:
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken, match=rf"Port {port} is taken.*PORT={port + 1} make run"):
            plan(tmp_path, {"PORT": str(port)}, free_ports=False)


def test_a_taken_port_of_the_stand_in_is_an_obstacle_only_to_whoever_asked_for_it(tmp_path: Path) -> None:
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(
            PortTaken, match=rf"Port {port} is taken.*CALCOM_SANDBOX_PORT={port + 1} make run"
        ):
            plan(tmp_path, {"PORT": str(free_port()), "CALCOM_SANDBOX_PORT": str(port)}, free_ports=False)
        assert preferred_or_free(port) != port


def test_every_part_listens_on_a_port_of_its_own_that_is_known(tmp_path: Path) -> None:
    planned = [plan(tmp_path, {}, free_ports=True) for _ in range(3)]

    given = [part.port for each in planned for part in each.parts]
    assert len(set(given)) == len(given) == 3 * 5
    for each in planned:
        assert all(f":{part.port}/" in f"{part.url}/" for part in each.parts)
