"""How one sandbox is started: command line first, then environment, then defaults."""

import argparse
import os
from dataclasses import dataclass, field
from pathlib import Path

from calcom_sandbox.deliveries import Subscription
from calcom_sandbox.faults import Faults
from calcom_sandbox.gate import Limits
from calcom_sandbox.lines import LINE_6_2, LINES, Line


@dataclass(frozen=True)
class Settings:
    """Which Cal.com is played, address, subscriber, file, API key and limits, the clock's speed, the faults to begin with, and
    where Cal.com's published embed script is."""

    line: Line = LINE_6_2
    port: int = 3900
    host: str = "127.0.0.1"
    public_url: str = "http://127.0.0.1:3900"
    subscription: Subscription = field(default_factory=lambda: Subscription("", ""))
    data: Path | None = None
    faults: Faults = field(default_factory=Faults)
    api_key: str = ""
    limits: Limits = field(default_factory=Limits)
    clock_speed: float = 1
    embed_script: Path | None = None


def parse(arguments: list[str] | None = None) -> Settings:
    """Read the command line; exits with a usage message on an unknown or invalid option."""
    given = _parser().parse_args(arguments)
    return Settings(
        line=LINES[given.line],
        port=given.port,
        host=given.host,
        public_url=(given.public_url or f"http://{given.host}:{given.port}").rstrip("/"),
        subscription=Subscription(given.webhook_url, given.secret),
        data=given.data,
        faults=_faults(given),
        api_key=given.api_key,
        limits=Limits(limit=given.rate_limit, ttl_ms=given.rate_ttl_ms, block_ms=given.rate_block_ms),
        clock_speed=given.clock_speed,
        embed_script=given.embed_script,
    )


def _parser() -> argparse.ArgumentParser:
    env = os.environ.get
    parser = argparse.ArgumentParser("calcom_sandbox", description="A stand-in Cal.com.")
    add = parser.add_argument
    line = env("CALCOM_SANDBOX_LINE") or LINE_6_2.name
    add("--line", choices=LINES, default=line, help="which Cal.com is played")
    add("--host", default=env("CALCOM_SANDBOX_HOST", "127.0.0.1"))
    add("--port", type=int, default=env("CALCOM_SANDBOX_PORT", "3900"))
    add("--public-url", default=env("CALCOM_SANDBOX_URL"), help="origin of links and `bookerUrl`")
    webhook_url = "http://127.0.0.1:8000/api/v1/calcom/webhook"
    add("--webhook-url", default=env("CALCOM_SANDBOX_WEBHOOK_URL", webhook_url))
    add("--secret", default=env("CALCOM_WEBHOOK_SECRET", ""), help="signs the deliveries")
    data = env("CALCOM_SANDBOX_DATA")
    add("--data", type=Path, default=Path(data) if data else None, help="file that keeps the rows")
    add("--api-key", default=env("CALCOM_API_TOKEN", ""), help="the one key that API v2 accepts")
    add("--rate-limit", type=int, default=env("CALCOM_SANDBOX_RATE_LIMIT", "120"), help="requests a window")
    add("--rate-ttl-ms", type=int, default=env("CALCOM_SANDBOX_RATE_TTL_MS", "60000"), help="the window")
    add("--rate-block-ms", type=int, default=env("CALCOM_SANDBOX_RATE_BLOCK_MS", "60000"))
    add("--clock-speed", type=float, default=env("CALCOM_SANDBOX_CLOCK_SPEED", "1"))
    script = env("CALCOM_SANDBOX_EMBED_SCRIPT")
    add("--embed-script", type=Path, default=Path(script) if script else None, help="of @calcom/embed-core")
    faults = parser.add_argument_group("faults", "probabilities from 0 to 1")
    for name in ("drop", "repeat", "wrong-signature"):
        faults.add_argument(f"--{name}", type=float, default=0)
    faults.add_argument("--delay-ms", type=int, nargs=2, default=(0, 0), metavar=("MIN", "MAX"))
    faults.add_argument("--shuffle", type=int, default=0, help="how many to hold and send in random order")
    faults.add_argument("--hold-booker", action="store_true", help="the booker waits for delayed ones too")
    faults.add_argument("--seed", type=int)
    return parser


def _faults(given: argparse.Namespace) -> Faults:
    return Faults(**{name: getattr(given, name) for name in Faults.model_fields})
