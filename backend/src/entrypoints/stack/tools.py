"""Programs that are not Python or npm packages: where they are, and how to get the ones that are missing."""

import shutil

_NAMES: dict[str, tuple[str, ...]] = {
    "chromium": ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
}
ADVICE: dict[str, str] = {
    "chromium": "browser tests need it: apt-get install chromium",
    "caddy": "tests of the proxy's configuration need it: apt-get install caddy",
    "curl": "the test of Cal.com's minute caller needs it: apt-get install curl",
    "promtool": "tests of the alert rules need it: apt-get install prometheus",
    "node": "the frontend needs Node.js 20.19 or newer: nodejs.org, nvm or your system's packages",
    "npm": "it comes with Node.js",
    "make": "apt-get install make",
}


def find_tool(name: str) -> str | None:
    """The path of a program, tried under each name that systems give it; None when it is not on the PATH."""
    candidates = (shutil.which(known) for known in _NAMES.get(name, (name,)))
    return next((path for path in candidates if path), None)
