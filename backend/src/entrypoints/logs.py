"""Structured logs: one JSON line an event, with the id of the request, delivery, appointment or run that is being worked on.

No line names a person: our own lines hold ids, codes and numbers, and of libraries' lines nothing is kept that may quote what
went through them.
"""

import logging
import sys

import structlog

# Their lines carry raw paths and arguments: ours say what is fit to be said.
_NOISY = ("uvicorn.access", "arq.jobs", "arq.worker", "httpx", "httpcore")


def configure(level: str = "INFO") -> None:
    """Send structlog and the standard library's logs to standard output as JSON lines with UTC times. `level` is for our own
    lines; libraries, whose debugging shows what they carry, say no more than INFO."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    least = logging.getLevelNamesMapping()[level]
    structlog.configure(
        processors=[*shared, *_LAST],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=_Lines,
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=max(least, logging.INFO), handlers=[_handler(shared)], force=True)
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)


class _Lines:
    """Standard output for one logger's lines. Ours do not take the standard library's way there, which costs as much as the
    making of a line."""

    def __init__(self, name: str = "") -> None:
        self.name = name

    def msg(self, line: str) -> None:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()

    debug = info = warning = error = critical = msg


def _handler(shared: list[structlog.types.Processor]) -> logging.Handler:
    handler = logging.StreamHandler(sys.stdout)
    handler.addFilter(_without_what_it_carries)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_LAST,
            ],
        )
    )
    return handler


def _without_what_it_carries(record: logging.LogRecord) -> bool:
    """Let a library name an error's kind, not its text; asyncio spells out whole tasks after its first line."""
    if isinstance(record.args, tuple):
        record.args = tuple(
            type(each).__name__ if isinstance(each, BaseException) else each for each in record.args
        )
    if record.name == "asyncio":
        record.msg, record.args = record.getMessage().partition("\n")[0].partition(" <")[0], ()
    return True


def _without_exception_text(
    logger: logging.Logger, name: str, event: structlog.types.EventDict
) -> structlog.types.EventDict:
    """Keep an exception's kind and place; its text may quote what a patient wrote."""
    info = event.pop("exc_info", None)
    if isinstance(info, tuple) and info[0] is not None:
        trace = info[2]
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        place = f" at {trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace else ""
        event["exception"] = f"{info[0].__name__}{place}"
    return event


# How every line ends, ours and the libraries'.
_LAST: tuple[structlog.types.Processor, ...] = (
    _without_exception_text,
    structlog.processors.JSONRenderer(ensure_ascii=False),
)
