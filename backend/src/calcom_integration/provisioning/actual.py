"""What Cal.com has now, read through its API."""

from collections.abc import Mapping
from dataclasses import dataclass

from calcom_integration.client import CalComClient, Final, Refusal
from calcom_integration.dto.catalogue import EventTypeRow, Subscription
from calcom_integration.provisioning.wanted import Wanted


@dataclass(frozen=True, slots=True)
class Actual:
    """`of_event_types` are the event types' own subscriptions, by slug."""

    subscriptions: tuple[Subscription, ...]
    event_types: tuple[EventTypeRow, ...]
    of_event_types: Mapping[str, tuple[Subscription, ...]]


async def read_actual(client: CalComClient, wanted: Wanted, seen: Mapping[str, int]) -> Actual:
    """`seen` are ids known from before, by slug: one that no list shows any more may still be there, hidden or renamed.
    Raises what the client does; Final(WRONG_VERSION) where the API answers in another version."""
    me = await client.probe()
    if not me.username:
        raise Final(Refusal.STRANGE_ANSWER)
    rows = list(await _listed(client, me.username))
    listed = {row.slug for row in rows} | {row.id for row in rows}
    ids = {
        seen.get(each.slug) if each.slug else each.id
        for each in wanted.event_types
        if each.slug not in listed
    }
    for event_type_id in sorted(each for each in ids if each and each not in listed):
        rows += await _unlisted(client, event_type_id)
    of_event_types = {row.slug or str(row.id): await client.webhooks.of_event_type(row.id) for row in rows}
    return Actual(await client.webhooks.all(), tuple(rows), of_event_types)


async def _listed(client: CalComClient, username: str) -> tuple[EventTypeRow, ...]:
    """A user without event types is a 404 in some releases."""
    try:
        return await client.event_types.of(username)
    except Final as error:
        if error.code is not Refusal.NOT_FOUND:
            raise
        return ()


async def _unlisted(client: CalComClient, event_type_id: int) -> tuple[EventTypeRow, ...]:
    try:
        return (await client.event_types.get(event_type_id),)
    except Final as error:
        if error.code is not Refusal.NOT_FOUND:
            raise
        return ()
