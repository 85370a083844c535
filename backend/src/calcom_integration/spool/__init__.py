"""The spool: deliveries on local disk that MongoDB has not taken, until it does (decision 13)."""

from calcom_integration.spool.draining import Drainer, draining
from calcom_integration.spool.file import UnreadableFile, pack, unpack
from calcom_integration.spool.folder import SpoolFolder, SpoolFull, SpoolState
from calcom_integration.spool.spool import PATIENCE, Spool

__all__ = [
    "PATIENCE",
    "Drainer",
    "Spool",
    "SpoolFolder",
    "SpoolFull",
    "SpoolState",
    "UnreadableFile",
    "draining",
    "pack",
    "unpack",
]
