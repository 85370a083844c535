"""Identifiers as Cal.com makes them."""

from uuid import uuid4

# The digits seen in recorded uids: no 0, I, O or l.
_DIGITS = "123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ"
_LENGTH = 22


def new_uid() -> str:
    """A fresh booking uid: a UUID written in 22 short, readable digits (CALCOM.md B)."""
    number, digits = uuid4().int, ""
    while len(digits) < _LENGTH:
        number, digit = divmod(number, len(_DIGITS))
        digits += _DIGITS[digit]
    return digits
