"""What browsers may do with our pages: the tightest policy with which Cal.com's widget still books (EMBED.md)."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# The documentation page loads its viewer from elsewhere; it shows nothing of the clinic's.
DOCS_PATHS = ("/docs", "/openapi.json")
_DOCS_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' https://cdn.jsdelivr.net; "
    "style-src 'self' 'unsafe-inline' https://cdn.jsdelivr.net; img-src 'self' data: https://fastapi.tiangolo.com; "
    "base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)


def content_security_policy(booking_origin: str | None) -> str:
    """Everything from our own origin; the widget's script and frame from `booking_origin` (scheme and host)."""
    script = f" {booking_origin}/embed/embed.js" if booking_origin else ""
    frame = booking_origin or "'none'"
    return (
        f"default-src 'self'; script-src 'self'{script}; frame-src {frame}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; connect-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    )


class SecurityHeaders:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp, booking_origin: str | None) -> None:
        self._app = app
        self._policy = content_security_policy(booking_origin)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = self._headers(scope["path"])

        async def secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                told = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(each for each in headers if each[0] not in told)]
            await send(message)

        await self._app(scope, receive, secured)

    def _headers(self, path: str) -> list[tuple[bytes, bytes]]:
        headers = {
            "Content-Security-Policy": _DOCS_POLICY if path in DOCS_PATHS else self._policy,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        }
        if path.startswith("/api/"):
            headers["Cache-Control"] = "no-store"
        return [(name.lower().encode(), value.encode()) for name, value in headers.items()]
