"""Who asks, and for which version."""

from typing import Annotated

from fastapi import Depends, Request

from calcom_sandbox.api_v2.passing import bearer
from calcom_sandbox.api_v2.problems import ApiError

BOOKINGS, EVENT_TYPES, SLOTS = "2024-08-13", "2024-06-14", "2024-09-04"
_NO_KEY = (
    "PermissionsGuard - no authentication provided. Provide either authorization bearer token containing "
    "managed user access token or oAuth client id in 'x-cal-client-id' header."
)


def has_key(request: Request) -> bool:
    """Whether the owner asks; a key that reaches a route is the right one."""
    return bearer(request) is not None


def require_key(request: Request) -> None:
    """Raise 403 for a request without a key, as recorded."""
    if not has_key(request):
        raise ApiError(403, _NO_KEY)


def version_is(request: Request, version: str) -> bool:
    """Whether the header names this version; unknown and missing ones fall back to 2024-04-15 (CALCOM.md D2)."""
    return request.headers.get("cal-api-version") == version


def bookings_version(request: Request) -> bool:
    """Whether bookings are asked for in the current shapes."""
    return version_is(request, BOOKINGS)


class Version:
    """Routes that exist only in one version: 404 under any other (CALCOM.md D2)."""

    def __init__(self, version: str) -> None:
        self._version = version

    def __call__(self, request: Request) -> None:
        """Raise 404 unless the header names the version."""
        if not version_is(request, self._version):
            raise ApiError(404, f"Cannot {request.method} {request.url.path}")


Owner = Depends(require_key)
Keyed = Annotated[bool, Depends(has_key)]
Current = Annotated[bool, Depends(bookings_version)]
