"""A sender like Cal.com at its most patient: what got no 200 is posted again."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import httpx

from tests.serving import WEBHOOK, signed

_AT_ONCE = 8
_REST = 0.1  # seconds before a refused or unanswered delivery is posted again


@dataclass
class Sender:
    """Posts deliveries to the API at `url`. `answered` are the ids that came with a 200, one for each post that did."""

    url: str
    secret: str
    answered: list[str] = field(default_factory=list)
    unanswered: int = 0

    async def send(self, bodies: Sequence[bytes]) -> None:
        """Returns when every body was answered with 200."""
        turns = asyncio.Semaphore(_AT_ONCE)
        async with httpx.AsyncClient(base_url=self.url, timeout=30) as client:

            async def deliver(body: bytes) -> None:
                async with turns:
                    while not await self._post(client, body):  # noqa: ASYNC110 - the API is another process
                        await asyncio.sleep(_REST)

            async with asyncio.TaskGroup() as tasks:
                for body in bodies:
                    tasks.create_task(deliver(body))

    async def _post(self, client: httpx.AsyncClient, body: bytes) -> bool:
        """Whether it was taken. Without an answer it may have been stored all the same."""
        try:
            answer = await client.post(WEBHOOK, content=body, headers=signed(body, self.secret))
        except httpx.TransportError:
            self.unanswered += 1
            return False
        if answer.status_code == 200:
            self.answered.append(answer.json()["delivery_id"])
            return True
        assert answer.status_code == 503, answer.text  # nothing else may be said to a signed delivery
        self.unanswered += 1
        return False
