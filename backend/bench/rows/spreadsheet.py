"""A spreadsheet of 50,000 rows: its preview against the fastest reader, its import against the inserts that it makes."""

import asyncio
import time

import httpx

from bench.bulk import Bulk
from bench.desk import Json, desk, get, idle
from bench.options import Options
from bench.result import Result, at_most, compared
from bench.sheets import seconds_to_read, workbook
from bench.stack import stack, url_of
from bench.store import store_of

_LOOK_EVERY = 0.05  # seconds
_AT_WORK = frozenset({"lendo", "gravando"})


async def measure(options: Options) -> list[Result]:
    """Half of the bare inserts go before the import and half after it, into a database of their own."""
    content, name = workbook(options.sizes.rows), f"spreadsheet of {options.sizes.rows:,} rows"
    with stack(options.data) as running:
        async with desk(url_of(running, "api")) as client, store_of(running.environment, "bulk") as mongo:
            await idle(client)
            theirs, previews = [], []
            for _ in range(options.sizes.previews):
                theirs.append(seconds_to_read(content))
                previews.append(await _previewed(client, content))
            bulk = await Bulk.of(mongo, content)
            inserts = await bulk.insert(first=True)
            imported = await _imported(client, previews[-1][1]["id"])
            inserts += await bulk.insert(first=False)
    ours = [seconds for seconds, _ in previews]
    return [
        compared(f"{name}: preview", "s", ours, theirs, at_most(4)),
        compared(f"{name}: import", "s", [imported], [inserts], at_most(2)),
    ]


async def _previewed(client: httpx.AsyncClient, content: bytes) -> tuple[float, Json]:
    """Seconds from the sending to the preview, and the import then."""
    begun = time.perf_counter()
    sent = await client.post("/appointments/imports", files={"arquivo": ("agenda.xlsx", content)})
    shown = await _ended(client, sent.raise_for_status().json()["id"])
    return time.perf_counter() - begun, shown


async def _imported(client: httpx.AsyncClient, import_id: str) -> float:
    """Seconds from the confirmation to the last row."""
    begun = time.perf_counter()
    (await client.post(f"/appointments/imports/{import_id}/confirm")).raise_for_status()
    await _ended(client, import_id)
    return time.perf_counter() - begun


async def _ended(client: httpx.AsyncClient, import_id: str) -> Json:
    """The import once no worker is at it. Raises RuntimeError where it did not go well."""
    path = f"/appointments/imports/{import_id}"
    while (told := await get(client, path))["state"] in _AT_WORK:  # noqa: ASYNC110 - the worker's
        await asyncio.sleep(_LOOK_EVERY)
    if told["state"] not in ("pronto", "gravado") or told["erros_total"]:
        raise RuntimeError(f"The import ended as {told['state']} with {told['erros_total']} errors.")
    record: Json = told
    return record
