"""Imports of spreadsheets: received, read by a worker, shown, and once confirmed written all or nothing.

A worker's claim runs out, so what a killed worker left is taken up by another. Reading changes nothing. Writing goes in
batches, each one transaction (docs/decisions/0006 says why not one for all): the appointments' ids follow from the
import's and the row's number, so the next worker sees what is stored and goes on. An import that cannot end well is
taken back whole."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

import structlog

from application.creation import Creation, create_once
from application.error_place import place_of
from application.leases import renewed
from application.ports import AppointmentRepository, Clock, SmallList
from application.services.appointment_service import AppointmentService
from application.spreadsheet.desk import Desk
from application.spreadsheet.faults import UnfitSheet
from application.spreadsheet.ports import Import, Imports, ImportState, SpreadsheetFiles
from application.spreadsheet.rows import Draft
from application.spreadsheet.sheet import Sheet, sheet_of
from domain.appointment import Appointment
from domain.errors import Conflict, NotFound, StaleWrite, TooLarge, Unavailable
from domain.history import Actor, Cause
from domain.small_lists import Unit

PROCESS_IMPORT = "process_import"
MAX_BYTES = 10 * 1024 * 1024
_LEASE = timedelta(seconds=10)
_REST = timedelta(seconds=10)  # where a server is away
_TRIES = 5
_BATCH = 100
_KEPT_UNCONFIRMED = timedelta(hours=24)
_UPLOADED_WITHIN = timedelta(hours=1)
_SHOWN_ERRORS, _SHOWN_ROWS, _LISTED = 500, 20, 20
_SAMPLE = (
    *("nome_paciente", "nome_unidade", "nome_marca", "data_agendamento", "hora_agendamento", "status"),
    *("telefone", "email", "cpf", "nome_convenio", "endereco_completo", "observacoes", "pendencias"),
)
_log = structlog.get_logger(__name__)


class NotReady(Conflict):
    code, detail = "importacao_nao_pronta", "Esta importação não está pronta para ser gravada."


class HasErrors(Conflict):
    code, detail = "importacao_com_erros", "Corrija os erros da planilha e envie de novo: nada foi gravado."


class ImportService:
    def __init__(
        self,
        imports: Imports,
        files: SpreadsheetFiles,
        appointments: AppointmentRepository,
        service: AppointmentService,
        units: SmallList[Unit],
        clock: Clock,
    ) -> None:
        self._imports, self._files, self._appointments = imports, files, appointments
        self._service, self._units, self._clock = service, units, clock

    def template(self) -> bytes:
        return self._files.template()

    async def start(self, name: str, content: bytes, by: str, creation: Creation | None = None) -> Import:
        """Keep the file `name` that the user `by` sent, for a worker to read. Raises TooLarge; as `create_once` does."""
        if len(content) > MAX_BYTES:
            raise TooLarge("O arquivo é grande demais (no máximo 10 MiB).")

        async def attempt() -> Import:
            now = self._clock.now()
            started = Import(id=str(uuid4()), arquivo=name[:200], criado_por=by, created_at=now, due=now)
            await self._imports.add(started, content, creation)
            return started

        return await create_once(creation, self._imports.created_by, attempt)

    async def get(self, import_id: str) -> Import:
        """Raises NotFound."""
        found = await self._imports.get(import_id)
        if found is None:
            raise NotFound
        return found

    async def newest(self) -> list[Import]:
        return await self._imports.newest(_LISTED)

    async def confirm(self, import_id: str, by: str) -> Import:
        """Have a preview without errors written, by word of the user `by`. Raises NotFound, NotReady, HasErrors."""
        shown = await self.get(import_id)
        if shown.state is not ImportState.PRONTO:
            raise NotReady
        if shown.erros_total:
            raise HasErrors
        now = self._clock.now()
        confirmed = replace(
            shown,
            state=ImportState.GRAVANDO,
            progresso=0,
            tentativa=0,
            due=now,
            confirmed_at=now,
            confirmado_por=by,
        )
        if not await self._imports.save(confirmed, ImportState.PRONTO):
            raise NotReady
        return confirmed

    async def has_due_since(self, at: datetime) -> bool:
        """Whether an import was due by then that no worker has taken yet."""
        return bool(await self._imports.due(at))

    async def sweep(self) -> int:
        """Carry out what is due, one after the other. Let go of what nobody confirmed. How many were taken."""
        taken = 0
        for import_id in await self._imports.due(self._clock.now()):
            with structlog.contextvars.bound_contextvars(import_id=import_id):
                taken += await self.process(import_id)
        for shown in await self._imports.unconfirmed(self._clock.now() - _KEPT_UNCONFIRMED):
            await self._end(shown, ImportState.PRONTO, ImportState.RECUSADO, motivo="A prévia expirou.")
        await self._imports.drop_orphans(self._clock.now() - _UPLOADED_WITHIN)
        return taken

    async def process(self, import_id: str) -> bool:
        """One attempt at an import that is due; False where another worker has it."""
        now = self._clock.now()
        taken = await self._imports.claim(import_id, now, now + _LEASE)
        if taken is None:
            return False
        claimed = taken

        async def renew() -> bool:
            return await self._imports.renew(claimed, self._clock.now() + _LEASE)

        try:
            async with renewed(renew, _LEASE):
                await self._attempt(taken)
        except UnfitSheet as unfit:
            await self._end(taken, taken.state, ImportState.RECUSADO, motivo=unfit.detail)
        except Unavailable as outage:  # no fault of the file's
            _log.warning("import_put_off", id=taken.id, error=place_of(outage))
            await self._imports.release(taken, self._clock.now() + _REST)
        except asyncio.CancelledError:  # the worker stops
            with suppress(Unavailable):
                await asyncio.shield(self._imports.release(taken, self._clock.now()))
            raise
        except Exception as error:  # LeaseLost among them: what another worker does meanwhile is its own
            attempt, where = taken.tentativa, place_of(error)
            _log.warning("import_attempt_failed", id=taken.id, attempt=attempt, error=where)
        return True

    async def _attempt(self, taken: Import) -> None:
        if taken.tentativa > _TRIES:
            await self._give_up(taken)
        elif taken.state is ImportState.LENDO:
            await self._read(taken)
        else:
            await self._write(taken)

    async def _read(self, taken: Import) -> None:
        sheet = await self._judged(taken)
        kept = sheet.without_duplicates(await self._appointments.visits_on(sheet.days))
        ready = replace(_told(taken, sheet, kept), state=ImportState.PRONTO, progresso=100)
        await self._imports.save(ready, ImportState.LENDO)

    async def _write(self, taken: Import) -> None:
        """What may have changed since the preview is looked at again: the day of confirmation, the units, what is stored
        already. A later attempt goes on where an earlier one was cut off."""
        sheet = await self._judged(taken)
        if sheet.errors:
            await self._undo(sheet)
            told = _told(taken, sheet, [])
            await self._end(told, taken.state, ImportState.RECUSADO, motivo=HasErrors.detail)
            return
        known = await self._appointments.known_ids(sheet.ids)
        kept = sheet.without_duplicates(await self._appointments.visits_on(sheet.days), known)
        cause = Cause("importacao", taken.id)
        actor = Actor("planilha", taken.confirmado_por or taken.criado_por)
        for begin in range(0, len(kept), _BATCH):
            batch = [sheet.appointment(draft) for draft in kept[begin : begin + _BATCH]]
            await self._service.add_batch(batch, cause, actor)
            await self._progress(taken, len(known) + begin, len(known) + len(kept))
        count = len(known) + len(kept)
        told = replace(_told(taken, sheet, kept), gravadas=count, validas=count)
        skipped = len(sheet.drafts) - count
        await self._end(told, taken.state, ImportState.GRAVADO, duplicadas=skipped, amostra=(), progresso=100)

    async def _undo(self, sheet: Sheet) -> None:
        """Take back what attempts cut off had stored: nothing is left half-imported."""
        known = sorted(await self._appointments.known_ids(sheet.ids))
        for begin in range(0, len(known), _BATCH):
            await self._appointments.withdraw(known[begin : begin + _BATCH])

    async def _give_up(self, taken: Import) -> None:
        """After too many failures: nothing stays, and somebody is told. Left to the next sweep where this fails too."""
        if taken.state is ImportState.GRAVANDO:
            await self._undo(await self._judged(taken))
        await self._end(
            taken, taken.state, ImportState.FALHOU, motivo="Algo falhou do nosso lado; nada foi gravado."
        )

    async def _judged(self, taken: Import) -> Sheet:
        """The whole sheet. Judging it is work, so it is done off the event loop."""
        cells = await self._files.read(await self._imports.content(taken.id))
        if taken.state is ImportState.LENDO:
            await self._progress(taken, 1, 2)  # once: judging takes less time than reading did
        units = [unit for unit in await self._units.all() if unit.active]
        own = UUID(taken.id)
        desk = Desk(units, self._clock.now(), taken.criado_por, lambda row: str(uuid5(own, str(row))))
        return await asyncio.to_thread(sheet_of, cells, desk)

    async def _progress(self, taken: Import, done: int, of: int) -> None:
        """Tell it, and keep the claim. Raises StaleWrite where another worker has taken over."""
        progress, until = min(99, 100 * done // max(1, of)), self._clock.now() + _LEASE
        if not await self._imports.save(replace(taken, progresso=progress, due=until), taken.state):
            raise StaleWrite

    async def _end(self, last: Import, before: ImportState, state: ImportState, **more: Any) -> None:
        if await self._imports.save(replace(last, state=state, **more), before):
            await self._imports.drop_content(last.id)


def _told(taken: Import, sheet: Sheet, kept: Sequence[Draft]) -> Import:
    """The import with what its sheet says."""
    return replace(
        taken,
        linhas=len(sheet.numbers),
        validas=len(kept),
        duplicadas=len(sheet.drafts) - len(kept),
        erros=tuple(sheet.errors[:_SHOWN_ERRORS]),
        erros_total=len(sheet.errors),
        colunas_ignoradas=sheet.header.ignored,
        amostra=tuple(_sample(each.number, sheet.appointment(each)) for each in sheet.drafts[:_SHOWN_ROWS]),
    )


def _sample(row: int, appointment: Appointment) -> dict[str, Any]:
    """A row as it will be stored, dates as ISO text."""
    values = asdict(appointment)
    shown = {name: values[name] for name in _SAMPLE}
    day = appointment.data_agendamento
    return {
        "linha": row,
        **shown,
        "data_agendamento": day.isoformat() if day else None,
        "status": str(appointment.status),
        "pendencias": [str(code) for code in appointment.pendencias],
    }
