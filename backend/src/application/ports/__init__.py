"""What the application needs of the outside, as Protocols. Fakes and real parts pass the same contract tests."""

from application.ports.appointments import AppointmentRepository, BookingLinks, History, Write
from application.ports.changes import Changed, ChangeFeed, ChangePublisher, FeedEvent
from application.ports.lists import Clients, SmallList, Tags, Units
from application.ports.people import (
    Claims,
    Device,
    LoginTries,
    Passwords,
    RefreshToken,
    RefreshTokens,
    Tokens,
    Users,
)
from application.ports.workings import Clock, JobQueue, RateLimiter

__all__ = [
    "AppointmentRepository",
    "BookingLinks",
    "ChangeFeed",
    "ChangePublisher",
    "Changed",
    "Claims",
    "Clients",
    "Clock",
    "Device",
    "FeedEvent",
    "History",
    "JobQueue",
    "LoginTries",
    "Passwords",
    "RateLimiter",
    "RefreshToken",
    "RefreshTokens",
    "SmallList",
    "Tags",
    "Tokens",
    "Units",
    "Users",
    "Write",
]
