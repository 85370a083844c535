"""The sandbox's API v2 answers with the status, keys and types that a real Cal.com 5.4.15 and a real Cal.diy 6.2.0 answered.

Each recorded request is sent again to a sandbox in which the scene was set.
"""

import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest

from calcom_sandbox.lines import LINE_5_4, LINE_6_2
from tests.contract.sandbox_api_scenes import CASES as CASES_5_4
from tests.contract.sandbox_api_scenes_6_2 import CASES_6_2, NOT_PRODUCED_6_2
from tests.contract.sandbox_scenes import CLINIC
from tests.contract.sandbox_scenes_6_2 import CLINIC_6_2
from tests.sandbox_api import office_for_tests
from tests.sandbox_inbox import KEY

RECORDED = Path(__file__).parents[1] / "payloads" / "api_v2_recorded"
RECORDED_6_2 = Path(__file__).parents[1] / "payloads" / "caldiy_6_2_0"
CASES = CASES_5_4 | CASES_6_2

NOT_PRODUCED = {
    "booking-create-team": "the sandbox has no teams",
    "booking-get-team": "the sandbox has no teams",
    "bookings-list-bruno": "the sandbox has one user; the rows are a team's",
    "bookings-list-teamId": "the sandbox has no teams",
    "team-event-types": "the sandbox has no teams",
    "schedules-default": "the sandbox's opening hours are fixed",
}
# The one recording without its request: some call too many to `me`.
RATE_LIMITED = {"method": "GET", "path": "/v2/me", "headers": {"authorization": "Bearer cal_<key>"}}
# What people answered and what was attached: free keys, compared where the same body was sent.
FREE = ("bookingFieldsResponses", "metadata", "responses")
SAME_BODY = [case for case in CASES if case.startswith(("booking-create", "api__seat-booking"))]
# Headers that the recorded 6.2 was given by its framework and by HTTP, not by API v2.
FRAMEWORK = {
    "access-control-allow-origin",
    "connection",
    "content-security-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "date",
    "etag",
    "keep-alive",
    "origin-agent-cluster",
    "referrer-policy",
    "strict-transport-security",
    "x-content-type-options",
    "x-dns-prefetch-control",
    "x-download-options",
    "x-frame-options",
    "x-permitted-cross-domain-policies",
    "x-xss-protection",
}


def recording(case: str) -> dict[str, Any]:
    folder = RECORDED_6_2 if case in CASES_6_2 else RECORDED
    kept: dict[str, Any] = json.loads((folder / f"{case}.json").read_text())
    if case in CASES_6_2:  # kept without its key, with its body as text
        request = kept["request"]
        request["headers"]["authorization"] = "Bearer cal_<key>"
        request["body"] = json.loads(request["body"]) if request["body"] else None
    return kept


def shape(value: Any, key: str = "") -> Any:
    """Keys and JSON types, recursively; of a list the different shapes in it, of free keys the type."""
    if key in FREE:
        return type(value).__name__
    if isinstance(value, dict):
        return {name: shape(each, name) for name, each in value.items()}
    if isinstance(value, list):
        return sorted({json.dumps(shape(each, key), sort_keys=True) for each in value})
    return type(value).__name__


def comparable(case: str, body: dict[str, Any]) -> dict[str, Any]:
    """The recorded body without what the sandbox does not have: teams, calls by phone or video."""
    if case == "event-types-by-username-2024-06-14":
        at_places = [each for each in body["data"] if each["locations"][0]["type"] == "address"]
        return body | {"data": at_places}
    if case == "api__event-types-list_hides_hidden_fields":  # recorded before any rule was set
        plain = [
            each for each in body["data"] if each["confirmationPolicy"] == each["seats"] == {"disabled": True}
        ]
        return body | {"data": [each for each in plain if each["recurrence"] is None]}
    if case in ("bookings-list-nover", "bookings-list-badver"):
        own = [each for each in body["data"]["bookings"] if each["eventType"]["team"] is None]
        return body | {"data": body["data"] | {"bookings": own}}
    if "slots" in case:
        return body | {"data": list(body["data"].values())}
    return body


async def ask_again(case: str) -> httpx.Response:
    """Set the scene and send the recorded request, with the sandbox's key and uids."""
    kept = recording(case).get("request", RATE_LIMITED)
    clinic, line = (CLINIC_6_2, LINE_6_2) if case in CASES_6_2 else (CLINIC, LINE_5_4)
    async with office_for_tests(catalogue=clinic, line=line) as office:
        asked = await CASES[case](office)
        path = re.sub(r"(?<=/bookings/)[^/?]+", asked.uid, kept["path"]) if asked.uid else kept["path"]
        office.http.headers.clear()
        key = "cal_wrong" if case == "bookings-list-badkey" else KEY
        headers = {name: text.replace("cal_<key>", key) for name, text in kept["headers"].items()}
        body = {**kept["body"], **asked.body} if kept.get("body") is not None else None
        return await office.http.request(kept["method"], path, headers=headers, json=body)


def test_every_recording_is_compared_or_left_out_for_a_reason() -> None:
    recorded = {path.stem for path in RECORDED.glob("*.json")}
    assert recorded == CASES_5_4.keys() | NOT_PRODUCED.keys()
    recorded = {path.stem for path in RECORDED_6_2.glob("api__*.json")}
    assert recorded == CASES_6_2.keys() | NOT_PRODUCED_6_2.keys()


@pytest.mark.parametrize("case", CASES)
async def test_status_keys_and_types_are_those_recorded(case: str) -> None:
    theirs, ours = recording(case), await ask_again(case)
    assert ours.status_code == theirs["status"], ours.text
    expected = comparable(case, json.loads(theirs["body_raw"]))
    assert shape(comparable(case, ours.json())) == shape(expected)


@pytest.mark.parametrize("case", SAME_BODY)
async def test_the_same_request_gets_the_same_answers_back(case: str) -> None:
    def answered(body: dict[str, Any]) -> Any:
        rows = body.get("data", [])
        first = rows[0] if isinstance(rows, list) and rows else rows
        people = first["attendees"] if first else []
        kept = [first.get(key) for key in ("bookingFieldsResponses", "metadata")] if first else []
        return kept, [{key: each.get(key) for key in ("name", "email", "language", *FREE)} for each in people]

    assert answered((await ask_again(case)).json()) == answered(json.loads(recording(case)["body_raw"]))


@pytest.mark.parametrize("case", [case for case in CASES if recording(case)["status"] >= 400])
async def test_refusals_are_worded_as_recorded(case: str) -> None:
    def worded(body: dict[str, Any]) -> Any:
        return body.get("error") or body

    assert worded((await ask_again(case)).json()) == worded(json.loads(recording(case)["body_raw"]))


@pytest.mark.parametrize("case", CASES)
async def test_headers_are_those_recorded(case: str) -> None:
    theirs, ours = recording(case)["headers"], (await ask_again(case)).headers
    assert theirs.keys() - FRAMEWORK <= ours.keys()
    assert ("x-ratelimit-limit-default" in ours) == ("x-ratelimit-limit-default" in theirs)
    assert "retry-after" not in ours
    for name in ("content-type", "x-ratelimit-limit-default"):
        assert ours.get(name) == theirs.get(name)
