"""Caddy with the project's own configuration, in front of addresses of the test's choice."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from entrypoints.stack.part import Part
from entrypoints.stack.ports import free_port
from entrypoints.stack.probes import Probe
from tests.embedded import require_tool, running
from tests.infra.files import CADDYFILE

# Two names that every machine resolves to itself.
APP_NAME, CALCOM_NAME = "localhost", "127.0.0.1"


@dataclass(frozen=True)
class Proxy:
    """`app` and `calcom` are its two addresses, `plain` the one without TLS; `authority` is its own certificate's file."""

    app: str
    calcom: str
    plain: str
    authority: Path
    log: Path

    def client(self) -> httpx.Client:
        trusted = ssl.create_default_context(cafile=str(self.authority))
        return httpx.Client(verify=trusted, timeout=60)


@contextmanager
def proxied(folder: Path, app: str, calcom: str) -> Iterator[Proxy]:
    """The proxy over the two upstream addresses (http://host:port), answering; ended with the block."""
    https, http = free_port(), free_port()
    authority = folder / "caddy" / "pki" / "authorities" / "local" / "root.crt"
    environment = {
        "APP_HOST": APP_NAME,
        "CALCOM_HOST": CALCOM_NAME,
        "PROXY_TLS": "internal",
        "HTTPS_PORT": str(https),
        "HTTP_PORT": str(http),
        "CALCOM_EMBEDDERS": "https://www.clinica.test",
        "APP_UPSTREAM": urlsplit(app).netloc,
        "CALCOM_UPSTREAM": urlsplit(calcom).netloc,
        "XDG_DATA_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
        "HOME": str(folder),
    }
    command = (require_tool("caddy"), "run", "--config", str(CADDYFILE), "--adapter", "caddyfile")
    proxy = Proxy(
        app=f"https://{APP_NAME}:{https}",
        calcom=f"https://{CALCOM_NAME}:{https}",
        plain=f"http://{APP_NAME}:{http}",
        authority=authority,
        log=folder / "caddy.log",
    )
    with running(Part("proxy", command, proxy.app, _answers(proxy), environment), proxy.log):
        yield proxy


def _answers(proxy: Proxy) -> Probe:
    def probe() -> bool:
        try:
            with proxy.client() as http:
                return http.get(f"{proxy.app}/metrics").status_code == httpx.codes.NOT_FOUND
        except (OSError, httpx.HTTPError):
            return False

    return probe
