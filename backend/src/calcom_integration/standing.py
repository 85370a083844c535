"""How deliveries and pushes stand, by what is stored: one reading for the page, the command line and the metrics."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from application.page import AppointmentQuery, Scope
from application.ports import AppointmentRepository, Clock
from application.services.outbox import Outbox
from calcom_integration.delivery import State
from calcom_integration.store import DeliveryStore
from domain.pending import Pending


@dataclass(frozen=True, slots=True)
class DeliveriesStanding:
    """`states` counts what waits or needs a person; `waiting_since` (UTC) is when the one that has waited longest came."""

    states: Mapping[State, int]
    waiting_since: datetime | None

    @property
    def stopped(self) -> int:
        """How many go on by no worker's doing."""
        return self.states[State.FAILED] + self.states[State.DEAD]

    def waited(self, now: datetime) -> timedelta:
        """For how long the one that has waited longest has; nothing where none waits."""
        return max(now - self.waiting_since, timedelta()) if self.waiting_since else timedelta()


@dataclass(frozen=True, slots=True)
class PushesStanding:
    """How many appointments have something that Cal.com could be told now, could have been told long ago, or refused."""

    waiting: int
    overdue: int
    refused: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Every call raises Unavailable where the database is."""

    store: DeliveryStore
    outbox: Outbox
    repository: AppointmentRepository
    push_patience: timedelta
    clock: Clock

    async def deliveries(self) -> DeliveriesStanding:
        counts = await self.store.counts()
        states = {State(name): total for name, total in counts.items()}
        return DeliveriesStanding(states, await self.store.waiting_since())

    async def pushes(self) -> PushesStanding:
        return PushesStanding(
            waiting=await self.outbox.waiting(),
            overdue=await self.outbox.waiting(self.push_patience),
            refused=await self.pending(Pending.ENVIO_RECUSADO),
        )

    async def pending(self, code: Pending) -> int:
        """How many appointments have it, of any day."""
        query = AppointmentQuery(scope=Scope.ALL, pendencia=(code,), page_size=1)
        return (await self.repository.search(query, self.clock.now())).total
