"""`python -m calcom_sandbox`: serve until SIGTERM or Ctrl-C."""

import uvicorn

from calcom_sandbox.app import create_app
from calcom_sandbox.settings import parse

GRACE_SECONDS = 5


def main() -> None:
    """Start the server; requests under way get five seconds at the end."""
    settings = parse()
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
