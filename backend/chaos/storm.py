"""The storm: patients, host and staff act while deliveries get lost, the API fails and workers die."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass
from random import Random

from chaos.calcom import CalCom
from chaos.clinic import Clinic
from chaos.diary import Diary
from chaos.host import Host
from chaos.options import API_FAULTS, API_FAULTS_DURING, KILLS, ROUND_AMID, WEBHOOK_FAULTS, Options
from chaos.patients import patients
from chaos.rounds import reconcile
from chaos.stack import Machines
from chaos.staff import Clerk

GESTOR = "gestor@demo.example.com"
_USERS = ("atendente@demo.example.com", GESTOR, "atendente@demo.example.com", "logistica@demo.example.com")
_LINE = "faults"


@dataclass
class Storm:
    """Everything that happens before the calm."""

    options: Options
    machines: Machines
    calcom: CalCom
    gestor: Clinic
    diary: Diary

    async def rage(self) -> None:
        """Returns when all patients and the host are done and the staff have gone home."""
        options, over = self.options, asyncio.Event()
        await self.calcom.set_faults(WEBHOOK_FAULTS | {"seed": options.seed})
        async with AsyncExitStack() as doors, asyncio.TaskGroup() as tasks:
            for clerk in await self._clerks(doors):
                tasks.create_task(
                    clerk.work(over, options.storm * 2 * options.clerks / (3 * options.patients))
                )
            for trouble in (
                self._fail_api(),
                self._kill_first(),
                self._kill_second(),
                self._reconcile_amid(),
            ):
                tasks.create_task(trouble)
            await self._patients_and_host()
            over.set()

    async def _patients_and_host(self) -> None:
        options = self.options
        async with asyncio.TaskGroup() as tasks:
            for patient in patients(options.patients, options.seed, self.calcom, self.diary):
                tasks.create_task(patient.live(options.storm))
            host = Host(self.calcom, self.diary, Random(f"{options.seed} host"))
            tasks.create_task(host.work(options.storm, max(3, options.patients // 6)))

    async def _clerks(self, doors: AsyncExitStack) -> list[Clerk]:
        crew = {
            "driver_id": [await self.gestor.add("/drivers", {"name": f"Motorista {n}"}) for n in "ABC"],
            "collector_id": [await self.gestor.add("/collectors", {"name": f"Coletora {n}"}) for n in "ABC"],
        }
        made = []
        for number in range(self.options.clerks):
            email = _USERS[number % len(_USERS)]
            desk = await doors.enter_async_context(Clinic(self.machines.url("api"), email))
            made.append(Clerk(desk, self.diary, Random(f"{self.options.seed} clerk {number}"), crew))
        return made

    async def _fail_api(self) -> None:
        begin, end = (share * self.options.storm for share in API_FAULTS_DURING)
        await asyncio.sleep(begin)
        await self.calcom.set_api_faults(API_FAULTS | {"seed": self.options.seed})
        await asyncio.sleep(end - begin)
        await self.calcom.set_api_faults({})

    async def _kill_first(self) -> None:
        await asyncio.sleep(KILLS[0] * self.options.storm)
        await self.machines.kill_worker()
        self.diary.note(_LINE, "worker killed (-9)")

    async def _kill_second(self) -> None:
        await asyncio.sleep(KILLS[1] * self.options.storm)
        await self.machines.kill_both_workers()
        self.diary.note(_LINE, "both workers killed (-9)")

    async def _reconcile_amid(self) -> None:
        await asyncio.sleep(ROUND_AMID * self.options.storm)
        run = await reconcile(self.gestor)
        self.diary.note(_LINE, f"round amid the storm: {run['state']}")
