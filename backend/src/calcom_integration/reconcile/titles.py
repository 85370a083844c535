"""A run begins by noting what Cal.com calls its event types, for its rows do not say it (CALCOM.md M13)."""

from calcom_integration.client import CalComClient, Final, Refusal
from calcom_integration.mappings import Mappings


async def note(client: CalComClient, mappings: Mappings) -> None:
    """Note the titles, once an hour in each process. Raises CalComError and Unavailable."""
    if mappings.knows_titles:
        return
    me = await client.me()
    titles = await _read(client, me.username) if me.username else {}
    await mappings.note_titles(titles)


async def _read(client: CalComClient, username: str) -> dict[str, str]:
    """By slug. A user without event types is a 404 in some releases."""
    try:
        rows = await client.event_types.of(username)
    except Final as error:
        if error.code is not Refusal.NOT_FOUND:
            raise
        return {}
    return {row.slug: row.title for row in rows if row.slug and row.title}
