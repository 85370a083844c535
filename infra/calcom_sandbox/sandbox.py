"""The parts of one running sandbox, handed to every act."""

from dataclasses import dataclass, field
from datetime import datetime

from calcom_sandbox.api_calls import CallRecord
from calcom_sandbox.catalogue import Catalogue, EventType
from calcom_sandbox.clock import RunningClock
from calcom_sandbox.courier import Courier
from calcom_sandbox.deliveries import Subscription
from calcom_sandbox.errors import NotFound, NotOpen
from calcom_sandbox.faults import Faults
from calcom_sandbox.gate import Gate
from calcom_sandbox.lines import Line
from calcom_sandbox.payloads.context import Context
from calcom_sandbox.rows import Booking
from calcom_sandbox.store import Store
from calcom_sandbox.webhooks import subscribe


@dataclass(frozen=True)
class Sandbox:
    """Rows, event types, courier and clock; `base_url` is the origin of the booking pages.

    `line` is the Cal.com that is played, `shipped` are the event types before any change, `subscription` the webhook that is
    there from the start.
    """

    line: Line
    shipped: Catalogue
    store: Store
    courier: Courier
    clock: RunningClock
    gate: Gate
    base_url: str
    subscription: Subscription
    calls: CallRecord = field(default_factory=CallRecord)

    def __post_init__(self) -> None:
        subscribe(self.store, self.subscription)

    @property
    def catalogue(self) -> Catalogue:
        """The organiser and the event types as they are now."""
        return self.shipped.edited(self.store.event_types())

    def now(self) -> datetime:
        """The current instant, UTC."""
        return self.clock()

    def context(self, event_type_id: int) -> Context:
        """What payloads of this event type need."""
        return Context(self.event_type(event_type_id), self.catalogue.organiser, self.base_url, self.line)

    def event_type(self, event_type_id: int) -> EventType:
        """The event type, or NotFound."""
        try:
            return self.catalogue.by_id(event_type_id)
        except KeyError:
            raise NotFound("Não encontramos este tipo de agendamento.") from None

    async def reset(self) -> None:
        """Back to the first start: no rows, deliveries, calls or faults, one webhook, the true time."""
        self.courier.set_faults(Faults())
        self.gate.reset()
        self.clock.reset()
        await self.courier.flush()
        self.courier.log.clear()
        self.calls.clear()
        self.store.reset()
        subscribe(self.store, self.subscription)

    def booking(self, uid: str) -> Booking:
        """The row with this uid, or NotFound."""
        row = self.store.find(uid)
        if row is None:
            raise NotFound
        return row

    def open_booking(self, uid: str) -> Booking:
        """The row with this uid while its visit stands, else NotOpen."""
        row = self.booking(uid)
        if not row.open:
            raise NotOpen
        return row
