"""One more API or worker process over the servers of others, as `--scale` or a second machine adds one."""

from collections.abc import Mapping

from entrypoints.stack.part import Part
from entrypoints.stack.plan import API_COMMAND, WORKER_COMMAND, worker_environment
from entrypoints.stack.ports import HOST, free_port
from entrypoints.stack.probes import http_ok


def another_worker(environment: Mapping[str, str]) -> Part:
    """Its `url` is that of its metrics."""
    own = worker_environment(environment, free_port())
    url = f"http://{HOST}:{own['WORKER_METRICS_PORT']}/metrics"
    return Part("another worker", WORKER_COMMAND, url, http_ok(url), own)


def another_api(environment: Mapping[str, str]) -> Part:
    """At a port of its own."""
    port = free_port()
    url = f"http://{HOST}:{port}"
    return Part(
        "another api", API_COMMAND, url, http_ok(f"{url}/health/live"), {**environment, "PORT": str(port)}
    )
