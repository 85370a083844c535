"""Asks the package registries for known vulnerabilities of what is locked: `python -m tests.audit`, from the repository's top.

Ends with 1 where one is known that infra/known-vulnerabilities.toml does not allow today. Where none can be asked it says
so, and that is no failure: a machine without a network must be able to lint.
"""

import json
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

ALLOWED = Path("infra/known-vulnerabilities.toml")
PIP_AUDIT = [
    str(Path(sys.executable).with_name("pip-audit")),
    "--requirement",
    "requirements.lock",
    "--require-hashes",
]
PYTHON = [*PIP_AUDIT, "--disable-pip", "--format", "json", "--progress-spinner", "off"]
NPM = ["npm", "audit", "--json", "--prefix", "frontend"]
Found = dict[str, str]


def of_python(told: Any) -> tuple[Found, int]:
    """Package by vulnerability in pip-audit's JSON, and how many packages it could ask for."""
    asked = [each for each in told.get("dependencies", []) if "vulns" in each and not each.get("skip_reason")]
    return {vuln["id"]: each["name"] for each in asked for vuln in each["vulns"]}, len(asked)


def of_npm(told: Any) -> tuple[Found, int]:
    """The same of npm's JSON; an answer without `vulnerabilities` is none."""
    if "vulnerabilities" not in told:
        return {}, 0
    causes = [
        cause for each in told["vulnerabilities"].values() for cause in each["via"] if isinstance(cause, dict)
    ]
    return {cause["url"].rsplit("/", 1)[-1]: cause["name"] for cause in causes}, 1


def refused(found: Found, allowed: Sequence[dict[str, Any]], today: date) -> Found:
    """What of `found` nothing allows on this day."""
    passing = {each["id"] for each in allowed if each["reason"] and today <= each["until"]}
    return {name: package for name, package in found.items() if name not in passing}


def main() -> int:
    allowed, is_red = tomllib.loads(ALLOWED.read_text()).get("allowed", []), False
    for name, command, reading in (("Python", PYTHON, of_python), ("npm", NPM, of_npm)):
        found, asked = reading(_told(command))
        if not asked:
            print(
                f"{name}: the registry could not be asked for known vulnerabilities; nothing is known of them here."
            )
        for vulnerability, package in refused(found, allowed, datetime.now(UTC).date()).items():
            print(f"{name}: {package} has the known vulnerability {vulnerability}.")
            is_red = True
    return int(is_red)


def _told(command: list[str]) -> Any:
    try:
        ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        return json.loads(ended.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return {}


if __name__ == "__main__":
    sys.exit(main())
