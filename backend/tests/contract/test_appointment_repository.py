"""What every AppointmentRepository does: the fake and the real one alike."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from application.page import AppointmentQuery, Scope
from application.ports import AppointmentRepository as Repository
from application.ports import History, Write
from domain.appointment import Appointment, Status, Tag
from domain.booking.row import RowStatus
from domain.booking.side import Intent
from domain.errors import StaleWrite
from domain.history import Actor, Cause, Change, HistoryEntry
from domain.pushing import next_order, refused, taken
from tests.builders import NOW, a_booking, a_row, an_appointment


async def put(repository: Repository, *appointments: Appointment) -> None:
    for each in appointments:
        await repository.commit(Write(put=each, expected=0))


def entry(of: Appointment, number: int) -> HistoryEntry:
    at = NOW + timedelta(minutes=number)
    changes = (
        Change("status", Status.PENDENTE, Status.AGENDADO),
        Change("data_agendamento", None, date(2026, 1, 2)),
    )
    return HistoryEntry(f"h{number}", of.id, at, Actor("usuario", "Ana"), Cause("edicao"), changes)


async def test_a_new_appointment_is_read_back_as_it_was(repository: Repository) -> None:
    appointment = an_appointment(
        data_agendamento=date(2026, 12, 1),
        hora_agendamento="07:00",
        tags=(Tag("t1", "Jejum", "#fff"),),
        pendencias=("cpf_ausente",),
        booking=a_booking(a_row("uid1", number=7)),
    )
    await put(repository, appointment)
    assert await repository.get(appointment.id) == replace(appointment, versao=1)


async def test_unknown_ids_and_keys_find_nothing(repository: Repository) -> None:
    assert await repository.get("nenhum") is None
    assert await repository.survivor_of("nenhum") is None
    assert await repository.find_by_keys([]) == []
    assert await repository.find_by_keys(["nenhuma"]) == []
    assert not await repository.is_erased(["nenhuma"])


async def test_a_second_insert_of_one_id_is_stale(repository: Repository) -> None:
    appointment = an_appointment()
    await put(repository, appointment)
    with pytest.raises(StaleWrite):
        await put(repository, appointment)


async def test_a_write_on_an_old_version_is_stale_and_changes_nothing(
    repository: Repository, history: History
) -> None:
    appointment = an_appointment()
    await put(repository, appointment)
    await repository.commit(Write(put=replace(appointment, cip="1"), expected=1))
    late = Write(put=replace(appointment, cip="2"), expected=1, entries=(entry(appointment, 1),))
    with pytest.raises(StaleWrite):
        await repository.commit(late)
    stored = await repository.get(appointment.id)
    assert stored is not None
    assert (stored.cip, stored.versao) == ("1", 2)
    assert await history.of(appointment.id) == []


async def test_of_racing_writers_one_wins(repository: Repository) -> None:
    appointment = an_appointment()
    await put(repository, appointment)
    racers = [repository.commit(Write(put=replace(appointment, cip=str(n)), expected=1)) for n in range(8)]
    results = await asyncio.gather(*racers, return_exceptions=True)
    assert sorted(isinstance(result, StaleWrite) for result in results) == [False, *[True] * 7]
    assert results.count(None) == 1


async def test_a_key_of_another_appointment_is_refused(repository: Repository) -> None:
    await put(repository, an_appointment(booking=a_booking(a_row("novo", older=frozenset({"velho"})))))
    with pytest.raises(StaleWrite):
        await put(repository, an_appointment(booking=a_booking(a_row("velho"))))


async def test_of_racing_inserts_with_one_key_one_wins(repository: Repository) -> None:
    racers = [put(repository, an_appointment(booking=a_booking(a_row("uid1")))) for _ in range(6)]
    results = await asyncio.gather(*racers, return_exceptions=True)
    assert sorted(isinstance(result, StaleWrite) for result in results) == [False, *[True] * 5]
    assert results.count(None) == 1


async def test_appointments_without_a_booking_do_not_collide(repository: Repository) -> None:
    await put(repository, an_appointment(), an_appointment(), an_appointment(booking=a_booking()))
    await put(repository, an_appointment(booking=a_booking()))
    page = await repository.search(AppointmentQuery(scope=Scope.ALL), NOW)
    assert page.total == 4


async def test_a_chain_is_found_by_any_key_oldest_first(repository: Repository) -> None:
    younger = an_appointment(created_at=NOW + timedelta(hours=1), booking=a_booking(a_row("b")))
    older = an_appointment(booking=a_booking(a_row("c", older=frozenset({"a"}))))
    await put(repository, younger, older)
    assert [each.id for each in await repository.find_by_keys(["a", "b", "c", "x"])] == [older.id, younger.id]


async def test_seats_are_found_by_uid_and_numbers_name_whole_rows_only(repository: Repository) -> None:
    one = an_appointment(booking=a_booking(a_row("uid/s1", number=5)))
    two = an_appointment(created_at=NOW + timedelta(1), booking=a_booking(a_row("uid/s2", number=5)))
    plain = an_appointment(booking=a_booking(a_row("outro", number=5)))
    await put(repository, one, two, plain)
    assert [each.id for each in await repository.find_by_uid("uid")] == [one.id, two.id]
    assert [each.id for each in await repository.find_by_number(5)] == [plain.id]


async def test_keys_of_an_earlier_chain_stay_reserved(repository: Repository) -> None:
    left = a_booking(a_row("antiga", number=9))
    appointment = an_appointment(booking=replace(a_booking(), previous=(left.chain,)))
    await put(repository, appointment)
    for found in (
        await repository.find_by_keys(["antiga"]),
        await repository.find_by_uid("antiga"),
        await repository.find_by_number(9),
    ):
        assert [each.id for each in found] == [appointment.id]


async def test_history_is_kept_newest_first(repository: Repository, history: History) -> None:
    appointment = an_appointment()
    entries = (entry(appointment, 1), entry(appointment, 2))
    await repository.commit(Write(put=appointment, expected=0, entries=entries))
    assert await history.of(appointment.id) == [entries[1], entries[0]]


async def absorbed_pair(repository: Repository) -> tuple[Appointment, Appointment]:
    older = an_appointment(booking=a_booking(a_row("a")))
    younger = an_appointment(booking=a_booking(a_row("b")))
    await put(repository, older)
    await repository.commit(Write(put=younger, expected=0, entries=(entry(younger, 1),)))
    return replace(older, versao=1), replace(younger, versao=1)


def union(older: Appointment, younger: Appointment) -> Write:
    both = a_booking(a_row("a"), a_row("b", older=frozenset({"a"})))
    survivor = replace(older, booking=both, absorvidos=(younger.id,))
    return Write(put=survivor, expected=1, entries=(entry(older, 2),), absorbed=(younger,))


async def test_an_absorbed_appointment_goes_with_its_keys_and_history(
    repository: Repository, history: History
) -> None:
    older, younger = await absorbed_pair(repository)
    await repository.commit(union(older, younger))
    assert await repository.get(younger.id) is None
    assert await repository.survivor_of(younger.id) == older.id
    survivor = await repository.get(older.id)
    assert survivor is not None
    assert survivor.versao == 2
    assert [each.id for each in await repository.find_by_keys(["b"])] == [older.id]
    assert [each.id for each in await history.of(older.id)] == ["h2", "h1"]
    assert await history.of(younger.id) == []


@pytest.mark.parametrize("written", ["older", "younger"])
async def test_a_union_is_stale_where_either_was_written_since(repository: Repository, written: str) -> None:
    older, younger = await absorbed_pair(repository)
    changed = older if written == "older" else younger
    await repository.commit(Write(put=replace(changed, cip="1"), expected=1))
    with pytest.raises(StaleWrite):
        await repository.commit(union(older, younger))
    assert await repository.get(younger.id) is not None
    kept = await repository.get(older.id)
    assert kept is not None
    assert kept.absorvidos == ()


async def test_a_new_appointment_may_absorb(repository: Repository) -> None:
    older, younger = await absorbed_pair(repository)
    new = an_appointment(booking=a_booking(a_row("a"), a_row("b")), absorvidos=(older.id, younger.id))
    await repository.commit(Write(put=new, expected=0, absorbed=(older, younger)))
    assert [each.id for each in await repository.find_by_keys(["a", "b"])] == [new.id]


TWIN = {"data_agendamento": date(2026, 12, 1), "hora_agendamento": "08:00"}


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({"nome_paciente": "MARIA DA CONCEICAO  SOUZA"}, True),
        ({"status": Status.CANCELADO}, False),
        ({"nome_unidade": "Moema"}, False),
        ({"hora_agendamento": "08:30"}, False),
    ],
)
async def test_twins(repository: Repository, other: dict[str, Any], expected: bool) -> None:
    await put(repository, an_appointment(**(TWIN | other)))
    assert await repository.has_twin(an_appointment(**TWIN)) is expected


async def test_nobody_is_its_own_twin_nor_without_a_date(repository: Repository) -> None:
    appointment = an_appointment(**TWIN)
    await put(repository, appointment, an_appointment(nome_paciente="Sem Data"))
    assert not await repository.has_twin(appointment)
    assert not await repository.has_twin(an_appointment(nome_paciente="Sem Data"))


async def test_of_two_that_take_the_same_key_at_once_one_is_refused(repository: Repository) -> None:
    for round_ in range(20):
        known, newer = f"a{round_}", f"b{round_}"
        booked = an_appointment(booking=a_booking(a_row(known)))
        await put(repository, booked)
        both = replace(booked, booking=a_booking(a_row(known), a_row(newer)))
        taken = an_appointment(booking=a_booking(a_row(newer)))

        results = await asyncio.gather(
            repository.commit(Write(put=both, expected=1)),
            repository.commit(Write(put=taken, expected=0)),
            return_exceptions=True,
        )

        assert [isinstance(each, StaleWrite) for each in results].count(True) == 1
        assert len(await repository.find_by_keys([newer])) == 1


async def test_a_row_that_is_no_longer_the_current_one_may_be_another_appointments(
    repository: Repository,
) -> None:
    first, second = a_row("a", number=1), a_row("b", number=2)
    booked = an_appointment(booking=a_booking(first, replace(second, said={RowStatus.CANCELLED: NOW})))
    await put(repository, booked)
    for versao, rows in enumerate(((first, second), (second,)), start=1):
        await repository.commit(Write(put=replace(booked, booking=a_booking(*rows)), expected=versao))
    await put(repository, an_appointment(booking=a_booking(first)))
    assert [each.calcom_booking_id for each in await repository.find_by_keys(["a"])] == ["a"]


async def test_a_batch_is_stored_whole_with_its_history(repository: Repository, history: History) -> None:
    batch = [an_appointment(id=f"b{number}") for number in range(3)]
    await repository.insert_batch(batch, [entry(batch[0], 1)])
    assert await repository.get("b2") == replace(batch[2], versao=1)
    assert await repository.known_ids(["b1", "b2", "b3"]) == {"b1", "b2"}
    assert [each.id for each in await history.of("b0")] == ["h1"]


async def test_a_batch_with_a_taken_id_stores_nothing(repository: Repository, history: History) -> None:
    batch = [an_appointment(id=f"b{number}") for number in range(3)]
    await put(repository, batch[1])
    with pytest.raises(StaleWrite):
        await repository.insert_batch(batch, [entry(batch[0], 1)])
    assert await repository.get("b0") is None
    assert await repository.get("b2") is None
    assert await history.of("b0") == []


async def test_a_write_makes_its_follow_up_due_until_it_is_settled(repository: Repository) -> None:
    later = NOW + timedelta(minutes=1)
    first, second = an_appointment(updated_at=later), an_appointment()
    await put(repository, first, second)
    assert await repository.due(NOW, 10) == [second.id]
    assert await repository.due(later, 10) == [second.id, first.id]
    assert await repository.due(later, 1) == [second.id]
    await repository.settle(second.id, 1)
    await repository.settle(second.id, 1)
    assert await repository.due(later, 10) == [first.id]


async def test_the_follow_ups_of_a_batch_come_after_all_others(repository: Repository) -> None:
    """Also of what is written later; a row of a batch that somebody writes is like any other from then on."""
    later = NOW + timedelta(minutes=1)
    first, second = (an_appointment(id=each) for each in ("row-1", "row-2"))
    await repository.insert_batch([first, second], [])
    booked = an_appointment(updated_at=later)
    await put(repository, booked)
    assert await repository.due(later, 10) == [booked.id, first.id, second.id]
    assert await repository.due(later, 1) == [booked.id]
    await repository.settle(booked.id, 1)
    await repository.commit(Write(put=replace(second, cip="1", updated_at=later), expected=1))
    assert await repository.due(later, 10) == [second.id, first.id]
    for each, versao in ((second, 2), (first, 1)):
        await repository.settle(each.id, versao)
    assert await repository.due(later, 10) == []


async def test_a_follow_up_is_not_settled_where_a_write_came_in_between(repository: Repository) -> None:
    appointment = an_appointment()
    await put(repository, appointment)
    await repository.commit(Write(put=replace(appointment, cip="1"), expected=1))
    await repository.settle(appointment.id, 1)
    assert await repository.due(NOW, 10) == [appointment.id]


async def test_a_postponed_follow_up_waits(repository: Repository) -> None:
    appointment = an_appointment()
    await put(repository, appointment)
    await repository.postpone(appointment.id, NOW + timedelta(minutes=5))
    assert await repository.due(NOW + timedelta(minutes=4), 10) == []
    assert await repository.due(NOW + timedelta(minutes=5), 10) == [appointment.id]
    await repository.settle(appointment.id, 1)
    await repository.postpone(appointment.id, NOW + timedelta(minutes=5))
    assert await repository.due(NOW + timedelta(minutes=5), 10) == []


async def test_those_whose_booking_waits_to_be_told_are_counted(repository: Repository) -> None:
    """Also while a push is under way; not those that know, or that a person must decide."""
    later = NOW + timedelta(minutes=1)
    wanted = replace(a_booking(a_row("first")), intents={"status": Intent("Ana", NOW)})
    waiting = an_appointment(status=Status.CANCELADO, booking=wanted)
    knows = an_appointment(booking=a_booking(a_row("other")))
    await put(repository, waiting, knows, an_appointment())
    assert await repository.pushes_waiting(NOW - timedelta(seconds=1)) == 0
    assert await repository.pushes_waiting(NOW) == await repository.pushes_waiting(later) == 1
    order = next_order(waiting)
    assert order
    under_way = taken(waiting, order, later, later + timedelta(minutes=2))
    await repository.commit(Write(put=under_way, expected=1))
    assert await repository.pushes_waiting(NOW) == 1
    refused_for_good = refused(under_way, under_way.side.pushes["status"], "recusado", "Não.")
    await repository.commit(Write(put=refused_for_good, expected=2))
    assert await repository.pushes_waiting(later) == 0
