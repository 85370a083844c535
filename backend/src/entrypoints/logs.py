"""Structured logs: one JSON line an event, with the request's or delivery's id where there is one."""

import logging
import sys

import structlog


def configure(level: str = "INFO") -> None:
    """Send structlog and the standard library's logs to standard output as JSON lines with UTC times."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _without_exception_text,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # Their lines carry raw paths and arguments: ours (access log, job log) say what is fit to be said.
    for noisy in ("uvicorn.access", "arq.jobs", "httpx", "httpcore"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    logging.getLogger("arq.worker").setLevel(logging.WARNING)


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
