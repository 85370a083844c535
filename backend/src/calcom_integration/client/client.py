"""The whole of Cal.com's API v2 as this project uses it, behind one key."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from calcom_integration.client import shapes
from calcom_integration.client.bookings import Bookings
from calcom_integration.client.breaker import Breaker
from calcom_integration.client.budget import Budget, TokenBucket
from calcom_integration.client.call import get
from calcom_integration.client.errors import Final, Refusal
from calcom_integration.client.event_types import EventTypes
from calcom_integration.client.filters import BookingFilter
from calcom_integration.client.slots import Slots
from calcom_integration.client.transport import Patience, Transport
from calcom_integration.client.webhooks import Webhooks
from calcom_integration.dto.catalogue import Me
from calcom_integration.settings import CalComSettings

_CONNECT = 5.0  # seconds: a write that never left is safe to repeat, so find out early
_IDLE = 3.0  # seconds: Node closes idle connections after 5, and a write lost with one has an unknown outcome


class CalComClient:
    """Bookings, event types, slots, webhooks and the owner of the key."""

    def __init__(self, transport: Transport, http: httpx.AsyncClient | None = None) -> None:
        """`http` is what `aclose` ends."""
        self._transport, self._http = transport, http
        self.bookings = Bookings(transport)
        self.event_types = EventTypes(transport)
        self.slots = Slots(transport)
        self.webhooks = Webhooks(transport)

    @property
    def calls_left(self) -> int | None:
        """How many calls Cal.com still allowed at its latest answer, where it said so (CALCOM.md D6)."""
        return self._transport.calls_left

    @property
    def is_resting(self) -> bool:
        """Whether this process leaves Cal.com alone because it kept failing."""
        return self._transport.is_resting

    async def wait(self) -> float:
        """Seconds until our own budget allows a call; none is made."""
        return await self._transport.wait()

    async def left(self) -> int:
        """How many calls our own budget would let go at once; none is made."""
        return await self._transport.left()

    async def me(self) -> Me:
        envelope = await self._transport.send(get("/me"))
        return shapes.one(Me, envelope["data"])

    async def probe(self) -> Me:
        """Whose key it is, after a look at the shapes of every pinned version that can be read without knowing more: an
        unknown version is answered in old shapes, in silence. Raises Final(WRONG_VERSION), and what `Transport.send` does."""
        me = await self.me()
        await self.bookings.page(BookingFilter(), take=1)
        if me.username:
            await self._probe_event_types(me.username)
        return me

    async def aclose(self) -> None:
        """End its connections."""
        if self._http is not None:
            await self._http.aclose()

    async def _probe_event_types(self, username: str) -> None:
        """A user without event types is no wrong version."""
        try:
            await self.event_types.of(username)
        except Final as error:
            if error.code is not Refusal.NOT_FOUND:
                raise


def build_client(settings: CalComSettings, bucket: TokenBucket) -> CalComClient:
    """A client for the API at `CALCOM_API_URL` (which ends in `/v2`), with connections of its own, opened when they are
    needed: end it with `aclose`."""
    timeout = httpx.Timeout(settings.calcom_timeout_seconds, connect=_CONNECT, pool=_CONNECT)
    key = settings.calcom_api_token.get_secret_value()
    http = httpx.AsyncClient(
        base_url=settings.calcom_api_url,
        headers={"authorization": f"Bearer {key}"},
        timeout=timeout,
        limits=httpx.Limits(keepalive_expiry=_IDLE),
    )
    return CalComClient(transport(http, settings, bucket), http)


@asynccontextmanager
async def open_client(settings: CalComSettings, bucket: TokenBucket) -> AsyncIterator[CalComClient]:
    """The same, ended with the block."""
    client = build_client(settings, bucket)
    try:
        yield client
    finally:
        await client.aclose()


def transport(http: httpx.AsyncClient, settings: CalComSettings, bucket: TokenBucket) -> Transport:
    """The way out over `http`, by the settings."""
    patience = Patience(
        settings.calcom_timeout_seconds, settings.calcom_call_attempts, settings.calcom_turn_seconds
    )
    breaker = Breaker(settings.calcom_breaker_failures, settings.calcom_breaker_rest_seconds)
    return Transport(http, Budget(bucket, patience.turn), breaker, patience)
