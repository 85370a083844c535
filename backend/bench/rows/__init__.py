"""What is measured: each module a part of the table, with a stack of its own."""

from collections.abc import Awaitable, Callable

from bench.options import Options
from bench.result import Result
from bench.rows import first_page, intake, listing, reconcile, spreadsheet, stream, worker

ROWS: dict[str, Callable[[Options], Awaitable[list[Result]]]] = {
    "intake": intake.measure,
    "worker": worker.measure,
    "stream": stream.measure,
    "reconcile": reconcile.measure,
    "listing": listing.measure,
    "spreadsheet": spreadsheet.measure,
    "first_page": first_page.measure,
}
