"""The house rules hold, and a planted violation of each is found."""

from pathlib import Path

import pytest

from tests.architecture import ROOT, violations

SOURCE = ROOT / "backend" / "src"


def test_the_house_rules_hold() -> None:
    assert violations(SOURCE) == []


@pytest.mark.parametrize(
    ("file", "line", "found"),
    [
        ("domain/slots.py", "import pydantic", "the domain imports pydantic"),
        ("domain/slots.py", "from application import ports", "the domain imports application"),
        ("domain/slots.py", "from . import merge", "the domain imports relatively"),
        ("domain/slots.py", "def from_webhook(): ...", "'from_webhook'"),
        ("domain/slots.py", "calcom_uid = 1", "'calcom_uid'"),
        ("domain/slots.py", "KINDS = ['BOOKING_CREATED']", "'BOOKING_CREATED'"),
        ("domain/slots.py", "row.get('rescheduleUid')", "'rescheduleUid'"),
        ("infrastructure/audit.py", "database['appointments'].find({})", "collection `appointments`"),
        ("calcom_integration/store/runs.py", "{'due_at': {'$lte': now}}", "an inclusive upper bound"),
        (
            "calcom_integration/store/deliveries.py",
            "self._database.appointments.find({})",
            "collection `appointments`",
        ),
    ],
)
def test_a_planted_violation_is_found(tmp_path: Path, file: str, line: str, found: str) -> None:
    planted = tmp_path / file
    planted.parent.mkdir(parents=True)
    planted.write_text(f'"""Cal.com says BOOKING_CREATED: free text may."""\n\n{line}\n')

    (violation,) = violations(tmp_path)

    assert violation.startswith(f"{file}:3: ")
    assert found in violation


def test_the_stored_names_and_the_repository_may_say_theirs(tmp_path: Path) -> None:
    for file, line in {
        "domain/appointment.py": "calcom_booking_id = {'origem': 'calcom'}",
        "infrastructure/repositories/appointment_repository.py": "COLLECTION = 'appointments'",
        "presentation/api/v1/endpoints/appointments.py": "router = APIRouter(tags=['appointments'])",
    }.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(line)

    assert violations(tmp_path) == []
