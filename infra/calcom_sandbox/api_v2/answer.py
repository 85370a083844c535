"""Cal.com's answer when all went well."""

from collections.abc import Sequence

from calcom_sandbox.payloads.context import Json


def success(data: Json | Sequence[Json]) -> Json:
    """The envelope of one object or a list."""
    return {"status": "success", "data": data}
