"""The import rules of `pyproject.toml` hold, and a planted violation of each is reported."""

import re
from pathlib import Path

import pytest

from tests.tree_copy import copied, lint_imports, plant

# (contract, file below backend/src, the line planted as its last, what the report must name)
PLANTED = [
    (
        "The layers of the house",
        "domain/upward.py",
        "import application.ports",
        "domain.upward -> application.ports",
    ),
    (
        "The layers of the house",
        "application/upward.py",
        "import infrastructure.mongo",
        "application.upward -> infrastructure",
    ),
    (
        "The layers of the house",
        "infrastructure/aside.py",
        "import presentation.api",
        "infrastructure.aside -> presentation.api",
    ),
    (
        "The layers of the house",
        "presentation/aside.py",
        "import calcom_integration.store",
        "presentation.aside -> calcom_integration",
    ),
    (
        "The layers of the house",
        "calcom_integration/inbound.py",
        "import infrastructure.mongo",
        "inbound -> infrastructure",
    ),
    (
        "The layers of the house",
        "presentation/upward.py",
        "import entrypoints.dev",
        "presentation.upward -> entrypoints.dev",
    ),
    ("The domain is plain Python", "domain/validated.py", "import pydantic", "domain.validated -> pydantic"),
    (
        "The application knows no framework, driver or queue",
        "application/web.py",
        "import fastapi",
        "application.web -> fastapi",
    ),
    ("MongoDB has two doors", "presentation/ids.py", "from bson import ObjectId", "presentation.ids -> bson"),
    ("MongoDB has two doors", "calcom_integration/inbox.py", "import pymongo", "inbox -> pymongo"),
    ("MongoDB has two doors", "entrypoints/query.py", "import pymongo", "entrypoints.query -> pymongo"),
    (
        "Redis has its doors",
        "infrastructure/repositories/cache.py",
        "import redis.asyncio",
        "cache -> redis",
    ),
    ("Redis has its doors", "calcom_integration/inbound.py", "import redis", "inbound -> redis"),
    (
        "Cal.com is called by its client alone",
        "entrypoints/call.py",
        "import httpx",
        "entrypoints.call -> httpx",
    ),
    (
        "The layers inside the integration",
        "calcom_integration/store/deliveries.py",
        "import calcom_integration.inbox",
        "deliveries -> calcom_integration.inbox",
    ),
    (
        "The layers inside the integration",
        "calcom_integration/jobs.py",
        "import calcom_integration.routers",
        "jobs -> calcom_integration.routers",
    ),
    (
        "The layers inside the integration",
        "calcom_integration/homeless.py",
        "",
        "- calcom_integration.homeless",
    ),
    (
        "The stand-in Cal.com is a stranger to the product",
        "entrypoints/play.py",
        "import calcom_sandbox",
        "entrypoints.play -> calcom_sandbox",
    ),
    (
        "The product is a stranger to its stand-in",
        "../../infra/calcom_sandbox/play.py",
        "import domain",
        "calcom_sandbox.play -> domain",
    ),
]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What lint-imports says of a copy in which every rule is broken."""
    copy = copied(tmp_path_factory.mktemp("planted"))
    for _, file, line, _ in PLANTED:
        plant(copy / "backend/src" / file, line)
    lint = lint_imports(copy)
    assert lint.returncode == 1
    return lint.stdout


@pytest.mark.parametrize(("contract", "_file", "_line", "named"), PLANTED)
def test_a_forbidden_import_fails(report: str, contract: str, _file: str, _line: str, named: str) -> None:
    assert f"{contract} BROKEN" in report
    details = report.partition("Broken contracts")[2].partition(f"\n{contract}\n")[2]
    of_this_contract = re.split(r"\n\n.+\n-{5,}\n", details)[0]
    assert named in of_this_contract


def test_without_a_planted_import_the_rules_hold(tmp_path: Path) -> None:
    lint = lint_imports(copied(tmp_path))

    assert lint.returncode == 0, lint.stdout
