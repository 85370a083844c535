"""Puts API v2 together: an application of its own, mounted where Cal.com's is."""

from fastapi import FastAPI

from calcom_sandbox.api_v2 import (
    booking_changes,
    bookings,
    bookings_list,
    event_types,
    me,
    problems,
    slots,
    webhooks,
)
from calcom_sandbox.api_v2.passing import passing


def create_api() -> FastAPI:
    """The application; whoever mounts it sets `state.sandbox`."""
    api = FastAPI(title="Cal.com API v2", openapi_url=None)
    api.middleware("http")(passing)
    problems.install(api)
    for part in (bookings_list, bookings, booking_changes, event_types, slots, webhooks, me):
        api.include_router(part.router)
    return api
