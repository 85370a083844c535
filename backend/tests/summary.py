"""Adds up the JUnit reports of all test runners: `python summary.py FOLDER`.

Prints how long each step of make took and each kind of test, what took longest, and as the last line how many tests passed.
"""

import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

COUNTED = ("tests", "failures", "errors", "skipped")
LONGEST = 10
# Seconds that all tests of a kind may take together on two quiet cores, by day, with three steps side by side. Going past it
# fails nothing, but is said.
BUDGETS = {
    "unit": 280,
    "contract": 90,
    "integration": 780,
    "wire": 120,
    "infra": 75,
    "e2e": 1000,
    "frontend": 165,
    "browser": 600,
}

Timed = tuple[float, str, str]  # seconds, kind, name
Step = tuple[
    str, int, int, int, float
]  # a step of make, when it began and ended (seconds of Unix), its exit code, its CPU seconds


def counts(report: Path) -> dict[str, int]:
    """Tests, failures, errors and skips of one report, over its suites."""
    suites = ElementTree.parse(report).getroot().findall("testsuite")
    return {name: sum(int(suite.get(name, "0")) for suite in suites) for name in COUNTED}


def timed(report: Path) -> list[Timed]:
    """Every test of one report."""
    cases = ElementTree.parse(report).getroot().iter("testcase")
    return [
        (float(case.get("time", "0")), _kind(report, case.get("classname", "")), _name(case))
        for case in cases
    ]


def times(tests: list[Timed], steps: list[Step]) -> list[str]:
    """The lines that say how long it took. Steps run side by side, so all of them take less than their sum."""
    spent: Counter[str] = Counter()
    for seconds, kind, _ in tests:
        spent[kind] += seconds  # type: ignore[assignment]  # a Counter adds up any number
    lines = [_step_line(step) for step in steps]
    lines += (
        [f"  {max(step[2] for step in steps) - min(step[1] for step in steps):6.0f} s  in all"]
        if steps
        else []
    )
    lines += [_kind_line(kind, seconds) for kind, seconds in spent.most_common()]
    lines += [f"  {seconds:6.1f} s  {name}" for seconds, _, name in sorted(tests, reverse=True)[:LONGEST]]
    return lines


def main(folder: Path) -> int:
    """Exit code 1 when a test failed, or when none ran."""
    reports = sorted(folder.glob("*.xml"))
    found = [counts(report) for report in reports]
    total = {name: sum(report[name] for report in found) for name in COUNTED}
    failed = total["failures"] + total["errors"]
    passed = total["tests"] - failed - total["skipped"]
    for line in times([each for report in reports for each in timed(report)], _steps(folder)):
        print(line)
    print(f"{passed} passed, {failed} failed, {total['skipped']} skipped")
    return 1 if failed or not passed else 0


def _kind(report: Path, classname: str) -> str:
    """A backend test's folder; of the other runners the report's name."""
    parts = classname.split(".")
    return parts[2] if parts[:2] == ["backend", "tests"] and len(parts) > 3 else report.stem


def _name(case: ElementTree.Element) -> str:
    return f"{case.get('classname', '').removeprefix('backend.tests.')} {case.get('name')}"


def _kind_line(kind: str, seconds: float) -> str:
    budget = BUDGETS.get(kind)
    over = f"  more than its budget of {budget} s" if budget and seconds > budget else ""
    return f"  {seconds:6.0f} s  all tests of {kind}{over}"


def _step_line(step: Step) -> str:
    name, begun, ended, code, cpu = step
    return f"  {ended - begun:6.0f} s  make {name}, {cpu:.0f} s of CPU{'  not green' if code else ''}"


def _steps(folder: Path) -> list[Step]:
    """What make noted of its steps, in the order in which they ended."""
    file = folder / "steps.txt"
    lines = (line.split() for line in file.read_text().splitlines()) if file.exists() else ()
    return [
        (name, int(begun), int(ended), int(code), _cpu(folder / f"{name}.times"))
        for name, begun, ended, code in lines
    ]


def _cpu(file: Path) -> float:
    """CPU seconds of all processes that a step started and waited for: the second line that bash's `times` prints, 1m2.345s
    in user mode and as much for the system. 0 where there is none."""
    if not file.exists():
        return 0.0
    parts = [part.rstrip("s").split("m") for part in file.read_text().splitlines()[-1].split()]
    return sum(60 * int(minutes) + float(seconds) for minutes, seconds in parts)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
