"""Something between our client and the sandbox's API: changes what is asked, acts before it is answered, or answers itself."""

from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

Scope = MutableMapping[str, Any]
Asgi = Callable[[Scope, Any, Any], Awaitable[None]]


@dataclass
class Meddler:
    """An ASGI application around `app`. `take` makes pages small, `ignored` parameters never arrive; `before` is awaited with
    each path and query; answers of `status` are given to the next `refusals` requests."""

    app: Asgi
    take: int | None = None
    ignored: frozenset[str] = frozenset()
    before: Callable[[str, dict[str, str]], Awaitable[None]] | None = None
    status: int = 500
    refusals: int = 0
    paths: list[str] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        query = dict(parse_qsl(scope["query_string"].decode()))
        self.paths.append(scope["path"])
        if self.before:
            await self.before(scope["path"], query)
        if self.refusals:
            self.refusals -= 1
            await send({"type": "http.response.start", "status": self.status, "headers": []})
            await send({"type": "http.response.body", "body": b"{}"})
            return
        kept = {name: value for name, value in query.items() if name not in self.ignored}
        if self.take and "take" in kept:
            kept["take"] = str(self.take)
        await self.app({**scope, "query_string": urlencode(kept).encode()}, receive, send)
