"""`python -m bench`: measures, prints the table, and writes `results/latest.json` beside this file."""

import argparse
import json
import sys
import time
from pathlib import Path

import uvloop

from bench.machine import machine, versions
from bench.options import QUICK, Options
from bench.result import Result
from bench.rows import ROWS
from bench.table import as_json, markdown_table, text_table

_RESULTS = Path(__file__).parent / "results"
_DATA = Path(__file__).resolve().parents[2] / ".cache" / "bench"


def main() -> int:
    """Exit code 0 where everything was measured, whatever came out."""
    given = _parser().parse_args()
    options = Options(_DATA, QUICK) if given.quick else Options(_DATA)
    results = uvloop.run(_measured(options, given.only or list(ROWS)))
    print(f"\n{text_table(results)}\n\n{markdown_table(results)}\n")
    _RESULTS.mkdir(exist_ok=True)
    told = json.dumps(as_json(results, machine(), versions()), indent=2, ensure_ascii=False)
    (_RESULTS / "latest.json").write_text(told + "\n", encoding="utf-8")
    return 0


async def _measured(options: Options, names: list[str]) -> list[Result]:
    begun, results = time.monotonic(), list[Result]()
    for name in names:
        print(f"{time.monotonic() - begun:5.0f} s  {name}", flush=True)
        found = await ROWS[name](options)
        print(f"\n{text_table(found)}\n", flush=True)  # a run that is cut off has told this much
        results += found
    print(f"{time.monotonic() - begun:5.0f} s  done", flush=True)
    return results


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", action="append", choices=ROWS, help="may be given several times")
    parser.add_argument("--quick", action="store_true", help="small sizes, to try whether it works")
    return parser


if __name__ == "__main__":
    sys.exit(main())
