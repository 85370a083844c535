"""What the clinic's own host does on Cal.com's pages, unseen by our staff: answer requests, ask for another time."""

import asyncio
from dataclasses import dataclass
from random import Random

from chaos.calcom import CalCom, Json, NotPossible
from chaos.diary import Diary, now
from chaos.people import OFFERS, invented_time

_LINE = "host at Cal.com"
# A declined row too: an old e-mail's link confirms it, where Cal.com lets it (CALCOM.md M3).
_ANSWERABLE = ("ACCEPTED", "PENDING", "REJECTED")
_OFFERS = {offer.id: offer for offer in OFFERS}


@dataclass
class Host:
    """One person at Cal.com's list of bookings."""

    calcom: CalCom
    diary: Diary
    dice: Random

    async def work(self, seconds: float, acts: int) -> None:
        """That many acts, evenly over `seconds`."""
        for _ in range(acts):
            await asyncio.sleep(seconds / acts)
            rows = [row for row in await self.calcom.rows() if row["status"] in _ANSWERABLE]
            if rows:
                await self._act(self.dice.choice(rows))

    async def _act(self, row: Json) -> None:
        act, body = self._choice(row)
        try:
            await self.calcom.on_booking(row["uid"], act, **body)
        except NotPossible as refused:
            self.diary.note(_LINE, "refused: " + refused.code)
            return
        self.diary.note(_LINE, act)
        if row["seats"]:
            self.diary.seated(*(each["email"] for each in row["attendees"]))

    def _choice(self, row: Json) -> tuple[str, dict[str, str]]:
        offer = _OFFERS[row["event_type_id"]]
        if row["seats"]:
            return "move", {"start": invented_time(offer, now(), self.dice).isoformat()}
        if row["status"] == "REJECTED":
            return "confirm", {}
        if row["status"] == "PENDING":
            return self.dice.choice(
                [("confirm", {}), ("confirm", {}), ("reject", {"reason": "Fora da área"})]
            )
        if self.dice.random() < 0.5:
            return "request-reschedule", {"reason": "A equipe mudou"}
        return "cancel", {"by": "host", "reason": "Sem equipe neste dia"}
