"""Draining: what lies in the spool is stored once MongoDB takes it, by whichever process, and nothing is ever thrown away."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client import REGISTRY

from calcom_integration.delivery import Delivery
from calcom_integration.spool import Drainer, Spool, draining
from tests.fakes import FakeClock
from tests.spooled import OTHER_SEAL, SEAL, Shelf, a_delivery, a_spool, damage


async def filled(path: Path, count: int) -> Spool:
    spool = a_spool(path)
    for number in range(count):
        assert await spool.keep(a_delivery(number)) is None
    return spool


def drainer(spool: Spool, shelf: Shelf) -> Drainer:
    return Drainer(spool, shelf.store, shelf.probe)


async def test_every_delivery_is_stored_as_it_came_and_its_file_goes(tmp_path: Path) -> None:
    spool, shelf = await filled(tmp_path, 3), Shelf()

    assert await drainer(spool, shelf).drain() == 3
    assert shelf.kept == {each.digest: each for each in map(a_delivery, range(3))}
    assert (await spool.state()).waiting == 0
    assert shelf.probes == 0  # MongoDB was not known to be away


async def test_while_mongodb_is_away_one_file_is_tried_and_all_stay(tmp_path: Path) -> None:
    spool, shelf = await filled(tmp_path, 3), Shelf(is_away=True)

    assert await drainer(spool, shelf).drain() == 0
    assert ((await spool.state()).waiting, shelf.asked) == (3, 1)
    shelf.is_away = False
    assert await drainer(spool, shelf).drain() == 3


async def test_known_to_be_away_it_is_probed_and_then_tried_again_for_each_delivery(tmp_path: Path) -> None:
    spool, shelf = await filled(tmp_path, 1), Shelf(is_away=True)
    spool.is_store_away = True

    assert await drainer(spool, shelf).drain() == 0
    assert (shelf.probes, shelf.asked, spool.is_store_away) == (1, 0, True)
    shelf.is_away = False
    assert await drainer(spool, shelf).drain() == 1
    assert not spool.is_store_away


async def test_a_store_that_is_too_slow_for_an_answer_is_drained_into_all_the_same(tmp_path: Path) -> None:
    spool, shelf = await filled(tmp_path, 1), Shelf()
    spool.is_store_away = True

    async def slow() -> bool:
        await asyncio.sleep(0.05)
        return True

    assert await Drainer(spool, shelf.store, slow, patience=0).drain() == 1
    assert spool.is_store_away


async def test_an_empty_spool_finds_mongodb_back(tmp_path: Path) -> None:
    spool, shelf = a_spool(tmp_path), Shelf()
    spool.is_store_away = True

    await drainer(spool, shelf).drain()
    assert not spool.is_store_away


async def test_what_no_majority_holds_stays(tmp_path: Path) -> None:
    spool, shelf = await filled(tmp_path, 2), Shelf(is_unsafe=True)

    assert await drainer(spool, shelf).drain() == 0
    assert ((await spool.state()).waiting, len(shelf.kept)) == (2, 2)
    shelf.is_unsafe = False
    assert await drainer(spool, shelf).drain() == 2


async def test_one_that_cannot_be_stored_keeps_no_other_back_and_stays(tmp_path: Path) -> None:
    spool, shelf = await filled(tmp_path, 3), Shelf(refused={"delivery-1"})

    assert await drainer(spool, shelf).drain() == 2
    [path] = spool.folder.waiting()
    assert path.name == a_delivery(1).digest


async def test_an_unreadable_one_is_set_aside_and_never_deleted(tmp_path: Path) -> None:
    spool, shelf = await filled(tmp_path, 2), Shelf()
    path = spool.folder.path / a_delivery(1).digest
    damage(path)
    content = path.read_bytes()

    assert await drainer(spool, shelf).drain() == 1
    state = await spool.state()
    assert (state.waiting, state.unreadable) == (0, 1)
    await drainer(spool, shelf).drain(also_unreadable=True)
    [aside] = spool.folder.unreadable()
    assert aside.read_bytes() == content


async def test_what_lies_there_is_measured_whatever_mongodb_does(tmp_path: Path) -> None:
    spool, shelf = await filled(tmp_path, 3), Shelf(is_away=True)
    path = spool.folder.path / a_delivery(1).digest
    damage(path)
    spool.folder.set_aside(path)
    spool.folder.max_bytes = 2 * spool.folder.state().bytes
    assert isinstance(spool.clock, FakeClock)
    spool.clock.advance(timedelta(minutes=7))
    await drainer(spool, shelf).drain()

    assert [figure("files", state=state) for state in ("waiting", "unreadable")] == [2, 1]
    assert (figure("oldest_waiting_seconds"), figure("filled_ratio")) == (420, 0.5)
    drained = figure("deliveries_total", result="drained") or 0
    shelf.is_away = False
    await drainer(spool, shelf).drain()
    assert (figure("files", state="waiting"), figure("oldest_waiting_seconds")) == (0, 0)
    assert figure("deliveries_total", result="drained") == drained + 2


def figure(name: str, **labels: str) -> float | None:
    return REGISTRY.get_sample_value(f"calcom_spool_{name}", labels)


async def test_a_start_with_the_key_brings_in_what_was_set_aside_without_it(tmp_path: Path) -> None:
    await filled(tmp_path, 2)
    strange, shelf = a_spool(tmp_path, seal=OTHER_SEAL), Shelf()
    await drainer(strange, shelf).drain()
    assert (await strange.state()).unreadable == 2

    async with draining(a_spool(tmp_path, seal=SEAL), shelf.store, shelf.probe):
        pass
    assert len(shelf.kept) == 2
    assert (await strange.state()).unreadable == 0


async def test_two_drainers_store_each_delivery_once(tmp_path: Path) -> None:
    stored: list[str] = []

    async def store(delivery: Delivery) -> bool:
        stored.append(delivery.id)
        await asyncio.sleep(0)
        return True

    await filled(tmp_path, 40)
    both = [Drainer(a_spool(tmp_path), store, Shelf().probe) for _ in range(2)]
    gone = await asyncio.gather(*(each.drain() for each in both))

    assert sum(gone) == 40
    assert sorted(stored) == sorted(a_delivery(number).id for number in range(40))


async def test_at_its_end_what_lies_there_is_brought_in_once_more(tmp_path: Path) -> None:
    spool, shelf = a_spool(tmp_path), Shelf(is_away=True)
    async with draining(spool, shelf.store, shelf.probe):
        await spool.keep(a_delivery(1))
        shelf.is_away = False
    assert len(shelf.kept) == 1


async def test_a_folder_that_cannot_be_written_stops_no_start(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    spool = a_spool(tmp_path / "file" / "spool")

    async with draining(spool, Shelf().store, Shelf().probe):
        pass
    assert not spool.is_writable
    spool.is_store_away = True
    await drainer(spool, Shelf()).drain()
    assert not spool.is_store_away


async def test_without_a_spool_there_is_nothing_to_do(caplog: pytest.LogCaptureFixture) -> None:
    async with draining(None, Shelf().store, Shelf().probe):
        pass
    assert "spool_off" in caplog.text
