"""What patients do at Cal.com: book, move up to four times, cancel; one visit each, a series for some."""

import asyncio
from dataclasses import dataclass
from random import Random
from typing import Any

from chaos.calcom import CalCom, Json, NotPossible
from chaos.diary import Diary, now
from chaos.people import OFFERS, Offer, Person, invented_phone, invented_time, person

_LINE = "patients"
_MOVES = (0, 0, 0, 1, 1, 1, 2, 2, 3, 4)
_CANCEL = 0.3
_TRIES = 6


@dataclass
class Patient:
    """One patient, who remembers the row (and the seat) of the latest answer, as a person keeps the latest e-mail."""

    who: Person
    offer: Offer
    calcom: CalCom
    diary: Diary
    dice: Random
    uid: str = ""
    seat: str | None = None

    async def live(self, seconds: float) -> None:
        """Book some time in the first half of `seconds`, act at random moments until they are over."""
        moves = self.dice.choice(_MOVES)
        acts = [self.move] * moves + [self.cancel] * (self.dice.random() < _CANCEL)
        begin = self.dice.uniform(0, seconds / 2)
        moments = sorted(self.dice.uniform(begin + 1, seconds) for _ in acts)
        await asyncio.sleep(begin)
        await self.book()
        for act, moment in zip(acts, moments, strict=True):
            await asyncio.sleep(moment - begin)
            begin = moment
            if not await self._with_current_row(act):
                return

    async def book(self) -> None:
        """Take the first time that is free."""
        for _ in range(_TRIES):
            start = invented_time(self.offer, now(), self.dice)
            try:
                rows = await self.calcom.book(self.offer.id, start, self.who.answers)
            except NotPossible:
                self.diary.note(_LINE, "found a slot taken")
                continue
            self._remember(self.dice.choice(rows))
            self.diary.note(_LINE, "booked")
            if self.offer.kind == "paid" and self.dice.random() < 0.8:
                await self.calcom.on_booking(self.uid, "pay")
                self.diary.note(_LINE, "paid")
            return

    async def move(self) -> None:
        """Choose another time; sometimes with another phone number or a note. Raises NotPossible."""
        start = invented_time(self.offer, now(), self.dice).isoformat()
        body = {"start": start, "answers": self._news()}
        if self.seat:
            self.diary.seated(self.who.email)
            self._remember((await self.calcom.on_seat(self.seat, "reschedule", **body))["booking"])
            self.diary.note(_LINE, "moved a seat")
        else:
            self._remember(await self.calcom.on_booking(self.uid, "reschedule", **body))
            self.diary.note(_LINE, "moved")

    async def cancel(self) -> None:
        """Give the visit up, of a series sometimes all that is left. Raises NotPossible."""
        reason = self.dice.choice((None, "Viagem", "Já fiz o exame"))
        if self.seat:
            self.diary.seated(self.who.email)
            await self.calcom.on_seat(self.seat, "cancel", reason=reason)
            self.diary.note(_LINE, "gave a seat up")
            return
        whole = self.offer.kind == "recurring" and self.dice.random() < 0.5
        await self.calcom.on_booking(self.uid, "cancel", reason=reason, whole_series=whole)
        self.diary.note(_LINE, "cancelled a series" if whole else "cancelled")

    async def _with_current_row(self, act: Any) -> bool:
        """Act on the row last heard of, else on the one that Cal.com has now; False where nothing is left to act on."""
        if not self.uid:
            return False
        for _ in range(_TRIES):
            try:
                await act()
                return True
            except NotPossible as refused:
                self.diary.note(_LINE, "refused: " + refused.code)
                if refused.code in ("booking_not_open", "booking_not_found") and not await self._look_up():
                    return False
        return True

    async def _look_up(self) -> bool:
        """The clinic moved it: the row that is open now."""
        mine = [
            row
            for row in await self.calcom.rows()
            if row["status"] in ("ACCEPTED", "PENDING") and self._attendee(row) is not None
        ]
        if mine:
            self._remember(mine[-1])
        return bool(mine)

    def _remember(self, row: Json) -> None:
        self.uid = row["uid"]
        who = self._attendee(row)
        seats = [each["reference_uid"] for each in row["seats"] if each["attendee_id"] == who]
        self.seat = seats[0] if seats else None
        if self.seat:
            self.diary.seated(self.who.email)

    def _attendee(self, row: Json) -> int | None:
        found = (each["id"] for each in row["attendees"] if each["email"] == self.who.email)
        return next(found, None)

    def _news(self) -> dict[str, str]:
        if self.dice.random() < 0.8:
            return {}
        return {"telefone": invented_phone(self.dice), "notes": f"Recado {self.dice.randrange(10**6)}"}


def patients(number: int, seed: int, calcom: CalCom, diary: Diary) -> list[Patient]:
    """That many patients, each with dice of their own."""
    made = []
    for each in range(number):
        dice = Random(f"{seed} patient {each}")
        offer = dice.choices(OFFERS, [offer.weight for offer in OFFERS])[0]
        made.append(Patient(person(each, dice), offer, calcom, diary, dice))
    return made
