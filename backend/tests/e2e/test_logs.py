"""Every payload through every path of a running stack, all loggers at DEBUG: no line and no label names a person or a booking."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.every_path import (
    BERENICE,
    House,
    deliveries_amid_crashes,
    import_of_a_sheet,
    open_house,
    preview,
    provisioning,
    readings,
    reconciliation,
    refresh,
    refusals,
    replay,
    write_back,
)
from tests.personal import leaks, personal_data, personal_in
from tests.serving import WEBHOOK
from tests.supervised import Supervised

_SECRETS = ("CALCOM_API_TOKEN", "CALCOM_WEBHOOK_SECRET", "JWT_SECRET_KEY")


@pytest.mark.stack
async def test_no_line_and_no_label_names_a_person_or_a_booking(stack: Supervised) -> None:
    before = {
        file: file.stat().st_size for file in said_by(stack)
    }  # tests before this one killed whom they liked
    async with open_house(stack) as house:
        for path in (refusals, deliveries_amid_crashes, replay, readings, import_of_a_sheet, refresh):
            await path(house)
        uid = await write_back(house)
        for path in (reconciliation, preview, provisioning):
            await path(house)
        metrics = await exposed(house)
    said = [file.read_bytes()[size:].decode(errors="replace") for file, size in before.items()]
    told = "\n".join([*said, metrics])
    secrets = {stack.environment[name].casefold() for name in _SECRETS}
    personal = personal_data() | personal_in({"attendees": [BERENICE], "uid": uid}) | secrets

    assert_every_path_was_told_of(told)
    assert_one_id_leads_from_the_socket_to_the_write(told)
    assert leaks(told, personal) == {}


def said_by(stack: Supervised) -> list[Path]:
    """What API and worker said, to either output, in all their lives."""
    return [stack.data / "logs" / f"{name}.log" for name in ("api", "worker")]


async def exposed(house: House) -> str:
    """What both processes tell Prometheus, the metrics' own descriptions aside."""
    parts = house.stack.state()["parts"]
    urls = (f"{parts['api']['url']}/metrics", parts["worker"]["url"])
    lines = [line for url in urls for line in (await house.api.get(url)).text.splitlines()]
    return "\n".join(line for line in lines if not line.startswith("# "))


def assert_every_path_was_told_of(told: str) -> None:
    """Silence proves nothing: each path left lines of its own."""
    for line in (
        '"delivery_id"',
        '"delivery"',
        '"written"',
        '"push"',
        '"reconciliation"',
        '"refused"',
        '"request"',
    ):
        assert line in told, line
    for label in (
        "calcom_deliveries_processed_total{",
        "http_request_duration_seconds_bucket{",
        "calcom_pushes_total{",
    ):
        assert label in told, label


def assert_one_id_leads_from_the_socket_to_the_write(told: str) -> None:
    """Request, delivery, what the worker said of it, and its write; a staff request's write, and the push of that appointment."""
    lines = [json.loads(line) for line in told.splitlines() if line.startswith("{")]
    by_event: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        by_event.setdefault(line["event"], []).append(line)
    requests = {each["request_id"]: each for each in by_event["request"]}
    received = {each["delivery_id"]: each for each in by_event["request"] if "delivery_id" in each}
    written = [each["delivery_id"] for each in by_event["written"] if each["cause"] == "entrega"]
    assert len(written) > 50
    assert {*written} <= {each["delivery_id"] for each in by_event["delivery"]} & received.keys()
    assert {each["route"] for each in received.values()} == {WEBHOOK}
    edited = {each["appointment_id"] for each in by_event["written"] if each.get("request_id") in requests}
    assert {each["appointment_id"] for each in by_event["push"]} & edited
    assert all("run_id" in each for each in by_event["reconciliation"])
