"""What every BookedRows does: the fake and the real one alike."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

import pytest

from application.booked import BookedRows
from application.ports import Write
from domain.appointment import Appointment, Status
from domain.booking.chain import Chain
from domain.booking.news import Rank
from domain.booking.row import Fact, Row, RowStatus
from domain.slots import Slot
from tests.builders import NOW, a_booking, a_row, an_appointment
from tests.contract.conftest import Store

TEN = datetime(2026, 12, 1, 10, tzinfo=UTC)
SLOT = Slot(TEN, TEN + timedelta(minutes=30))


def booked(*rows: Row, **over: Any) -> Appointment:
    """An appointment on the first of December at seven, ten o'clock UTC, as the rows say."""
    at = {"data_agendamento": date(2026, 12, 1), "hora_agendamento": "07:00", "status": Status.AGENDADO}
    return an_appointment(**(at | {"booking": a_booking(*rows)} | over))


async def rows_of(store: Store, *appointments: Appointment) -> BookedRows:
    repository = store[0]
    for each in appointments:
        await repository.commit(Write(put=each, expected=0))
    return booked_in(store)


def booked_in(store: Store) -> BookedRows:
    return cast(BookedRows, cast(Any, store[0]).booked)


async def test_tokens_of_every_known_key(store: Store) -> None:
    moved = a_row("uid2", older=frozenset({"uid1"}), token=Fact("abc", 0, NOW))
    left = replace(a_booking(), previous=(Chain({"uid0": a_row("uid0", token=Fact("old", 0, NOW))}),))
    rows = await rows_of(store, booked(moved), booked(a_row("uid3")), an_appointment(booking=left))

    found = await rows.tokens(["uid0", "uid1", "uid2", "uid3", "uid4"])
    assert found == {"uid0": None, "uid1": None, "uid2": "abc", "uid3": None}


async def test_only_the_row_that_stands_is_found_by_its_key(store: Store) -> None:
    old, new = a_row("uid1", status=RowStatus.CANCELLED), a_row("uid2", older=frozenset({"uid1"}))
    appointment = booked(old, new, pendencias=("cpf_ausente",))
    rows = await rows_of(store, appointment, an_appointment())

    found = await rows.by_keys(["uid1", "uid2"])
    assert found.keys() == {"uid2"}
    one = found["uid2"]
    assert (one.appointment_id, one.uid, one.is_open, one.is_seat) == (appointment.id, "uid2", True, False)
    assert (one.told, one.slot, one.status) == (SLOT, SLOT, Status.AGENDADO)
    assert one.pendencias == ("cpf_ausente",)
    assert await rows.by_keys([]) == {}


async def test_seats_are_found_by_their_uid(store: Store) -> None:
    seats = [booked(a_row("uid1/a")), booked(a_row("uid1/b", status=RowStatus.CANCELLED))]
    rows = await rows_of(store, *seats, booked(a_row("uid2/a")))

    found = {each.key: (each.is_open, each.is_seat) for each in await rows.of_uids(["uid1"])}
    assert found == {"uid1/a": (True, True), "uid1/b": (False, True)}
    assert await rows.of_uids([]) == []


async def test_stray_seats_are_found_by_the_person_on_the_last(store: Store) -> None:
    def seat(key: str, email: str | None, rank: Rank, *older: str) -> Row:
        facts = {"email": Fact(email, rank, NOW)} if email else {"nome_paciente": Fact("Ana", rank, NOW)}
        return a_row(key, facts=facts, older=frozenset(older))

    moved = booked(seat("uid1/a", "ana@x", Rank.READ_BACK), seat("uid2/a", "Ana@x", Rank.PATIENT, "uid1/a"))
    nameless = booked(seat("uid3/b", None, Rank.READ_BACK))
    rows = await rows_of(
        store, moved, nameless, booked(seat("uid4/c", "ana@x", Rank.PATIENT)), booked(a_row("uid5"))
    )

    assert await rows.strays(["ana@x", "bia@x"]) == [moved.id]
    assert await rows.strays([""]) == [nameless.id]


async def test_open_rows_of_a_time_by_the_rows_own_slot(store: Store) -> None:
    later = Fact(Slot(TEN + timedelta(hours=1), TEN + timedelta(hours=2)), 0, NOW)
    moved_by_staff = booked(a_row("uid3"), hora_agendamento="15:00")
    rows = await rows_of(
        store,
        booked(a_row("uid2", slot=later)),
        booked(a_row("uid1")),
        moved_by_staff,
        booked(a_row("uid4", status=RowStatus.CANCELLED)),
        an_appointment(data_agendamento=date(2026, 12, 1), hora_agendamento="07:00"),
    )

    found = await rows.open_between(TEN, TEN + timedelta(hours=1))
    assert {each.key for each in found} == {"uid1", "uid3"}
    assert [each.key for each in await rows.open_between(TEN, TEN + timedelta(hours=2))][-1] == "uid2"
    assert await rows.open_between(TEN + timedelta(hours=2), TEN + timedelta(hours=3)) == []


async def test_what_was_read_is_read_again_where_it_was_written_since(store: Store) -> None:
    before = booked(a_row("uid1", token=Fact("abc", 0, NOW)))
    rows = await rows_of(store, before, booked(a_row("uid2")), an_appointment(data_agendamento=TEN.date()))
    window = (TEN, TEN + timedelta(hours=1))
    assert (await rows.tokens(["uid1"]), len(await rows.open_between(*window))) == ({"uid1": "abc"}, 2)

    closed = a_row("uid1", status=RowStatus.CANCELLED, token=Fact("def", 0, NOW))
    await store[0].commit(Write(put=replace(before, booking=a_booking(closed)), expected=1))
    rows = booked_in(store)
    assert await rows.tokens(["uid1"]) == {"uid1": "def"}
    assert [each.key for each in await rows.open_between(*window)] == ["uid2"]
    assert not (await rows.by_keys(["uid1"]))["uid1"].is_open
    assert {each.key for each in await rows.of_uids(["uid1", "uid2"])} == {"uid1", "uid2"}


async def test_what_is_forgotten_is_read_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("infrastructure.repositories.booked_rows._REMEMBERED", 1)
    rows = await rows_of(store, *(booked(a_row(f"uid{number}")) for number in range(3)))
    for _ in range(2):
        assert len(await rows.open_between(TEN, TEN + timedelta(hours=1))) == 3


@pytest.mark.parametrize(
    ("over", "slot", "stands"),
    [
        ({}, SLOT, True),
        ({}, Slot(TEN + timedelta(hours=1), TEN + timedelta(hours=2)), False),
        ({"hora_agendamento": "15:00"}, SLOT, False),
        ({"status": Status.CANCELADO}, SLOT, False),
        ({"status": Status.CONFIRMADO}, SLOT, True),
    ],
)
async def test_it_stands_where_row_and_appointment_say_the_same(
    store: Store, over: dict[str, Any], slot: Slot, stands: bool
) -> None:
    rows = await rows_of(store, booked(a_row("uid1"), **over))
    assert (await rows.by_keys(["uid1"]))["uid1"].stands_at(slot) is stands


async def test_a_row_in_doubt_is_found_and_has_no_token(store: Store) -> None:
    read = {(RowStatus.ACCEPTED, NOW): frozenset({NOW + timedelta(minutes=1)})}
    token = Fact("abc", 0, NOW)
    doubtful = [
        a_row(key, status=RowStatus.CANCELLED, read=read, token=token) for key in ("uid1", "uid2", "uid5/s1")
    ]
    moved = a_row("uid3", older=frozenset({"uid2"}), token=token)
    rows = await rows_of(
        store, booked(doubtful[0]), booked(doubtful[1], moved), booked(doubtful[2]), booked(a_row("uid4"))
    )

    assert await rows.doubtful(10) == ["uid1", "uid5/s1"]
    assert await rows.doubtful(1) == ["uid1"]
    assert await rows.tokens(["uid1", "uid2", "uid3"]) == {"uid1": None, "uid2": "abc", "uid3": "abc"}
