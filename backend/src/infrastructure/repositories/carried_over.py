"""Rewriting what a newer version stored: what this one does not know stays as it is (docs/decisions/0012). Pure."""

from collections.abc import Collection

from infrastructure.mongo import Document


def carried_over(stored: Document, document: Document, known: Collection[str]) -> Document:
    """`document`, to be stored in the place of `stored`, with its fields that are not `known` here."""
    return {name: value for name, value in stored.items() if name not in known} | document
