"""Deliveries for the spool, and a folder of it."""

import json
import os
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from secrets import token_bytes

from calcom_integration.delivery import Delivery
from calcom_integration.spool import Spool, SpoolFolder
from domain.errors import Unavailable
from infrastructure.sealing import AesGcmSeal
from tests.builders import NOW
from tests.fakes import FakeClock

KEY, OTHER_KEY = token_bytes(32), token_bytes(32)
SEAL, OTHER_SEAL, OPEN = AesGcmSeal([KEY]), AesGcmSeal([OTHER_KEY]), AesGcmSeal([])
NAME = "Berenice Quaresma Figueiroa"


def a_delivery(number: int = 0, at: datetime = NOW, size: int = 0) -> Delivery:
    """Another one for each number; its body has at least `size` bytes."""
    body = json.dumps({"number": number, "name": NAME, "filling": "x" * size}).encode()
    return Delivery(
        id=f"delivery-{number}",
        digest=sha256(body).hexdigest(),
        body=body,
        headers={"content-type": "application/json", "x-cal-webhook-version": "2021-10-20"},
        received_at=at,
        trigger="BOOKING_CREATED",
        uid=f"uid-{number}",
    )


def a_spool(path: Path, max_bytes: int = 2**20, seal: AesGcmSeal = SEAL) -> Spool:
    return Spool(SpoolFolder(path, max_bytes), seal, FakeClock())


def damage(path: Path) -> None:
    """Change its last byte in place, as a bad disk does."""
    with path.open("rb+") as file:
        file.seek(-1, os.SEEK_END)
        [last] = file.read(1)
        file.seek(-1, os.SEEK_END)
        file.write(bytes([last ^ 1]))


@dataclass
class Shelf:
    """What a drainer stores into: keeps a delivery once, by its digest, as MongoDB does."""

    kept: dict[str, Delivery] = field(default_factory=dict)
    is_away: bool = False
    is_unsafe: bool = False
    refused: set[str] = field(default_factory=set)
    asked: int = 0
    probes: int = 0

    async def store(self, delivery: Delivery) -> bool:
        self.asked += 1
        if self.is_away:
            raise Unavailable
        if delivery.id in self.refused:
            raise RuntimeError(NAME)
        self.kept.setdefault(delivery.digest, delivery)
        return not self.is_unsafe

    async def probe(self) -> bool:
        self.probes += 1
        return not self.is_away
