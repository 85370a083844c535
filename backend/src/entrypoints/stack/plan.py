"""Which parts make the stack, on which ports, and what each is told."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from application.pasted import trimmed
from entrypoints.settings import Settings
from entrypoints.stack import ports, servers
from entrypoints.stack.files import checkout_secrets
from entrypoints.stack.part import Part
from entrypoints.stack.probes import READY_SECONDS, TIMEOUT_SECONDS, every, http_ok
from persistence.embedded_server import end_transactions

ROOT = Path(__file__).resolve().parents[4]
API_COMMAND = (sys.executable, "-m", "entrypoints.api")
MIGRATE_COMMAND = (sys.executable, "-m", "entrypoints.cli", "migrate")
WORKER_COMMAND = (sys.executable, "-m", "entrypoints.worker")
# Every setting of the product, whoever owns it: a command in another terminal gets what the stack got.
_SETTINGS = frozenset(name.upper() for name in Settings.model_fields)
_OF_CALCOM, _OF_ITS_STAND_IN = ("CALCOM_", "SPOOL_"), "CALCOM_SANDBOX_"
# Cal.com's published widget: a development dependency of the frontend, never part of what is shipped.
_EMBED_SCRIPT = ROOT / "frontend/node_modules/@calcom/embed-core/dist/embed/embed.js"


@dataclass(frozen=True)
class Plan:
    """The parts in the order of their start, and the environment variables that API and worker get."""

    parts: list[Part]
    environment: dict[str, str]


def plan(data: Path, environ: Mapping[str, str], *, free_ports: bool) -> Plan:
    """The stack for the data folder: what `environ` names (MONGODB_URL, …) is used instead of the embedded part.

    Every port is held from here on, until this process ends. With `free_ports` all are drawn, so that several stacks can
    run side by side; else the API's is PORT (8000) and the stand-in's CALCOM_SANDBOX_PORT (3900, or another where
    that is in use and was not asked for). PortTaken when one that was asked for is in use.
    """
    api_port = ports.free_port() if free_ports else ports.required("PORT", int(environ.get("PORT") or "8000"))
    environment = _settings(data, environ, api_port)
    parts: list[Part] = []
    embedded_mongodb = "MONGODB_URL" not in environment
    if embedded_mongodb:
        parts.append(servers.mongodb(ports.free_port(), data / "mongo"))
        environment["MONGODB_URL"] = parts[-1].url
    if "REDIS_URL" not in environment:
        parts.append(servers.redis(ports.free_port(), data / "valkey"))
        environment["REDIS_URL"] = parts[-1].url
    if "CALCOM_BASE_URL" not in environment:
        sandbox_port = ports.free_port() if free_ports else _sandbox_port(environ.get("CALCOM_SANDBOX_PORT"))
        parts.append(_sandbox(sandbox_port, data, environment))
        environment |= {"CALCOM_BASE_URL": parts[-1].url, "CALCOM_API_URL": f"{parts[-1].url}/v2"}
    clients = [_api(environment), _worker(environment, ports.free_port())]
    if embedded_mongodb:
        clear_up = partial(end_transactions, environment["MONGODB_URL"], TIMEOUT_SECONDS)
        clients = [replace(client, clear_up=clear_up) for client in clients]
    return Plan([*parts, *clients], environment)


def worker_environment(environment: Mapping[str, str], metrics_port: int = ports.ANY) -> dict[str, str]:
    """The environment of one more worker beside the planned one; without a port it takes any and logs which."""
    return {**os.environ, **environment, "WORKER_METRICS_PORT": str(metrics_port)}


def _settings(data: Path, environ: Mapping[str, str], api_port: int) -> dict[str, str]:
    """What API and worker are told: fixed for the stack, or `environ`'s value, or the checkout's own."""
    own = {
        "DATABASE_NAME": "coleta",
        "UNITS_FILE": str(ROOT / "infra" / "units.yaml"),
        "FRONTEND_DIST": str(ROOT / "frontend" / "dist"),
        "PUBLIC_URL": f"http://localhost:{api_port}",
        "SPOOL_DIR": str(data / "spool"),
        **checkout_secrets(data),
    }
    set_now, _ = trimmed(environ)
    chosen = {name: set_now.get(name) or value for name, value in own.items()}
    given = {name: value for name, value in set_now.items() if value and _is_setting(name)}
    fixed = {"ENVIRONMENT": "development", "DEMO_ACCOUNTS": "1", "HOST": ports.HOST, "PORT": str(api_port)}
    return {**chosen, **given, **fixed}


def _sandbox_port(asked: str | None) -> int:
    return ports.required("CALCOM_SANDBOX_PORT", int(asked)) if asked else ports.preferred_or_free(3900)


def _is_setting(name: str) -> bool:
    is_calcoms = name.startswith(_OF_CALCOM) and not name.startswith(_OF_ITS_STAND_IN)
    return name in _SETTINGS or is_calcoms


def _sandbox(port: int, data: Path, environment: Mapping[str, str]) -> Part:
    url = f"http://localhost:{port}"
    env = {
        "PYTHONPATH": str(ROOT / "infra"),
        "CALCOM_SANDBOX_HOST": ports.HOST,
        "CALCOM_SANDBOX_PORT": str(port),
        "CALCOM_SANDBOX_URL": url,
        "CALCOM_SANDBOX_DATA": str(data / "sandbox.json"),
        "CALCOM_SANDBOX_EMBED_SCRIPT": str(_EMBED_SCRIPT),
        # Spelt as `calcom setup` spells it, which is to find its own subscription there.
        "CALCOM_SANDBOX_WEBHOOK_URL": f"{environment['PUBLIC_URL'].rstrip('/')}/api/v1/calcom/webhook",
        "CALCOM_WEBHOOK_SECRET": environment["CALCOM_WEBHOOK_SECRET"],
        "CALCOM_API_TOKEN": environment["CALCOM_API_TOKEN"],
    }
    command = (sys.executable, "-m", "calcom_sandbox")
    return Part("sandbox", command, url, http_ok(f"{url}/health"), env=env, port=port)


def _api(environment: Mapping[str, str]) -> Part:
    port = environment["PORT"]
    alive = http_ok(f"http://{ports.HOST}:{port}/health/live")
    url = f"http://localhost:{port}"
    return Part("api", API_COMMAND, url, alive, env=environment, port=int(port), before=MIGRATE_COMMAND)


def _worker(environment: Mapping[str, str], metrics_port: int) -> Part:
    """Ready when it serves its own metrics and the API has seen its heartbeat."""
    metrics = f"http://{ports.HOST}:{metrics_port}/metrics"
    ready = every(
        http_ok(metrics), http_ok(f"http://{ports.HOST}:{environment['PORT']}/health/ready", READY_SECONDS)
    )
    env = {**environment, "WORKER_METRICS_PORT": str(metrics_port)}
    return Part("worker", WORKER_COMMAND, metrics, ready, env=env, port=metrics_port)
