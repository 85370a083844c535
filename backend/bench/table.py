"""The results for people (terminal and Markdown) and for programs (JSON). Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from bench.result import Result

_HEADERS = ("what", "value", "baseline", "ratio", "target", "reached", "median", "p95", "p99", "spread")
_REACHED = {True: "yes", False: "NO", None: "–"}


def text_table(results: Sequence[Result]) -> str:
    """Columns of equal width."""
    rows = [_HEADERS, *map(_cells, results)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows
    )


def markdown_table(results: Sequence[Result]) -> str:
    rows = [_HEADERS, ("---",) * len(_HEADERS), *map(_cells, results)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def as_json(results: Sequence[Result], machine: str, versions: Mapping[str, str]) -> dict[str, Any]:
    """`{machine, versions, results}`, as `results/latest.json` holds it; the spread is the tables' alone."""
    shown = [{name: value for name, value in asdict(each).items() if name != "spread"} for each in results]
    return {"machine": machine, "versions": dict(versions), "results": shown}


def _cells(result: Result) -> tuple[str, ...]:
    unit = f" {result.unit}"
    return (
        result.name,
        _number(result.value) + unit,
        _number(result.baseline) + unit,
        f"{result.ratio:.2f}",
        result.target,
        _REACHED[result.reached],
        *(_number(value) for value in (result.median, result.p95, result.p99)),
        f"{100 * result.spread:.0f} %",
    )


def _number(value: float) -> str:
    """Three digits that mean something."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
