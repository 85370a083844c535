"""Everything that the HTTP side needs, built by `entrypoints.bootstrap`."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from application.ports import BookingLinks, ChangeFeed
from application.privacy.services import Privacy
from application.services.agenda_service import AgendaService
from application.services.appointment_counts import AppointmentCounts
from application.services.appointment_queries import AppointmentQueries
from application.services.appointment_service import AppointmentService
from application.services.auth_service import AuthService
from application.services.booking_decisions import BookingDecisions
from application.services.client_decisions import ClientDecisions
from application.services.client_service import ClientService
from application.services.import_service import ImportService
from application.services.small_lists import SmallLists
from application.services.user_service import UserService

Check = Callable[[], Awaitable[bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """`checks` are asked by /health/ready, by the part's name. `booking_origin` is the origin whose booking widget
    pages may embed (scheme and host), if any. `frontend` is the folder of the built pages, if any."""

    auth: AuthService
    users: UserService
    appointments: AppointmentService
    decisions: BookingDecisions
    queries: AppointmentQueries
    counts: AppointmentCounts
    lists: SmallLists
    agenda: AgendaService
    clients: ClientService
    client_decisions: ClientDecisions
    imports: ImportService
    privacy: Privacy
    links: BookingLinks
    feed: ChangeFeed
    checks: Mapping[str, Check]
    is_cookie_secure: bool = True
    booking_origin: str | None = None
    frontend: Path | None = None
