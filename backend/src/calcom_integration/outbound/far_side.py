"""Cal.com as a push sees it: told of an order, or asked what became of it; what it answers goes in by the door."""

from application.ports import Clock
from application.services.outbox import PUSHED, Parcel
from calcom_integration.client import CalComClient
from calcom_integration.door import Door
from calcom_integration.mappings import Mappings
from calcom_integration.outbound.calls import Calls
from calcom_integration.outbound.lookups import ACTOR, Lookups
from calcom_integration.outbound.reservations import Reservations
from calcom_integration.outbound.told import Told
from calcom_integration.refresh import Refresh
from calcom_integration.refs import Refs


class FarSide:
    """Raises CalComError, and what the door does."""

    def __init__(
        self, client: CalComClient, door: Door, mappings: Mappings, refs: Refs, clock: Clock
    ) -> None:
        self._door = door
        self._calls = Calls(client, Reservations(client, mappings, refs, clock))
        self._lookups = Lookups(client, Refresh(client, door))

    async def carry_out(self, parcel: Parcel) -> None:
        """Ask for what the push says. Raises Unsendable before anything is sent; UnknownOutcome."""
        await self._let_in(await self._calls.carry_out(parcel.appointment, parcel.push.order))

    async def read_back(self, parcel: Parcel) -> None:
        """Hear what became of it."""
        await self._let_in(await self._lookups.look(parcel))

    async def _let_in(self, told: Told) -> None:
        for news in told.marked:
            await self._door.apply(news, PUSHED, ACTOR)
        for row in told.rows:
            await self._door.apply_row(row, PUSHED, ACTOR, told.older)
        for news in told.left:
            await self._door.apply(news, PUSHED, ACTOR)
