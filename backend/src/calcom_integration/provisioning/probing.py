"""A look at Cal.com's API when a process starts: a server that speaks another version says so by silence (CALCOM.md D2)."""

import asyncio

import structlog

from calcom_integration.client import CalComClient, CalComError, Final

_log = structlog.get_logger(__name__)
_WITHIN = 5.0  # seconds that a start waits for it


async def probed(client: CalComClient) -> bool:
    """Whether the API answers in the versions that we speak. Logged where it does not; nothing else depends on it: Cal.com
    may be away while we start."""
    try:
        async with asyncio.timeout(_WITHIN):
            await client.probe()
    except Final as refusal:
        _log.error("calcom_api_unfit", reason=refusal.code)
        return False
    except (CalComError, TimeoutError) as trouble:
        _log.warning("calcom_api_away", reason=type(trouble).__name__)
        return False
    return True
