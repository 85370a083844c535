"""Adds up the JUnit reports of all test runners: `python summary.py FOLDER` prints one line that counts tests."""

import sys
from pathlib import Path
from xml.etree import ElementTree

COUNTED = ("tests", "failures", "errors", "skipped")


def counts(report: Path) -> dict[str, int]:
    """Tests, failures, errors and skips of one report, over its suites."""
    suites = ElementTree.parse(report).getroot().findall("testsuite")
    return {name: sum(int(suite.get(name, "0")) for suite in suites) for name in COUNTED}


def main(folder: Path) -> int:
    """Exit code 1 when a test failed, or when none ran."""
    reports = [counts(report) for report in sorted(folder.glob("*.xml"))]
    total = {name: sum(report[name] for report in reports) for name in COUNTED}
    failed = total["failures"] + total["errors"]
    passed = total["tests"] - failed - total["skipped"]
    print(f"{passed} passed, {failed} failed, {total['skipped']} skipped")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
