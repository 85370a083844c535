"""What stands in a delivery's document for its body: sealed where there is a key (`sealed`, and by which key), else as it
came (`body`), or nothing any more."""

from collections.abc import Mapping
from typing import Any

from application.sealing import Seal, UnknownKey

# Every field that holds a body or belongs to it; none of them is shown in a list.
BODY_FIELDS = ("body", "sealed", "sealed_with")


class Bodies:
    def __init__(self, seal: Seal | None) -> None:
        self._seal = seal

    @property
    def key_id(self) -> str | None:
        """The key that new bodies are sealed with."""
        return self._seal.key_id if self._seal else None

    def stored(self, body: bytes) -> dict[str, Any]:
        """The fields of the document."""
        if self._seal is None or self.key_id is None:
            return {"body": body}
        return {"sealed": self._seal.seal(body), "sealed_with": self.key_id}

    def read(self, document: Mapping[str, Any]) -> bytes | None:
        """The body; None where it is kept no more. Raises UnknownKey."""
        if "sealed" not in document:
            return bytes(document["body"]) if "body" in document else None
        if self._seal is None:
            raise UnknownKey
        return self._seal.unseal(bytes(document["sealed"]))
