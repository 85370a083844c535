"""`python -m chaos`: exit code 0 when both sides agree and stay quiet, 1 when a check found something."""

import argparse
import asyncio
import random
import shutil
import sys
import time
from pathlib import Path

from chaos.options import Options
from chaos.report import heading, table
from chaos.run import Outcome, run

_DATA = Path(__file__).resolve().parents[2] / ".cache" / "chaos"


def main() -> int:
    """Run once and print the table."""
    options, begun = _options(), time.monotonic()
    print(heading(options), flush=True)
    try:
        outcome = asyncio.run(_in_time(options, begun))
    except TimeoutError:
        print(f"\nNot quiet after {options.limit:.0f} s: FAILED")
        return 1
    print(table(outcome))
    if outcome.holds:
        shutil.rmtree(options.data)
    print(f"\n{'Both sides agree.' if outcome.holds else 'FAILED.'} {time.monotonic() - begun:.0f} s")
    return 0 if outcome.holds else 1


async def _in_time(options: Options, begun: float) -> Outcome:
    def say(text: str) -> None:
        print(f"{time.monotonic() - begun:5.0f} s  {text}", flush=True)

    async with asyncio.timeout(options.limit):
        return await run(options, say)


def _options() -> Options:
    parser = argparse.ArgumentParser(prog="python -m chaos", description=__doc__)
    parser.add_argument("--seed", type=int, default=random.randrange(10_000))
    parser.add_argument("--patients", type=int, default=Options.patients)
    parser.add_argument("--clerks", type=int, default=Options.clerks)
    parser.add_argument("--storm", type=float, default=Options.storm, help="seconds")
    parser.add_argument("--limit", type=float, default=Options.limit, help="seconds for the whole run")
    parser.add_argument(
        "--line", choices=("5.4", "6.2"), default="", help="which Cal.com is played; default: by the seed"
    )
    given = parser.parse_args()
    return Options(data=_DATA / f"{given.seed}-{time.time_ns()}", **vars(given))


if __name__ == "__main__":
    sys.exit(main())
