"""A sandbox without a server, and the provisioning of it over a real database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from calcom_integration.client import CalComClient
from calcom_integration.mappings import Mappings
from calcom_integration.provisioning import Provisioning, Wanted
from calcom_integration.store import MappingStore, ProvisioningStore
from entrypoints.core import Core, build_core
from entrypoints.seeds import content_of
from entrypoints.settings import Settings
from tests.fakes import FakeClock
from tests.sandbox_api import Office

SERVER = "http://cal.test/v2"
PUBLIC_URL, OUR_SECRET, OLD_SECRET = "http://coleta.test", "o-segredo-do-webhook", "o-segredo-de-antes"


@dataclass(frozen=True)
class Shop:
    """`provisioning` of the sandbox behind `office`; `seen` is what it keeps."""

    office: Office
    provisioning: Provisioning
    mappings: Mappings
    store: ProvisioningStore
    clock: FakeClock
    wanted: Wanted

    async def codes(self) -> list[str]:
        """The faults that a check finds."""
        return [fault.code for fault in (await self.provisioning.check()).faults]

    def writes(self) -> list[tuple[str, str]]:
        """Method and path of every writing call so far."""
        return [(call.method, call.path) for call in self.office.box.calls.calls()]


@asynccontextmanager
async def prepared_core(settings: Settings) -> AsyncIterator[Core]:
    core = build_core(settings)
    try:
        await core.prepare()
        yield core
    finally:
        await core.close()


async def shop_over(
    core: Core, office: Office, client: CalComClient | None, secret: str = OUR_SECRET, **over: Any
) -> Shop:
    """What `infra/units.yaml` wants, but for what `over` says."""
    content, database, clock = content_of(core.settings.units_file), core.mongo.database, FakeClock()
    store = ProvisioningStore(database)
    mappings = Mappings(MappingStore(database), core.units, clock, store, SERVER)
    await mappings.seed(content)
    wanted = Wanted.from_units(content | over, PUBLIC_URL, secret, OLD_SECRET)
    return Shop(
        office, Provisioning(client, wanted, mappings, store, clock, SERVER), mappings, store, clock, wanted
    )
