"""The one door to Cal.com's API v2. Only this package names httpx."""

from calcom_integration.client.bookings import NewBooking
from calcom_integration.client.budget import TokenBucket
from calcom_integration.client.client import CalComClient, build_client, open_client
from calcom_integration.client.errors import (
    SETTLED,
    CalComError,
    CircuitOpen,
    Final,
    RateLimited,
    Refusal,
    Retryable,
    UnknownOutcome,
    Untrusted,
)
from calcom_integration.client.filters import BookingFilter, Sort
from calcom_integration.client.knock import Echo, knock
from calcom_integration.client.paging import BookingPage, PageReader, Reading

__all__ = [
    "SETTLED",
    "BookingFilter",
    "BookingPage",
    "CalComClient",
    "CalComError",
    "CircuitOpen",
    "Echo",
    "Final",
    "NewBooking",
    "PageReader",
    "RateLimited",
    "Reading",
    "Refusal",
    "Retryable",
    "Sort",
    "TokenBucket",
    "UnknownOutcome",
    "Untrusted",
    "build_client",
    "knock",
    "open_client",
]
