"""The preview, the import and a row by itself never disagree."""

import asyncio
from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import UUID, uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from application.creation import Creation, Earlier
from application.services.appointment_service import AppointmentService
from application.services.import_service import HasErrors, ImportService
from application.spreadsheet.cells import Cell
from application.spreadsheet.desk import Desk
from application.spreadsheet.ports import Import, ImportState
from application.spreadsheet.sheet import Sheet, sheet_of
from domain.merge import UnitRef
from domain.visit import visit_of
from tests.builders import NOW
from tests.fakes import FakeAppointmentRepository, FakeClock, FakeHistory, FakePublisher
from tests.lists import UNITS, fake_stores
from tests.profile import examples
from tests.spreadsheets import ReaderInThisProcess, Row, xlsx

# Of each column the cells that are right, then some that are not. A yes, 1 and 1.0 are equal to Python.
COLUMNS: dict[str, tuple[list[Cell], list[Cell]]] = {
    "Paciente": (["Ana", " ANA ", "Éva Araújo", "EVA  ARAUJO", "Bia"], ["", "x" * 201]),
    "Unidade": (["Paulista", "noronha "], ["Nárnia", None, 1]),
    "Marca": ([None, ""], ["Outra", True]),
    "Data": ([date(2026, 12, 1), "01/12/2026", "2/12/2026 8h"], [None, "x", date(2026, 1, 1), True, 1, 1.0]),
    "Hora": (["8h", time(8), 1, 0.3125, None], [True, "25:00", datetime(2026, 12, 1, 9)]),
    "Status": ([None, "agendado", "CANCELADO"], ["Feliz", 1, True]),
    "CPF": ([None, 52998224725, "529.982.247-26"], []),
    "Telefone": ([None, "(11) 98765-4321", "recado"], ["1" * 201]),
    "E-mail": ([None, "ana@example.com"], ["sem arroba"]),
}
HEADER = list(COLUMNS)
RIGHT = st.tuples(*(st.sampled_from(right) for right, _ in COLUMNS.values()))
ANY = st.tuples(*(st.sampled_from(right + wrong) for right, wrong in COLUMNS.values()))
RIGHT_ROW: Row = [right[0] for right, _ in COLUMNS.values()]
SHEETS = st.lists(RIGHT, min_size=1, max_size=12) | st.lists(
    RIGHT | ANY | st.just(()), min_size=1, max_size=12
)


@dataclass
class FakeImports:
    """Imports and their files, in memory: what one worker needs of the port."""

    kept: dict[str, Import] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)

    async def created_by(self, key: str) -> Earlier[Import] | None:
        return None

    async def add(self, started: Import, content: bytes, creation: Creation | None = None) -> None:
        self.kept[started.id], self.files[started.id] = started, content

    async def get(self, import_id: str) -> Import | None:
        return self.kept.get(import_id)

    async def newest(self, limit: int) -> list[Import]:
        return [*self.kept.values()][:limit]

    async def content(self, import_id: str) -> bytes:
        return self.files[import_id]

    async def claim(self, import_id: str, now: datetime, until: datetime) -> Import | None:
        return self.kept[import_id]

    async def renew(self, taken: Import, until: datetime) -> bool:
        return True

    async def release(self, taken: Import, due: datetime) -> None:
        """Nobody else is there to take it."""

    async def save(self, changed: Import, before: ImportState) -> bool:
        self.kept[changed.id] = changed
        return True

    async def drop_content(self, import_id: str) -> None:
        del self.files[import_id]

    async def drop_orphans(self, before: datetime) -> int:
        return 0

    async def due(self, now: datetime) -> list[str]:
        return [each.id for each in self.kept.values() if each.due <= now]

    async def unconfirmed(self, since: datetime) -> list[Import]:
        return [each for each in self.kept.values() if each.due <= since]


def service_over(repository: FakeAppointmentRepository) -> ImportService:
    stores, clock = fake_stores(repository), FakeClock()
    nobody = UnitRef("Não mapeada", "Não mapeada", "America/Sao_Paulo", mapped=False)
    writer = AppointmentService(
        repository, FakeHistory(repository), stores, clock, FakePublisher(), nobody, max_tags=5
    )
    return ImportService(FakeImports(), ReaderInThisProcess(), repository, writer, stores.units, clock)


async def read_and_written(rows: list[Row], repository: FakeAppointmentRepository) -> tuple[Import, Import]:
    """The preview, and what came of its confirmation; the preview twice where it has errors."""
    service = service_over(repository)
    started = await service.start("agenda.xlsx", xlsx([HEADER, *rows]), "Ana")
    await service.process(started.id)
    shown = await service.get(started.id)
    if shown.erros_total:
        with pytest.raises(HasErrors):
            await service.confirm(started.id, "Bia")
    elif shown.state is ImportState.PRONTO:
        await service.confirm(started.id, "Bia")
        await service.process(started.id)
    return shown, await service.get(started.id)


@settings(max_examples=examples(60), deadline=None)
@given(SHEETS)
def test_an_import_writes_what_its_preview_shows(rows: list[Row]) -> None:
    repository = FakeAppointmentRepository()
    shown, done = asyncio.run(read_and_written(rows, repository))
    if shown.erros_total or shown.state is ImportState.RECUSADO:
        assert not repository.stored
        return
    assert (done.state, done.gravadas, done.duplicadas) == (
        ImportState.GRAVADO,
        shown.validas,
        shown.duplicadas,
    )
    assert len(repository.stored) == shown.validas
    for row in shown.amostra:
        stored = repository.stored.get(str(uuid5(UUID(shown.id), str(row["linha"]))))
        told = {name: row[name] for name in ("nome_paciente", "nome_unidade", "hora_agendamento", "cpf")}
        assert stored is None or {name: getattr(stored, name) for name in told} == told


def judged(rows: list[Row]) -> Sheet:
    return sheet_of([HEADER, *rows], Desk(UNITS[:2], NOW, "Ana", str))


@settings(max_examples=examples(100), deadline=None)
@given(st.lists(ANY | st.just(()), min_size=1, max_size=12))
def test_a_row_among_others_is_judged_as_by_itself(rows: list[Row]) -> None:
    together = judged([*rows, RIGHT_ROW])
    alone = [judged([[]] * number + [row]) for number, row in enumerate([*rows, RIGHT_ROW]) if any(row)]
    assert together.drafts == [draft for sheet in alone for draft in sheet.drafts]
    assert together.errors == [error for sheet in alone for error in sheet.errors]
    assert together.numbers == [number for sheet in alone for number in sheet.numbers]


@settings(max_examples=examples(100), deadline=None)
@given(st.lists(RIGHT, min_size=1, max_size=12))
def test_a_draft_s_visit_is_its_appointment_s(rows: list[Row]) -> None:
    sheet = judged(rows)
    assert [draft.visit for draft in sheet.drafts] == [
        visit_of(sheet.appointment(each)) for each in sheet.drafts
    ]


def test_a_row_that_ends_early_lacks_its_last_cells() -> None:
    assert judged([RIGHT_ROW[:2]]).drafts[0].texts == ("Ana", "Paulista", *[""] * (len(HEADER) - 1))


def test_equal_cells_of_two_kinds_are_judged_apart() -> None:
    rows: list[Row] = [[*RIGHT_ROW[:4], hour] for hour in (1, True, 1.0)]
    sheet = judged(rows)
    assert [(draft.number, draft.setting.hora) for draft in sheet.drafts] == [(2, "01:00"), (4, "01:00")]
    assert [error.linha for error in sheet.errors] == [3]
