"""The one door to Cal.com's API v2. Only this package names httpx."""

from calcom_integration.client.bookings import NewBooking
from calcom_integration.client.budget import TokenBucket
from calcom_integration.client.client import CalComClient, open_client
from calcom_integration.client.errors import (
    SETTLED,
    CalComError,
    CircuitOpen,
    Final,
    RateLimited,
    Refusal,
    Retryable,
    UnknownOutcome,
)
from calcom_integration.client.filters import BookingFilter, Sort
from calcom_integration.client.paging import BookingPage, Reading

__all__ = [
    "SETTLED",
    "BookingFilter",
    "BookingPage",
    "CalComClient",
    "CalComError",
    "CircuitOpen",
    "Final",
    "NewBooking",
    "RateLimited",
    "Reading",
    "Refusal",
    "Retryable",
    "Sort",
    "TokenBucket",
    "UnknownOutcome",
    "open_client",
]
