"""What the audit of dependencies makes of the registries' answers."""

from datetime import date

import pytest

from tests.audit import of_npm, of_python, refused

VULN = {"id": "PYSEC-2026-1", "fix_versions": ["2"], "aliases": [], "description": ""}
TODAY = date(2026, 11, 23)


def test_a_known_vulnerability_of_either_kind_is_found() -> None:
    python = {
        "dependencies": [{"name": "one", "version": "1", "vulns": [VULN]}, {"name": "two", "vulns": []}]
    }
    cause = {"name": "left", "url": "https://example.com/advisories/GHSA-1", "severity": "high"}
    npm = {"vulnerabilities": {"left": {"via": [cause]}, "on-left": {"via": ["left"]}}}

    assert of_python(python) == ({"PYSEC-2026-1": "one"}, 2)
    assert of_npm(npm) == ({"GHSA-1": "left"}, 1)


def test_who_could_not_be_asked_says_nothing() -> None:
    assert of_python({"dependencies": [{"name": "one", "skip_reason": "not found"}]}) == ({}, 0)
    assert of_npm({"message": "405 Method Not Allowed"}) == of_npm({}) == ({}, 0)


@pytest.mark.parametrize(
    ("until", "reason", "is_red"),
    [(TODAY, "why", False), (date(2026, 11, 22), "why", True), (TODAY, "", True)],
)
def test_what_is_allowed_passes_for_a_reason_and_until_a_day(until: date, reason: str, is_red: bool) -> None:
    allowed = [{"id": "PYSEC-2026-1", "until": until, "reason": reason}]

    assert bool(refused({"PYSEC-2026-1": "one"}, allowed, TODAY)) == is_red
