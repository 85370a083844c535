"""Imports over the real database: 200 planted errors in 10,000 rows, all or nothing, and workers that die."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pymongo import WriteConcern

from application.ports import Write
from application.services.appointment_service import AppointmentService
from application.services.import_service import HasErrors, ImportService, NotReady
from application.services.small_lists import Stores
from application.spreadsheet.ports import Import, ImportState
from domain.appointment import Appointment, Status
from domain.errors import TooLarge, Unavailable
from domain.history import Actor, Cause, HistoryEntry
from domain.merge import UnitRef
from infrastructure.mongo import Mongo
from infrastructure.repositories.appointment_repository import AppointmentRepository
from infrastructure.repositories.history_repository import HistoryRepository
from infrastructure.repositories.import_repository import ImportRepository
from infrastructure.spreadsheet_files import SpreadsheetReader
from tests.builders import NOW, an_appointment
from tests.fakes import FakeClock, FakePublisher
from tests.indexes import ensure_indexes
from tests.lists import fake_stores
from tests.serving import eventually
from tests.spreadsheets import Row, as_csv, counted_strings, xlsx

HEADER = [
    "Nome do Paciente",
    "Unidade",
    "Marca",
    "Data",
    "Hora",
    "Telefone",
    "CPF",
    "E-mail",
    "Status",
    "Obs",
]
DAY = date(2026, 12, 1)
NOBODY = UnitRef("Não mapeada", "Não mapeada", "America/Sao_Paulo", mapped=False)


class DyingRepository(AppointmentRepository):
    """Its process dies before or after a batch, told by the batch's number."""

    def __init__(self, mongo: Mongo, history: HistoryRepository) -> None:
        super().__init__(mongo, history)
        self.batches, self.dies_before, self.dies_after = 0, 0, 0

    async def insert_batch(
        self, appointments: Sequence[Appointment], entries: Sequence[HistoryEntry]
    ) -> None:
        self.batches += 1
        if self.batches == self.dies_before:
            raise KilledError
        await super().insert_batch(appointments, entries)
        if self.batches == self.dies_after:
            raise KilledError


class KilledError(BaseException):
    """No `except Exception` sees a kill -9."""


class AwayRepository(DyingRepository):
    """Its database is away for as many batches as it says; or the process hangs in one."""

    away, hangs = 0, False

    async def insert_batch(
        self, appointments: Sequence[Appointment], entries: Sequence[HistoryEntry]
    ) -> None:
        if self.hangs:
            await asyncio.Event().wait()
        if self.away:
            self.away -= 1
            raise Unavailable
        await super().insert_batch(appointments, entries)


@dataclass
class Desk:
    service: ImportService
    imports: ImportRepository
    repository: AwayRepository
    history: HistoryRepository
    mongo: Mongo
    stores: Stores
    clock: FakeClock

    async def read(self, content: bytes, name: str = "agenda.xlsx") -> Import:
        started = await self.service.start(name, content, "Ana")
        await self.service.process(started.id)
        return await self.service.get(started.id)

    async def written(self, shown: Import) -> Import:
        await self.service.confirm(shown.id, "Bia")
        await self.service.process(shown.id)
        return await self.service.get(shown.id)

    async def count(self, collection: str = "appointments") -> int:
        return await self.mongo.database[collection].count_documents({})


@pytest.fixture
async def desk(mongodb_url: str, database_name: str) -> AsyncIterator[Desk]:
    mongo, clock = Mongo(mongodb_url, database_name), FakeClock()
    history, imports = HistoryRepository(mongo), ImportRepository(mongo)
    repository = AwayRepository(mongo, history)
    await ensure_indexes(mongo.database, history, imports, repository)
    stores = fake_stores(repository)
    writer = AppointmentService(repository, history, stores, clock, FakePublisher(), NOBODY, max_tags=5)
    reader = SpreadsheetReader()
    service = ImportService(imports, reader, repository, writer, stores.units, clock)
    yield Desk(service, imports, repository, history, mongo, stores, clock)
    await mongo.close()


def a_row(number: int, **over: Any) -> list[Any]:
    values: dict[str, Any] = {
        "nome": f"Paciente {number}",
        "unidade": "PAULISTA",
        "marca": None,
        "data": DAY + timedelta(days=number % 20),
        "hora": f"{7 + number % 10:02}:{number % 60:02}",
        "telefone": "(11) 98765-4321",
        "cpf": 52998224725,
        "email": None,
        "status": None,
        "obs": "jejum",
    }
    return list((values | over).values())


MISTAKES: list[tuple[dict[str, Any], str]] = [
    ({"nome": " "}, "Nome do Paciente"),
    ({"unidade": "Nárnia"}, "Unidade"),
    ({"unidade": None}, "Unidade"),
    ({"unidade": "Fechada"}, "Unidade"),
    ({"marca": "Outra"}, "Marca"),
    ({"data": "31/02/2027"}, "Data"),
    ({"data": date(2026, 11, 22)}, "Data"),
    ({"data": None}, "Data"),
    ({"hora": "25:00"}, "Hora"),
    ({"email": "sem arroba"}, "E-mail"),
    ({"status": "Feliz"}, "Status"),
    ({"status": "Agendado", "data": None, "hora": None}, "Status"),
    ({"obs": "x" * 20_001}, "Obs"),
]


async def test_a_file_that_aborts_its_parser_is_refused_at_once_and_in_words(desk: Desk) -> None:
    refused = await desk.read(counted_strings())

    assert (refused.state, refused.tentativa) == (ImportState.RECUSADO, 1)
    assert "parou antes do fim" in (refused.motivo or "")
    assert (await desk.read(xlsx([HEADER, a_row(1)]))).state is ImportState.PRONTO


async def test_each_of_200_errors_in_10_000_rows_is_reported_with_its_row(desk: Desk) -> None:
    rows: list[Row] = [HEADER, *(a_row(number) for number in range(10_000))]
    planted = {}
    for number in range(200):
        mistake, column = MISTAKES[number % len(MISTAKES)]
        line = 37 + number * 49
        rows[line - 1] = a_row(line, **mistake)
        planted[line] = column
    shown = await desk.read(xlsx(rows))
    assert (shown.state, shown.linhas, shown.erros_total, shown.progresso) == (
        ImportState.PRONTO,
        10_000,
        200,
        100,
    )
    assert {each.linha: each.coluna for each in shown.erros} == planted
    assert "Nárnia" not in str(shown.erros)
    with pytest.raises(HasErrors):
        await desk.service.confirm(shown.id, "Bia")
    assert await desk.count() == 0


async def test_thousands_of_rows_are_stored_with_their_history(desk: Desk) -> None:
    rows: list[Row] = [HEADER, *(a_row(number) for number in range(2_000))]
    shown = await desk.read(xlsx(rows))
    assert (shown.validas, shown.duplicadas, shown.erros_total) == (2_000, 0, 0)
    done = await desk.written(shown)
    assert (done.state, done.gravadas, done.amostra) == (ImportState.GRAVADO, 2_000, ())
    assert await desk.count() == await desk.count("appointment_history") == 2_000
    assert await desk.count("import_files.chunks") == 0


async def test_a_row_becomes_an_appointment(desk: Desk) -> None:
    row = a_row(1, unidade="noronha", data="01/12/2026", hora=0.3125, cpf="529.982.247-2X", status="agendado")
    shown = await desk.read(as_csv([HEADER, row], encoding="cp1252"), "agenda.csv")
    assert shown.amostra[0]["linha"] == 2
    assert shown.amostra[0]["data_agendamento"] == "2026-12-01"
    await desk.written(shown)
    [appointment_id] = await desk.repository.due(NOW, 10)
    stored = await desk.repository.get(appointment_id)
    assert stored is not None
    assert (stored.nome_unidade, stored.nome_marca, stored.fuso) == (
        "Noronha",
        "Bem Coletar",
        "America/Noronha",
    )
    assert (stored.hora_agendamento, str(stored.inicio)) == ("07:30", "2026-12-01 09:30:00+00:00")
    assert (stored.cpf, stored.documento_completo, stored.telefone) == (
        None,
        "529.982.247-2X",
        "+5511987654321",
    )
    assert stored.pendencias == ("convenio_ausente", "cpf_invalido")
    assert (stored.origem, stored.status, stored.agendado_por) == ("planilha", Status.AGENDADO, "Ana")
    [entry] = await desk.history.of(appointment_id)
    assert (entry.actor, entry.cause) == (Actor("planilha", "Bia"), Cause("importacao", shown.id))


async def test_duplicates_are_skipped_and_counted(desk: Desk) -> None:
    twin = an_appointment(
        nome_paciente="José Araújo", data_agendamento=DAY, hora_agendamento="08:00", nome_unidade="Paulista"
    )
    await desk.repository.commit(Write(put=twin, expected=0))
    rows = [
        HEADER,
        a_row(1, nome="JOSE  ARAUJO", data=DAY, hora="8h"),
        a_row(2, nome="Ana", data=DAY, hora="9h"),
        a_row(3, nome="ANA", data="01/12/2026", hora="09:00"),
        a_row(4, nome="Ana", data=DAY, hora="9h", status="Cancelado"),
        [],
    ]
    shown = await desk.read(xlsx(rows))
    assert (shown.linhas, shown.validas, shown.duplicadas) == (4, 2, 2)
    late = an_appointment(nome_paciente="Ana", data_agendamento=DAY, hora_agendamento="09:00")
    await desk.repository.commit(Write(put=late, expected=0))
    done = await desk.written(shown)
    assert (done.gravadas, done.duplicadas) == (1, 3)


async def test_what_is_wrong_by_the_time_of_writing_is_refused_whole(desk: Desk) -> None:
    shown = await desk.read(xlsx([HEADER, a_row(1, data=date(2026, 11, 23)), a_row(2)]))
    desk.clock.advance(timedelta(days=1))
    done = await desk.written(shown)
    assert (done.state, done.erros_total, done.erros[0].linha) == (ImportState.RECUSADO, 1, 2)
    assert await desk.count() == 0


@pytest.mark.parametrize(("dies_before", "dies_after"), [(1, 0), (2, 0), (0, 1), (0, 3)])
async def test_what_a_killed_worker_left_is_ended_by_the_next(
    desk: Desk, dies_before: int, dies_after: int
) -> None:
    rows = [HEADER, *(a_row(number) for number in range(249)), a_row(3)]
    shown = await desk.read(xlsx(rows))
    await desk.service.confirm(shown.id, "Bia")
    desk.repository.dies_before, desk.repository.dies_after = dies_before, dies_after
    with pytest.raises(KilledError):
        await desk.service.process(shown.id)
    desk.clock.advance(timedelta(hours=10))  # past midnight at the unit
    await desk.service.sweep()
    done = await desk.service.get(shown.id)
    assert (done.state, done.gravadas, done.duplicadas) == (ImportState.GRAVADO, 249, 1)
    assert await desk.count() == await desk.count("appointment_history") == 249


async def test_an_import_that_cannot_end_leaves_nothing(desk: Desk) -> None:
    shown = await desk.read(xlsx([HEADER, *(a_row(number) for number in range(150))]))
    await desk.service.confirm(shown.id, "Bia")
    desk.repository.dies_before = 2
    with pytest.raises(KilledError):
        await desk.service.process(shown.id)
    assert await desk.count() == 100
    paulista = await desk.stores.units.get("u1")
    assert paulista is not None
    await desk.stores.units.replace(paulista, replace(paulista, active=False))
    desk.clock.advance(timedelta(minutes=2))
    await desk.service.sweep()
    assert (await desk.service.get(shown.id)).state is ImportState.RECUSADO
    assert await desk.count() == await desk.count("appointment_history") == 0


async def test_after_too_many_deaths_nothing_stays(desk: Desk) -> None:
    shown = await desk.read(xlsx([HEADER, *(a_row(number) for number in range(150))]))
    await desk.service.confirm(shown.id, "Bia")
    for attempt in range(5):
        desk.repository.dies_before = desk.repository.batches + (2 if attempt == 0 else 1)
        with pytest.raises(KilledError):
            await desk.service.process(shown.id)
        desk.clock.advance(timedelta(minutes=2))
    assert await desk.count() == 100
    await desk.service.sweep()
    assert (await desk.service.get(shown.id)).state is ImportState.FALHOU
    assert await desk.count() == await desk.count("appointment_history") == 0


async def test_however_often_the_database_is_away_an_import_is_not_given_up(desk: Desk) -> None:
    shown = await desk.read(xlsx([HEADER, *(a_row(number) for number in range(150))]))
    await desk.service.confirm(shown.id, "Bia")
    desk.repository.away = 20
    for _ in range(21):
        await desk.service.sweep()
        desk.clock.advance(timedelta(seconds=10))
    assert (await desk.service.get(shown.id)).state is ImportState.GRAVADO
    assert await desk.count() == 150


async def test_a_worker_that_is_stopped_amid_an_import_gives_it_back_uncounted(desk: Desk) -> None:
    shown = await desk.read(xlsx([HEADER, a_row(1)]))
    await desk.service.confirm(shown.id, "Bia")
    desk.repository.hangs = True

    async def is_taken() -> bool:
        return (await desk.service.get(shown.id)).tentativa == 1

    for _ in range(6):
        working = asyncio.create_task(desk.service.process(shown.id))
        await eventually(is_taken)
        working.cancel()
        with pytest.raises(asyncio.CancelledError):
            await working
    assert (await desk.service.get(shown.id)).tentativa == 0
    desk.repository.hangs = False
    assert await desk.service.process(shown.id), "due at once"
    assert (await desk.service.get(shown.id)).state is ImportState.GRAVADO


async def test_a_claim_is_held_while_its_worker_says_so(desk: Desk) -> None:
    shown = await desk.read(xlsx([HEADER, a_row(1)]))
    await desk.service.confirm(shown.id, "Bia")
    now, lease = desk.clock.now(), timedelta(seconds=10)
    mine = await desk.imports.claim(shown.id, now, now + lease)
    assert mine is not None
    assert await desk.imports.renew(mine, now + 3 * lease)
    assert await desk.imports.due(now + 2 * lease) == []
    assert await desk.imports.claim(shown.id, now + 3 * lease, now + 4 * lease)
    assert not await desk.imports.renew(mine, now + 9 * lease)
    await desk.imports.release(mine, now)
    assert await desk.imports.due(now + 3 * lease) == [], "another's claim is not given back"


async def test_a_claim_that_a_majority_was_slow_to_take_is_a_claim(
    desk: Desk, mongodb_url: str, database_name: str
) -> None:
    shown = await desk.read(xlsx([HEADER, a_row(1)]))
    await desk.service.confirm(shown.id, "Bia")
    mongo, now = Mongo(mongodb_url, database_name), desk.clock.now()
    # There is one server.
    mongo.database = mongo.database.with_options(write_concern=WriteConcern(w=3, wtimeout=1))
    slow = ImportRepository(mongo)
    claimed = await slow.claim(shown.id, now, now + timedelta(seconds=10))
    second = await slow.claim(shown.id, now, now + timedelta(seconds=20))
    await mongo.close()
    assert claimed is not None
    assert (claimed.tentativa, second) == (1, None)


async def test_a_second_worker_finds_it_taken(desk: Desk) -> None:
    shown = await desk.read(xlsx([HEADER, a_row(1)]))
    await desk.service.confirm(shown.id, "Bia")
    assert await desk.imports.claim(shown.id, NOW, NOW + timedelta(minutes=1))
    await desk.service.process(shown.id)
    assert await desk.count() == 0
    with pytest.raises(NotReady):
        await desk.service.confirm(shown.id, "Bia")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\x03\x04", "salve-a como"),
        (as_csv([["Paciente", "Dia"], ["Ana", "x"]]), "Faltam as colunas: Unidade"),
        (as_csv([HEADER]), "nenhuma linha"),
    ],
)
async def test_a_file_that_does_not_do_is_refused_with_the_reason(
    desk: Desk, content: bytes, reason: str
) -> None:
    shown = await desk.read(content)
    assert shown.state is ImportState.RECUSADO
    assert reason in (shown.motivo or "")
    assert await desk.count("import_files.files") == 0


async def test_an_import_that_nobody_confirms_expires(desk: Desk) -> None:
    shown = await desk.read(xlsx([HEADER, a_row(1)]))
    desk.clock.advance(timedelta(hours=25))
    await desk.service.sweep()
    assert (await desk.service.get(shown.id)).state is ImportState.RECUSADO
    assert await desk.count("import_files.files") == 0


async def test_a_file_that_is_lost_ends_the_import(desk: Desk) -> None:
    started = await desk.service.start("agenda.xlsx", xlsx([HEADER, a_row(1)]), "Ana")
    await desk.imports.drop_content(started.id)
    for _ in range(6):
        await desk.service.sweep()
        desk.clock.advance(timedelta(minutes=2))
    assert (await desk.service.get(started.id)).state is ImportState.FALHOU


async def test_too_large(desk: Desk) -> None:
    with pytest.raises(TooLarge):
        await desk.service.start("x.csv", b"x" * (10 * 1024 * 1024 + 1), "Ana")


async def test_what_a_killed_upload_left_goes_after_a_while_and_nothing_else_does(desk: Desk) -> None:
    shown = await desk.service.start("a.csv", b"a", "Ana")
    files, chunks = desk.mongo.database["import_files.files"], desk.mongo.database["import_files.chunks"]
    whole = await files.find_one()
    assert whole
    await files.insert_one(whole | {"_id": "killed before its import was stored"})
    for killed in ("killed before its import was stored", "killed amid its pieces"):
        await chunks.insert_one({"files_id": killed, "n": 0, "data": b"a"})
    now = datetime.now(UTC)
    assert await desk.imports.drop_orphans(now - timedelta(hours=1)) == 0
    assert await desk.imports.drop_orphans(now + timedelta(seconds=2)) == 2
    assert await files.distinct("_id") == await chunks.distinct("files_id") == [shown.id]
    assert await desk.imports.content(shown.id) == b"a"
