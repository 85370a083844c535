"""The `responses` and `userFieldsResponses` of a delivery (CALCOM.md E and L, "Answers")."""

from calcom_sandbox.catalogue import EventType, Question
from calcom_sandbox.payloads.context import Json
from calcom_sandbox.rows import Booking


def booked_answers(event_type: EventType, answers: Json, location: str) -> tuple[Json, Json]:
    """Answers as they were just given: every question, hidden ones too; the place is an address."""
    return _by_question(event_type, answers | {"location": {"value": location, "optionValue": ""}})


def row_answers(event_type: EventType, row: Booking) -> tuple[Json, Json]:
    """Answers rebuilt from the row; a type that was never edited labels them with their slugs."""
    answers = row.responses if row.responses is not None else _seated_answers(row)
    if event_type.stored_questions:
        return _by_question(event_type, answers)
    return {slug: {"label": slug, "value": value} for slug, value in answers.items()}, {}


def _by_question(event_type: EventType, answers: Json) -> tuple[Json, Json]:
    responses = {question.slug: _entry(question, answers) for question in event_type.questions}
    asked_by_clinic = {question.slug for question in event_type.questions if not question.system}
    return responses, {slug: entry for slug, entry in responses.items() if slug in asked_by_clinic}


def _entry(question: Question, answers: Json) -> Json:
    given = {"value": answers[question.slug]} if question.slug in answers else {}
    return {"label": question.label, **given, "isHidden": question.hidden}


def _seated_answers(row: Booking) -> Json:
    """A seated row keeps no answers: Cal.com rebuilds the first attendee's, the others as guests."""
    first, *others = row.attendees
    return {
        "name": first.name,
        "email": first.email,
        "guests": [attendee.email for attendee in others],
        "notes": row.description or "",
        "location": {"optionValue": row.location, "value": row.location},
    }
