"""The sandbox's deliveries have the keys and types that a real Cal.com 5.4.15 and a real Cal.diy 6.2.0 sent.

Each recorded case is acted out in the sandbox; the body that arrives is compared with the recording.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from calcom_sandbox.lines import LINE_5_4, LINE_6_2
from tests.contract.sandbox_scenes import CASES as CASES_5_4
from tests.contract.sandbox_scenes import CLINIC, SYSTEM
from tests.contract.sandbox_scenes_6_2 import CASES_6_2, CLINIC_6_2
from tests.sandbox_inbox import SECRET, sandbox_for_tests

RECORDED = Path(__file__).parents[1] / "payloads" / "recorded"
RECORDED_6_2 = Path(__file__).parents[1] / "payloads" / "caldiy_6_2_0"
CASES = CASES_5_4 | CASES_6_2
# What the client that recorded 6.2 added to every request, or what depends on the body.
TRANSPORT = {
    "host",
    "connection",
    "accept",
    "accept-language",
    "sec-fetch-mode",
    "accept-encoding",
    "content-length",
}

NOT_PRODUCED = {
    "cancelled__team_round_robin": "the sandbox has no team event types",
    "created__team_round_robin": "the sandbox has no team event types",
    "created__location_phone": "the sandbox has no phone calls; the shape is that of created__plain_secret",
    "ping__template": "the sandbox has no payload templates",
    "template__form": "the sandbox has no payload templates",
    "template__json": "the sandbox has no payload templates",
    "template__via_api_v2": "the sandbox has no payload templates",
}


def shape(value: Any, key: str = "", trigger: str = "") -> Any:
    """Keys and JSON types, recursively; answers by the shape of an entry, free metadata by its type."""
    if key in ("responses", "userFieldsResponses"):
        return {tuple(sorted(entry)) for entry in value.values()}
    if key == "metadata" and trigger != "BOOKING_PAID":
        return type(value).__name__
    if isinstance(value, dict):
        return {name: shape(each, name, trigger) for name, each in value.items()}
    if isinstance(value, list):
        return sorted({json.dumps(shape(each, key, trigger), sort_keys=True) for each in value})
    return type(value).__name__


def common_values(ours: dict[str, Any], theirs: dict[str, Any]) -> tuple[Any, Any]:
    """The answers to questions that both sides asked, as types."""
    shared = ours.keys() & theirs.keys()
    pair = [{slug: shape(side[slug].get("value")) for slug in sorted(shared)} for side in (ours, theirs)]
    return pair[0], pair[1]


def spelling(text: str) -> str:
    """A time with its digits masked: `…Z`, `….000Z` or `…+00:00`."""
    return re.sub(r"\d", "9", text)


def recording(case: str) -> tuple[dict[str, str], dict[str, Any]]:
    folder = RECORDED_6_2 if case in CASES_6_2 else RECORDED
    kept = json.loads((folder / f"{case}.json").read_text())
    return kept["headers"], json.loads(kept["body_raw"])


async def act_out(case: str) -> tuple[dict[str, str], dict[str, Any]]:
    headers, theirs = recording(case)
    secret = "" if headers["x-cal-signature-256"] == "no-secret-provided" else SECRET
    clinic, line = (CLINIC_6_2, LINE_6_2) if case in CASES_6_2 else (CLINIC, LINE_5_4)
    async with sandbox_for_tests(clinic, secret=secret, line=line) as (box, inbox):
        await CASES[case](box)
    request = inbox.last(theirs["triggerEvent"])
    return dict(request.headers), json.loads(request.content)


def test_every_recording_is_compared_or_left_out_for_a_reason() -> None:
    recorded = {path.stem for path in RECORDED.glob("*.json")}
    assert recorded == CASES_5_4.keys() | NOT_PRODUCED.keys()
    recorded = {path.stem for path in RECORDED_6_2.glob("*.json") if not path.stem.startswith("api__")}
    assert recorded == CASES_6_2.keys()


@pytest.mark.parametrize("case", CASES)
async def test_keys_and_types_are_those_recorded(case: str) -> None:
    _, theirs = recording(case)
    _, ours = await act_out(case)
    assert shape(ours, trigger=ours["triggerEvent"]) == shape(theirs, trigger=theirs["triggerEvent"])


@pytest.mark.parametrize("case", CASES)
async def test_times_and_statuses_are_spelled_as_recorded(case: str) -> None:
    def spelled(body: dict[str, Any]) -> dict[str, Any]:
        data = body.get("payload", body)
        times = {key: spelling(value) for key, value in data.items() if key.endswith("Time")}
        exact = ("status", "requiresConfirmation", "iCalSequence", "recurringEvent")
        return times | {key: data[key] for key in exact if key in data}

    assert spelled((await act_out(case))[1]) == spelled(recording(case)[1])


@pytest.mark.parametrize("case", CASES)
async def test_answers_are_typed_as_recorded(case: str) -> None:
    bodies = ((await act_out(case))[1], recording(case)[1])
    ours, theirs = ((body.get("payload", body).get("responses") or {}) for body in bodies)
    mine, recorded = common_values(ours, theirs)
    answered = {slug for slug, kind in recorded.items() if kind != "NoneType" and mine[slug] != "NoneType"}
    assert {slug: mine[slug] for slug in answered} == {slug: recorded[slug] for slug in answered}


@pytest.mark.parametrize("case", CASES)
async def test_system_labels_are_those_recorded(case: str) -> None:
    def labels(body: dict[str, Any]) -> dict[str, Any]:
        entries = (body.get("payload", body).get("responses") or {}).items()
        return {slug: entry["label"] for slug, entry in entries if slug in {each.slug for each in SYSTEM}}

    ours, theirs = labels((await act_out(case))[1]), labels(recording(case)[1])
    shared = ours.keys() & theirs.keys()
    assert {slug: ours[slug] for slug in shared} == {slug: theirs[slug] for slug in shared}


@pytest.mark.parametrize("case", CASES)
async def test_headers_are_those_recorded(case: str) -> None:
    theirs, _ = recording(case)
    ours, _ = await act_out(case)
    signed = theirs["x-cal-signature-256"]
    compared = {name: text for name, text in theirs.items() if case not in CASES_6_2 or name not in TRANSPORT}
    assert compared.items() - {("x-cal-signature-256", signed)} <= ours.items()
    assert ("x-cal-webhook-version" in ours) == ("x-cal-webhook-version" in theirs)
    assert spelling_of_signature(ours) == spelling_of_signature(theirs)


def spelling_of_signature(headers: dict[str, str]) -> str:
    return re.sub(r"^[0-9a-f]{64}$", "lower-case hex of 256 bits", headers["x-cal-signature-256"])
