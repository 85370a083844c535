"""Cal.com's rows, read as visits."""

from datetime import timedelta
from typing import Any

from chaos.verdict.truth import visits
from tests.unit.chaos.pictures import LATER, NOON, SLOT, text


def row(number: int, status: str = "ACCEPTED", **more: Any) -> dict[str, Any]:
    told = {"id": number, "uid": f"u{number}", "from_reschedule": None, "status": status, "rescheduled": None}
    times = {"start": text(SLOT), "created_at": text(NOON), "updated_at": text(NOON)}
    rest = {"event_type_id": 1, "responses": {"name": "Ana"}, "attendees": [], "seats": []}
    rest |= dict.fromkeys(("cancelled_by", "cancellation_reason", "rejection_reason", "one_time_password"))
    return told | times | rest | more


def seated(number: int, *people: str, status: str = "ACCEPTED", **more: Any) -> dict[str, Any]:
    attendees = [{"id": n, "email": f"{who}@example.com"} for n, who in enumerate(people)]
    seats = [
        {"attendee_id": n, "reference_uid": f"{who}{number}", "responses": {"notes": f"De {who}"}}
        for n, who in enumerate(people)
    ]
    return row(number, status, responses=None, attendees=attendees, seats=seats, **more)


def test_rows_that_reschedules_link_are_one_visit_with_the_open_row_s_time() -> None:
    rows = [
        row(3, start=text(LATER), from_reschedule="u2"),
        row(1, "CANCELLED"),
        row(2, "CANCELLED", from_reschedule="u1"),
        row(4, "REJECTED"),
        row(5, "PENDING", from_reschedule="gone"),
    ]
    first, rejected, pending = visits(rows, {})

    assert (first.name, sorted(first.keys), first.is_open, first.start) == (
        "u1",
        ["u1", "u2", "u3"],
        True,
        LATER,
    )
    assert (sorted(rejected.keys), rejected.is_open) == (["u4"], False)
    assert (sorted(pending.keys), pending.is_open) == (["u5"], True)


def test_what_the_rows_show_of_the_way_there() -> None:
    chosen, accepted = NOON + timedelta(hours=1), NOON + timedelta(hours=2)
    rows = [
        row(1, "CANCELLED", cancelled_by="host", cancellation_reason="outro dia"),
        row(2, "PENDING", start=text(LATER), from_reschedule="u1", created_at=text(chosen)),
        row(3, "CANCELLED"),
        row(4, from_reschedule="u3", created_at=text(chosen), updated_at=text(accepted)),
        row(5, rejection_reason="sem vaga", updated_at=text(accepted)),
        row(6),
        row(7, "REJECTED", one_time_password="once"),
    ]
    asked, replaced, revived, plain, declined = visits(rows, {})

    assert (asked.chosen_at, asked.is_pending, asked.left) == (chosen, True, ((SLOT, chosen),))
    assert asked.said == {"Ana", "outro dia"}
    assert (replaced.chosen_at, replaced.revived_at, replaced.was_answered) == (None, None, True)
    assert (revived.revived_at, revived.was_answered) == (accepted, True)
    assert (plain.was_accepted, declined.was_accepted) == (True, False)
    assert (plain.left, plain.was_answered, plain.revived_at) == ((), False, None)


def test_a_seat_is_its_taker_s_wherever_it_is_now() -> None:
    rows = [
        seated(1, "ana", "bia"),
        seated(2, "caio", status="CANCELLED"),
        seated(3, "ana", start=text(LATER)),
    ]
    takers = dict.fromkeys((f"{who}@example.com" for who in ("bia", "caio", "davi")), NOON)

    bia, caio, davi = visits(rows, takers)

    assert (sorted(bia.keys), bia.is_open, bia.start) == (["u1/bia1"], True, SLOT)
    assert bia.left is None
    assert bia.said == {"De bia"}
    assert (sorted(caio.keys), caio.is_open) == (["u2/caio2"], False)
    assert (sorted(davi.keys), davi.is_open, davi.start) == ([], False, None)


def test_two_open_seats_of_one_person_are_told() -> None:
    [ana] = visits([seated(1, "ana"), seated(3, "ana")], {"ana@example.com": NOON})

    assert "2 abertos" in ana.name
    assert ana.keys == {"u1/ana1", "u3/ana3"}
