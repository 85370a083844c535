"""`python -m calcom_sandbox`: serve until SIGTERM or Ctrl-C."""

import logging

import uvicorn

from calcom_sandbox.app import create_app
from calcom_sandbox.settings import parse
from calcom_sandbox.web.embed import MISSING, is_installed

GRACE_SECONDS = 5


def main() -> None:
    """Start the server; requests under way get five seconds at the end."""
    settings = parse()
    if not is_installed(settings.embed_script):
        logging.getLogger(__name__).warning(MISSING)
    # No access log: the paths hold booking uids, which open a booking to whoever has them.
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


main()
