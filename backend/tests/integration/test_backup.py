"""Backups over the real database: what comes back is what was there, to the type, and a damaged file changes nothing."""

import asyncio
import os
import secrets
import zipfile
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from secrets import token_bytes
from typing import Any

import pytest
from bson import Binary, Decimal128, Int64, ObjectId
from typer.testing import CliRunner

from application.sealing import UnknownKey
from entrypoints.cli import app
from infrastructure.backup import Archive, Damaged, NotEmpty, TooLarge, back_up, restore
from infrastructure.mongo import Mongo
from infrastructure.sealing import AesGcmSeal
from tests.deliveries import sent
from tests.embedded import fresh_database
from tests.fakes import FakeClock
from tests.inbound import open_desk

AT = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
OPEN, KEY = AesGcmSeal([]), token_bytes(32)
SEALED = AesGcmSeal([KEY])
ODD: dict[str, Any] = {
    "_id": ObjectId(),
    "inteiro": 1,
    "longo": Int64(1),
    "real": 1.0,
    "decimal": Decimal128("0.10"),
    "bytes": Binary(b"\x00\xff"),
    "instante": datetime(2026, 1, 2, 3, 4, 5, 678000, tzinfo=UTC),
    "nada": None,
    "dentro": [{"b": 1, "a": [True, date(2026, 1, 2).isoformat()]}],
    "nome": "João ☂",
}


@pytest.fixture
async def house(mongodb_url: str, fresh_database_name: str) -> AsyncIterator[Mongo]:
    """A database with a day's work in it."""
    desk = await open_desk(mongodb_url, fresh_database_name, FakeClock())
    await desk.receive([sent("created__plain_secret"), sent("created__guests"), sent("template__form")])
    await desk.work_off()
    await desk.mongo.database["odd"].insert_one(dict(ODD))
    await desk.mongo.database["many"].insert_many([{"_id": n, "texto": "x" * 500} for n in range(1_000)])
    yield desk.mongo
    await desk.mongo.close()


@pytest.fixture
async def elsewhere(mongodb_url: str) -> AsyncIterator[Mongo]:
    with fresh_database(mongodb_url) as name:
        mongo = Mongo(mongodb_url, name)
        yield mongo
        await mongo.close()


async def stored(mongo: Mongo) -> dict[str, list[str]]:
    """Every document, its types and the order of its fields."""
    names = set(await mongo.database.list_collection_names()) - {"backups"}
    found = {name: [repr(each) async for each in mongo.database[name].find()] for name in names}
    return {name: sorted(each) for name, each in found.items() if each}


@pytest.mark.parametrize("seal", [OPEN, SEALED], ids=("open", "sealed"))
async def test_everything_comes_back(
    house: Mongo, elsewhere: Mongo, tmp_path: Path, seal: AesGcmSeal
) -> None:
    file = tmp_path / "copia.zip"
    made = await back_up(house, file, seal, AT)
    count = await restore(elsewhere, Archive(file, seal), AT, force=False)

    before = await stored(house)
    assert await stored(elsewhere) == before
    assert made.documents == count == sum(len(each) for each in before.values())
    noted = await house.database["backups"].find_one()
    assert noted == {"_id": AT.isoformat(), "em": AT, "documentos": count, "bytes": file.stat().st_size}
    assert file.stat().st_mode & 0o777 == 0o600
    assert os.listdir(tmp_path) == ["copia.zip"]
    inside = b"".join(zipfile.ZipFile(file).read(name) for name in zipfile.ZipFile(file).namelist())
    assert ("João ☂".encode() in inside) == (seal is OPEN)


async def test_a_database_that_is_not_empty_is_left_alone_unless_it_is_meant(
    house: Mongo, elsewhere: Mongo, tmp_path: Path
) -> None:
    await back_up(house, tmp_path / "a", OPEN, AT)
    await elsewhere.database["odd"].insert_one({"_id": "outra casa"})
    await elsewhere.database["rest"].insert_one({"_id": 1})
    before = await stored(elsewhere)
    with pytest.raises(NotEmpty):
        await restore(elsewhere, Archive(tmp_path / "a", OPEN), AT, force=False)
    assert await stored(elsewhere) == before

    await restore(elsewhere, Archive(tmp_path / "a", OPEN), AT, force=True)
    assert await stored(elsewhere) == await stored(house)


def cut(file: bytes) -> bytes:
    return file[: len(file) * 2 // 3]


def flipped(file: bytes) -> bytes:
    middle = len(file) // 3
    return file[:middle] + bytes([file[middle] ^ 1]) + file[middle + 1 :]


@pytest.mark.parametrize("seal", [OPEN, SEALED], ids=("open", "sealed"))
@pytest.mark.parametrize("damage", [cut, flipped, lambda file: b"", lambda file: b"no zip at all"])
async def test_a_damaged_file_changes_nothing(
    house: Mongo, elsewhere: Mongo, tmp_path: Path, seal: AesGcmSeal, damage: Callable[[bytes], bytes]
) -> None:
    file = tmp_path / "a"
    await back_up(house, file, seal, AT)
    await asyncio.to_thread(lambda: file.write_bytes(damage(file.read_bytes())))
    await elsewhere.database["rest"].insert_one({"_id": 1})
    with pytest.raises(Damaged):
        await restore(elsewhere, Archive(file, seal), AT, force=True)
    assert await stored(elsewhere) == {"rest": ["{'_id': 1}"]}


async def test_a_collection_that_was_taken_out_is_missed(
    house: Mongo, elsewhere: Mongo, tmp_path: Path
) -> None:
    await back_up(house, tmp_path / "a", OPEN, AT)
    with zipfile.ZipFile(tmp_path / "a") as whole, zipfile.ZipFile(tmp_path / "b", "w") as less:
        for name in set(whole.namelist()) - {"odd.bson"}:
            less.writestr(name, whole.read(name))
    with pytest.raises(Damaged):
        await restore(elsewhere, Archive(tmp_path / "b", OPEN), AT, force=False)
    assert await stored(elsewhere) == {}


async def test_a_database_that_outlasts_the_snapshot_is_refused_at_the_start(
    house: Mongo, tmp_path: Path
) -> None:
    with pytest.raises(TooLarge) as refused:
        await back_up(house, tmp_path / "a", OPEN, AT, largest=1_000)
    assert refused.value.megabytes == 0
    assert os.listdir(tmp_path) == []


async def test_another_key_opens_nothing(house: Mongo, elsewhere: Mongo, tmp_path: Path) -> None:
    await back_up(house, tmp_path / "a", SEALED, AT)
    for other in (OPEN, AesGcmSeal([token_bytes(32)])):
        with pytest.raises(UnknownKey):
            await restore(elsewhere, Archive(tmp_path / "a", other), AT, force=False)
    assert await stored(elsewhere) == {}


async def test_who_was_forgotten_since_is_to_be_forgotten_again(house: Mongo, tmp_path: Path) -> None:
    await back_up(house, tmp_path / "a", OPEN, AT)
    erasure = {"_id": "c1", "state": "concluido", "due": AT, "ended_at": AT, "standing": []}
    await house.database["erasures"].insert_one(erasure)
    await house.database["appointment_tombstones"].insert_one({"_id": "hash", "at": AT})
    later = AT + timedelta(days=1)
    await restore(house, Archive(tmp_path / "a", OPEN), later, force=True)

    assert await house.database["erasures"].find_one() == erasure | {
        "state": "pedido",
        "due": later,
        "ended_at": None,
    }
    assert await house.database["appointment_tombstones"].find_one() == {"_id": "hash", "at": AT}


def test_the_commands(
    mongodb_url: str, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fresh house is filled by `restore`, which makes its indexes too."""
    monkeypatch.setenv("MONGODB_URL", mongodb_url)
    monkeypatch.setenv("REDIS_URL", redis_url)
    monkeypatch.setenv("BACKUP_KEY", secrets.token_urlsafe(32))
    run = CliRunner().invoke
    with fresh_database(mongodb_url) as one, fresh_database(mongodb_url) as other:
        monkeypatch.setenv("DATABASE_NAME", one)
        asyncio.run(_fill(mongodb_url, one))
        assert [run(app, ["backup", str(tmp_path), "--keep", "1"]).exit_code for _ in range(2)] == [0, 0]
        [file] = tmp_path.glob("coleta-*.zip")
        refused = run(app, ["restore", str(file)])
        assert (refused.exit_code, "--force" in refused.output) == (1, True)

        monkeypatch.setenv("DATABASE_NAME", other)
        assert run(app, ["restore", str(file)]).exit_code == 0
        assert asyncio.run(_facts(mongodb_url, other)) == ("Ana", True)

        monkeypatch.setenv("BACKUP_KEY", secrets.token_urlsafe(32))
        assert run(app, ["restore", str(file), "--force"]).exit_code == 1
        assert asyncio.run(_facts(mongodb_url, other)) == ("Ana", True)
        monkeypatch.setenv("MONGODB_URL", "mongodb://127.0.0.1:1/")
        assert run(app, ["backup", str(tmp_path)]).exit_code == 2


async def _fill(mongodb_url: str, name: str) -> None:
    mongo = Mongo(mongodb_url, name)
    await mongo.database["drivers"].insert_one({"_id": "d1", "name": "Ana", "active": True, "chave": "ana"})
    await mongo.close()


async def _facts(mongodb_url: str, name: str) -> tuple[str, bool]:
    mongo = Mongo(mongodb_url, name)
    driver = await mongo.database["drivers"].find_one({"_id": "d1"})
    indexes = await mongo.database["appointments"].index_information()
    await mongo.close()
    return driver["name"] if driver else "", len(indexes) > 5
