"""One delivery as the content of one file.

A first line of JSON says the format, the key (by its id) that the rest is sealed with, and the rest's SHA-256. The rest,
unsealed, is a second line of JSON with all but the body, then the body. Nothing that names a person stands outside the seal.
"""

import json
from datetime import datetime
from hashlib import sha256

from application.sealing import Seal, UnknownKey
from calcom_integration.delivery import Delivery

FORMAT = 1
# What is known of a delivery before it is processed; its turn is given when it is stored.
_FIELDS = ("id", "digest", "headers", "trigger", "uid")


class UnreadableFile(Exception):
    """Not a file of ours, not as it was written, of a newer format, or sealed with a key that is not at hand."""


def pack(delivery: Delivery, seal: Seal) -> bytes:
    """The file's content; open where `seal` has no key, as in MongoDB."""
    known = {name: getattr(delivery, name) for name in _FIELDS}
    known["received_at"] = delivery.received_at.isoformat()
    rest = json.dumps(known).encode() + b"\n" + (delivery.body or b"")
    if seal.key_id is not None:
        rest = seal.seal(rest)
    head = {"format": FORMAT, "sealed_with": seal.key_id, "sha256": sha256(rest).hexdigest()}
    return json.dumps(head).encode() + b"\n" + rest


def unpack(content: bytes, seal: Seal) -> Delivery:
    """The delivery in a file's content. Raises UnreadableFile."""
    try:
        first, _, rest = content.partition(b"\n")
        head = json.loads(first)
        if head["format"] != FORMAT or head["sha256"] != sha256(rest).hexdigest():
            raise UnreadableFile
        opened = rest if head["sealed_with"] is None else seal.unseal(rest)
        second, _, body = opened.partition(b"\n")
        known = json.loads(second)
        received_at = datetime.fromisoformat(known["received_at"])
        return Delivery(**{name: known[name] for name in _FIELDS}, received_at=received_at, body=body)
    except (ValueError, KeyError, TypeError, RecursionError, UnknownKey):
        raise UnreadableFile from None  # the cause's text may quote the content
