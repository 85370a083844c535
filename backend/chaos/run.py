"""One whole run: the storm, the calm, at most two rounds, the verdict, ten more rounds."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from chaos.calcom import CalCom, refusals
from chaos.clinic import Clinic, Json
from chaos.database import Database, record
from chaos.diary import Diary
from chaos.options import QUIET_ROUNDS, ROUNDS_TO_AGREE, Options
from chaos.rounds import concluded, reconcile
from chaos.stack import Machines, machines
from chaos.storm import GESTOR, Storm
from chaos.verdict.agreement import agreement, matched
from chaos.verdict.edits import edits
from chaos.verdict.quiet import quiet
from chaos.verdict.snapshots import Check, Record
from chaos.verdict.truth import visits

Say = Callable[[str], None]


@dataclass
class Outcome:
    """What was done and what the checks found."""

    diary: Diary
    checks: list[Check] = field(default_factory=list)
    rounds: list[Json] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether every check holds."""
        return bool(self.checks) and all(check.holds for check in self.checks)


async def run(options: Options, say: Say) -> Outcome:
    """Start everything, let it rage, judge; everything started is ended. `say` is told how far it has come."""
    say("starting the stack")
    with machines(options.data, options.environment) as running:
        database = Database(running.environment)
        try:
            async with CalCom(running.url("sandbox")) as calcom, Clinic(running.url("api"), GESTOR) as gestor:
                return await _Judge(options, running, calcom, gestor, database, say).judge()
        finally:
            await database.close()


@dataclass
class _Judge:
    options: Options
    machines: Machines
    calcom: CalCom
    gestor: Clinic
    database: Database
    say: Say
    diary: Diary = field(default_factory=Diary)

    async def judge(self) -> Outcome:
        outcome = Outcome(self.diary)
        self.say("the storm")
        await Storm(self.options, self.machines, self.calcom, self.gestor, self.diary).rage()
        emptied = await self._calm()
        for number in range(1, ROUNDS_TO_AGREE + 1):
            self.say(f"round {number} of at most {ROUNDS_TO_AGREE}")
            outcome.rounds.append(await reconcile(self.gestor))
            settled = await self.database.settle()
            outcome.checks = [emptied, settled, concluded(outcome.rounds), *await self._checks()]
            if outcome.holds:
                break
        self.say(f"{QUIET_ROUNDS} more rounds")
        outcome.checks.append(await self._stays_quiet())
        return outcome

    async def _calm(self) -> Check:
        """Faults off, what is held sent, every queue empty."""
        self.say("the calm: faults off, held webhooks sent, queues run empty")
        await self.calcom.set_faults({})
        await self.calcom.set_api_faults({})
        await self.calcom.flush()
        self._count_deliveries(await self.calcom.deliveries())
        return await self.database.settle()

    def _count_deliveries(self, made: list[Json]) -> None:
        copies = Counter((each["body"], each["url"]) for each in made)
        self.diary.note("webhooks", "sent", len(copies))
        self.diary.note("webhooks", "repeated", sum(number - 1 for number in copies.values()))
        for outcome, number in Counter(each["outcome"] for each in made).items():
            self.diary.note("webhooks", f"copies {outcome}", number)

    async def _checks(self) -> list[Check]:
        there = visits(await self.calcom.rows(), self.diary.seat_takers)
        here = await self._records()
        visit_of = {each.id: visit for visit, found in matched(there, here).values() for each in found}
        refused = refusals(await self.calcom.calls())
        return [*agreement(there, here, refused), edits(self.diary.saved, here, visit_of)]

    async def _records(self) -> list[Record]:
        stored = await self.database.appointments()
        told = [each for each in await self.gestor.appointments() if each["id"] in stored]
        return [record(each, await self.gestor.history(each["id"]), stored[each["id"]]) for each in told]

    async def _stays_quiet(self) -> Check:
        before = await self.database.stillness(len(await self.calcom.calls()))
        for _ in range(QUIET_ROUNDS):
            await reconcile(self.gestor)
        await self.database.settle()
        after = await self.database.stillness(len(await self.calcom.calls()))
        return quiet(before, after, QUIET_ROUNDS)
