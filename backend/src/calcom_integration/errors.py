"""How reading a delivery can end without news. Reasons are stable codes, in the staff's language, without personal data."""


class Unreadable(Exception):
    """The body cannot be read, now or later: its delivery is `failed` until a person replays it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Ignored(Exception):
    """The delivery says nothing of an appointment: it ends `ignored` with `reason`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Locked(Exception):
    """The body is sealed with a key that this process does not have: another deploy may bring it back."""

    reason = "chave_desconhecida"
