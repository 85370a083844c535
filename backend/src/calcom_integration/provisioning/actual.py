"""What Cal.com has now, read through its API."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from calcom_integration.client import CalComClient, Final, Refusal
from calcom_integration.dto.catalogue import EventTypeRow, Subscription
from calcom_integration.provisioning.wanted import Wanted


@dataclass(frozen=True, slots=True)
class Actual:
    """`event_types` are those that the clinic wants, each read whole: by its id. `of_event_types` are the subscriptions of every
    event type, by slug."""

    subscriptions: tuple[Subscription, ...]
    event_types: tuple[EventTypeRow, ...]
    of_event_types: Mapping[str, tuple[Subscription, ...]]


async def read_actual(client: CalComClient, wanted: Wanted, seen: Mapping[str, int]) -> Actual:
    """`seen` are ids known from before, by slug: one that no list shows any more may still be there, hidden or renamed.
    Raises what the client does; Final(WRONG_VERSION) where the API answers in another version."""
    me = await client.probe()
    if not me.username:
        raise Final(Refusal.STRANGE_ANSWER)
    listed = await _listed(client, me.username)
    rows = [row for each in sorted(_ids(wanted, listed, seen)) for row in await _whole(client, each)]
    others = [row for row in listed if row.id not in {each.id for each in rows}]
    of_event_types = {
        row.slug or str(row.id): await client.webhooks.of_event_type(row.id) for row in [*rows, *others]
    }
    return Actual(await client.webhooks.all(), tuple(rows), of_event_types)


def _ids(wanted: Wanted, listed: Iterable[EventTypeRow], seen: Mapping[str, int]) -> set[int]:
    """The ids of what is wanted, as far as they are known: by the list, else from before."""
    by_slug = {row.slug: row.id for row in listed if row.slug}
    found = (
        by_slug.get(each.slug) or seen.get(each.slug) if each.slug else each.id for each in wanted.event_types
    )
    return {each for each in found if each}


async def _listed(client: CalComClient, username: str) -> tuple[EventTypeRow, ...]:
    """A user without event types is a 404 in some releases."""
    try:
        return await client.event_types.of(username)
    except Final as error:
        if error.code is not Refusal.NOT_FOUND:
            raise
        return ()


async def _whole(client: CalComClient, event_type_id: int) -> tuple[EventTypeRow, ...]:
    """One event type with all its questions: the list leaves hidden ones out (CALCOM.md M5)."""
    try:
        return (await client.event_types.get(event_type_id),)
    except Final as error:
        if error.code is not Refusal.NOT_FOUND:
            raise
        return ()
