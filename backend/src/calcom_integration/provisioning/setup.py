"""Reads, compares, writes and reads again; keeps what it saw."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

import structlog

from application.ports import Clock
from calcom_integration.client import CalComClient, CalComError, Final, Untrusted
from calcom_integration.mappings import Mappings
from calcom_integration.provisioning.actual import Actual, read_actual
from calcom_integration.provisioning.compare import Comparison, compare
from calcom_integration.provisioning.findings import Act, Fault, Report, Write
from calcom_integration.provisioning.wanted import Wanted
from calcom_integration.store import ProvisioningStore
from domain.errors import Conflict

log = structlog.get_logger(__name__)

_LEARNED = "Mapeamento: aprender os ids dos tipos de evento"
_DAY = timedelta(hours=24)


class NotConfigured(Conflict):
    """There is no API to read, or no secret to give it."""

    code = "api_nao_configurada"
    detail = "A API do Cal.com não está configurada: falta CALCOM_API_URL, CALCOM_API_TOKEN ou CALCOM_WEBHOOK_SECRET."


class Provisioning:
    """`server` is the address of the API. `client` is None where none is configured: there, and without a secret to give to
    Cal.com, `check` and `setup` raise NotConfigured. They raise CalComError where Cal.com cannot be read or written, Unavailable
    where the database is away."""

    def __init__(
        self,
        client: CalComClient | None,
        wanted: Wanted,
        mappings: Mappings,
        store: ProvisioningStore,
        clock: Clock,
        server: str = "",
    ) -> None:
        self._client, self._wanted, self._mappings = client if wanted.secret else None, wanted, mappings
        self._store, self._clock, self._server = store, clock, server

    async def check(self, *, keep: bool = True) -> Report:
        """What is wrong now, and what setup would change. Nothing is written to Cal.com; the report is kept, or not."""
        found = await self._judged(await self._read(self._api()))
        report = self._report(found, _texts(found.findings.writes))
        if keep:
            await self._keep(report)
        return report

    async def setup(self) -> Report:
        """Write what is wanted. `changes` are what was written, `faults` what is wrong after it."""
        client = self._api()
        actual = await self._read(client)
        writes = (await self._judged(actual)).findings.writes
        outcomes = [(write, await _written(client, write)) for write in writes]
        changes = _texts(write for write, refusal in outcomes if refusal is None)
        actual = await self._read(client) if changes else actual
        found = await self._judged(actual)
        if await self._mappings.learn(found.event_types):
            found, changes = await self._judged(actual), (*changes, _LEARNED)
        report = self._report(found, changes, tuple(refusal for _, refusal in outcomes if refusal))
        await self._keep(report)
        return report

    async def check_daily(self) -> None:
        """The check, where the newest is a day old, could not read Cal.com or read another; of no effect without an API."""
        latest, now = await self.recall(), self._clock.now()
        if self._client is None or (latest and self._is_ours(latest) and now - latest.at < _DAY):
            return
        try:
            report = await self.check()
        except CalComError as error:
            report = Report(
                at=now,
                faults=(unread(error),),
                event_types=await self._seen(),
                is_read=False,
                server=self._server,
            )
            await self._keep(report)
        for fault in report.faults:
            log.warning("calcom_provisioning_fault", code=fault.code, text=fault.text)

    async def recall(self) -> Report | None:
        """The newest report that was kept."""
        document = await self._store.newest()
        return Report.from_document(document) if document else None

    def _api(self) -> CalComClient:
        if self._client is None:
            raise NotConfigured
        return self._client

    async def _read(self, client: CalComClient) -> Actual:
        return await read_actual(client, self._wanted, await self._seen())

    async def _judged(self, actual: Actual) -> Comparison:
        return compare(actual, self._wanted, await self._mappings.newest(), await self._seen())

    async def _seen(self) -> Mapping[str, int]:
        return await self._store.seen(self._server)

    def _is_ours(self, report: Report) -> bool:
        return report.is_read and report.server == self._server

    def _report(self, found: Comparison, changes: tuple[str, ...], refused: tuple[Fault, ...] = ()) -> Report:
        faults = (*refused, *found.findings.faults)
        seen = found.event_types
        return Report(
            at=self._clock.now(), faults=faults, changes=changes, event_types=seen, server=self._server
        )

    async def _keep(self, report: Report) -> None:
        await self._store.keep(report.to_document())


def unread(error: CalComError) -> Fault:
    """Why Cal.com could not be read, in words."""
    if isinstance(error, Final | Untrusted):
        return Fault(str(error), error.detail)
    return Fault("sem_resposta", "O Cal.com não respondeu.")


async def _written(client: CalComClient, write: Write) -> Fault | None:
    """Carry it out. A refusal is a fault of its own, and does not keep the others from being written."""
    try:
        await _carry_out(client, write)
    except Final as error:
        return Fault("recusado", f"{write.text}: {error.detail}")
    return None


async def _carry_out(client: CalComClient, write: Write) -> None:
    match write.act:
        case Act.CREATE_WEBHOOK:
            await client.webhooks.create(write.body)
        case Act.PATCH_WEBHOOK:
            await client.webhooks.patch(str(write.target), write.body)
        case Act.CREATE_EVENT_TYPE:
            await client.event_types.create(write.body)
        case Act.PATCH_EVENT_TYPE:
            await client.event_types.patch(int(write.target or 0), write.body)


def _texts(writes: Iterable[Write]) -> tuple[str, ...]:
    return tuple(write.text for write in writes)
