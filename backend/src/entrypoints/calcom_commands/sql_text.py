"""Texts inside SQL that is printed for a person to run: quoted so that no value is ever read as a command. Pure."""

from collections.abc import Iterable


class UnfitText(Exception):
    """A value that does not belong into a command: too long, empty, or with signs that no name has. Its text names no value."""


def literal(value: str, longest: int) -> str:
    """`value` as one SQL literal of PostgreSQL, whatever its settings: quotes doubled, and where there is a backslash the form
    in which that is an escape, doubled too. Raises UnfitText for what is empty, longer than `longest`, or not printable."""
    if not value or len(value) > longest or not value.isprintable():
        raise UnfitText
    doubled = value.replace("'", "''")
    return "E'" + doubled.replace("\\", "\\\\") + "'" if "\\" in value else f"'{doubled}'"


def texts(values: Iterable[str], longest: int) -> str:
    """The values as an array of texts, an empty one too. Raises UnfitText."""
    return f"ARRAY[{', '.join(literal(each, longest) for each in values)}]::text[]"
