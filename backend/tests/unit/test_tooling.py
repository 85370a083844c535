"""The small parts of the tooling: counting tests, resting after deaths, finding programs."""

from pathlib import Path

import pytest

from entrypoints.stack.part import Backoff
from tests import embedded, summary


def report(folder: Path, name: str, *cases: tuple[str, str, float], **counts: int) -> None:
    suite = " ".join(f'{key}="{value}"' for key, value in counts.items())
    tests = "".join(f'<testcase classname="{each[0]}" name="{each[1]}" time="{each[2]}"/>' for each in cases)
    (folder / name).write_text(f"<testsuites><testsuite {suite}>{tests}</testsuite></testsuites>")


def test_the_summary_adds_up_the_runners(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report(tmp_path, "backend.xml", tests=10, failures=1, errors=1, skipped=2)
    report(tmp_path, "frontend.xml", tests=5, failures=0, errors=0)

    assert summary.main(tmp_path) == 1
    assert capsys.readouterr().out == "11 passed, 2 failed, 2 skipped\n"


def test_the_summary_says_what_took_longest_and_which_kind_outgrew_its_budget(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unit, browser = "backend.tests.unit.domain.test_merge", "e2e/booking.test.ts"
    report(tmp_path, "backend.xml", (unit, "test_slow", 160.25), (unit, "test_slower", 161), tests=2)
    report(tmp_path, "browser.xml", (browser, "a booking", 5), tests=1)
    (tmp_path / "steps.txt").write_text("lint 1000 1030 0\ntest-backend 1010 1140 2\n")
    (tmp_path / "lint.times").write_text("0m0.001s 0m0.002s\n1m2.500s 0m2.250s\n")

    assert summary.main(tmp_path) == 0
    assert [line.strip() for line in capsys.readouterr().out.splitlines()] == [
        "30 s  make lint, 65 s of CPU",
        "130 s  make test-backend, 0 s of CPU  not green",
        "140 s  in all",
        "321 s  all tests of unit  more than its budget of 280 s",
        "5 s  all tests of browser",
        "161.0 s  unit.domain.test_merge test_slower",
        "160.2 s  unit.domain.test_merge test_slow",
        "5.0 s  e2e/booking.test.ts a booking",
        "3 passed, 0 failed, 0 skipped",
    ]


def test_all_passed_is_a_success(tmp_path: Path) -> None:
    report(tmp_path, "backend.xml", tests=3, failures=0, errors=0, skipped=1)

    assert summary.main(tmp_path) == 0


def test_no_test_at_all_is_a_failure(tmp_path: Path) -> None:
    assert summary.main(tmp_path) == 1


def test_a_part_rests_twice_as_long_after_each_death_up_to_the_limit() -> None:
    backoff = Backoff(first=0.5, most=3)

    assert [backoff.delay(deaths) for deaths in (1, 2, 3, 4, 10_000)] == [0.5, 1, 2, 3, 3]


@pytest.mark.parametrize(
    ("required", "outcome"), [(False, pytest.skip.Exception), (True, pytest.fail.Exception)]
)
def test_a_missing_tool_skips_loudly_or_fails(
    monkeypatch: pytest.MonkeyPatch, required: bool, outcome: type[BaseException]
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("REQUIRE_TOOLS", "1" if required else "0")

    with pytest.raises(outcome, match=r"chromium was not found: .*apt-get install chromium"):
        embedded.require_tool("chromium")
