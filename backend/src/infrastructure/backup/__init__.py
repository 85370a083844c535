"""Backups: every collection in one file, and back again (backend/docs/decisions/0011-backups-of-our-own.md)."""

from infrastructure.backup.archive import Archive, Damaged, Manifest
from infrastructure.backup.making import TooLarge, back_up
from infrastructure.backup.restoring import NotEmpty, restore

__all__ = ["Archive", "Damaged", "Manifest", "NotEmpty", "TooLarge", "back_up", "restore"]
