"""The first page in a browser without a cache, against the bare transfer of its bytes."""

import asyncio
import json
import time
from pathlib import Path

import httpx

from bench.options import Options
from bench.result import Result, compared
from bench.stack import stack, url_of
from entrypoints.stack.tools import ADVICE, find_tool

_SCRIPT = Path(__file__).resolve().parents[1] / "first_page.mjs"


async def measure(options: Options) -> list[Result]:
    """Until the sign-in can be typed into. Nothing where this machine has no browser, which is said."""
    chromium, node = find_tool("chromium"), find_tool("node")
    if chromium is None or node is None:
        print(f"         left out: {ADVICE['chromium']}")
        return []
    with stack(options.data) as running:
        page = url_of(running, "api")
        ours, theirs = [], []
        for _ in range(options.sizes.loads):
            milliseconds, urls = await _loaded(node, page, chromium)
            ours.append(milliseconds)
            theirs.append(await _transferred(urls))
    return [compared("first page in the browser, cold", "ms", ours, theirs)]


async def _loaded(node: str, page: str, chromium: str) -> tuple[float, list[str]]:
    """Milliseconds of one load, and the addresses that were loaded. Raises RuntimeError."""
    command = (node, str(_SCRIPT), page, chromium)
    browser = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    said, _ = await browser.communicate()
    if browser.returncode:
        raise RuntimeError("The browser did not come to the first page.")
    told = json.loads(said)
    return told["milliseconds"], told["urls"]


async def _transferred(urls: list[str]) -> float:
    """Milliseconds for the same addresses, all at once over connections that are new."""
    async with httpx.AsyncClient(trust_env=False) as client:
        begun = time.perf_counter()
        await asyncio.gather(*map(client.get, urls))
        return 1000 * (time.perf_counter() - begun)
