"""A create that is sent again is the same create: who sent it names it by a key of its own choice.

Of a request only two digests are kept, on what it made. The one of its body is keyed with the request's own key, a random
UUID that is kept nowhere, so that nobody can try out what stood in the body.
"""

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Generic, TypeVar
from uuid import UUID

from domain.errors import Conflict, Gone, Invalid, StaleWrite

T = TypeVar("T")

HEADER = "Idempotency-Key"
# For the API's description.
HEADER_MEANS = (
    "Um UUID escolhido por quem envia. Enviado de novo com os mesmos dados, nada se cria outra vez: a resposta é o registro "
    "como está agora (410 se foi excluído); com outros dados, 422."
)


@dataclass(frozen=True, slots=True)
class Creation:
    """The request that makes a record: `key` is of the user and the key that was sent, `body` of what was sent. Hex digests."""

    key: str
    body: str


@dataclass(frozen=True, slots=True)
class Earlier(Generic[T]):
    """What a request made before: the record as it is now, None where it was deleted or erased; `body` as in Creation."""

    record: T | None
    body: str


def creation_of(key: UUID | None, user_id: str, *body: bytes) -> Creation | None:
    """None without a key. `body` is all that was sent, in parts."""
    if key is None:
        return None
    parts = b"".join(sha256(part).digest() for part in body)
    return Creation(
        key=sha256(f"{user_id}\n{key}".encode()).hexdigest(),
        body=hmac.new(key.bytes, parts, sha256).hexdigest(),
    )


async def create_once(
    creation: Creation | None,
    earlier: Callable[[str], Awaitable[Earlier[T] | None]],
    create: Callable[[], Awaitable[T]],
) -> T:
    """What `create` makes, or what the same request made before, as it is now. `create` stores `creation` with it, which a
    unique index allows once: of two at once the second finds what the first made.

    Raises Invalid where the key came with another body, Gone where the record is no more, and what `create` raises.
    """
    if creation is None:
        return await create()
    found = await earlier(creation.key)
    if found is None:
        try:
            return await create()
        except (Conflict, StaleWrite):
            found = await earlier(creation.key)
            if found is None:
                raise
    if found.record is None:
        raise Gone
    if not hmac.compare_digest(found.body, creation.body):
        raise Invalid({HEADER: "Esta chave já foi usada com outros dados."})
    return found.record
