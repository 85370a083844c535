"""What browsers may do with our pages: the tightest policy with which Cal.com's widget still books (EMBED.md)."""

from collections.abc import Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send


def content_security_policy(booking_origin: str | None) -> str:
    """Everything from our own origin; the widget's script and frame from `booking_origin` (scheme and host)."""
    script = f" {booking_origin}/embed/embed.js" if booking_origin else ""
    frame = booking_origin or "'none'"
    return (
        f"default-src 'self'; script-src 'self'{script}; frame-src {frame}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; connect-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    )


def _encoded(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_UNCACHED = _encoded({"Cache-Control": "no-store"})


class SecurityHeaders:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp, booking_origin: str | None) -> None:
        self._app = app
        self._headers = _encoded(
            _HEADERS | {"Content-Security-Policy": content_security_policy(booking_origin)}
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = self._headers + _UNCACHED if scope["path"].startswith("/api/") else self._headers

        async def secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                told = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(each for each in headers if each[0] not in told)]
            await send(message)

        await self._app(scope, receive, secured)
