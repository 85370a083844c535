"""The listing's first page and the KPIs of 30 days, among 100,000 appointments and among 10,000.

As many visits a day on both sides, so that the larger clinic is the older one.
"""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import httpx

from bench.desk import desk, get
from bench.options import Options
from bench.result import Result, at_most, compared
from bench.stack import stack, url_of
from bench.store import store_of
from domain.appointment import Appointment, Status
from infrastructure.mongo import Mongo
from infrastructure.repositories.appointment_document import to_document
from tests.builders import an_appointment
from tests.serving import api_process

_A_DAY = 100
_AHEAD = 20  # days
_BATCH = 500
_LISTING, _KPIS = "/appointments", "/appointments/kpis"
_ASKED = {_LISTING: {"page_size": 50}, _KPIS: {}}


async def measure(options: Options) -> list[Result]:
    """One more API, over a second database of the same server; each request is a round."""
    sizes = options.sizes
    with stack(options.data) as running:
        told = running.environment | {"DATABASE_NAME": "coleta_many"}
        await asyncio.to_thread(_migrate, told)
        with api_process(running.data, **told) as many:
            async with store_of(told) as full, store_of(running.environment) as small:
                await _fill(full, sizes.appointments)
                await _fill(small, sizes.few_appointments)
            async with desk(many) as ours, desk(url_of(running, "api")) as theirs:
                listing = await _in_turn(ours, theirs, _LISTING, sizes.pages)
                kpis = await _in_turn(ours, theirs, _KPIS, sizes.pages)
    among = f"among {sizes.appointments:,} against {sizes.few_appointments:,}"
    return [
        compared(f"listing page {among}", "ms", *listing, at_most(1.3)),
        compared(f"KPIs of 30 days {among}", "ms", *kpis, at_most(1.3)),
    ]


def _migrate(told: Mapping[str, str]) -> None:
    command = [sys.executable, "-m", "entrypoints.cli", "migrate"]
    subprocess.run(command, env={**os.environ, **told}, check=True)


async def _in_turn(
    ours: httpx.AsyncClient, theirs: httpx.AsyncClient, path: str, times: int
) -> tuple[list[float], list[float]]:
    """Milliseconds of each request; the first of both is not counted."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(times + 1):
        for client, each in zip((ours, theirs), taken, strict=True):
            begun = time.perf_counter()
            await get(client, path, **_ASKED[path])
            each.append(1000 * (time.perf_counter() - begun))
    return taken[0][1:], taken[1][1:]


async def _fill(mongo: Mongo, number: int) -> None:
    """Appointments of the coming days and of as many past ones as it takes."""
    appointments = mongo.database["appointments"]
    for begin in range(0, number, _BATCH):
        made = [to_document(_appointment(each)) for each in range(begin, min(begin + _BATCH, number))]
        await appointments.insert_many(made, ordered=False)


def _appointment(number: int) -> Appointment:
    day = datetime.now(UTC).date() + timedelta(days=_AHEAD - number // _A_DAY)
    hour, minute = divmod(number % _A_DAY * 6, 60)
    return an_appointment(
        nome_paciente=f"Paciente {number:06d}",
        nome_unidade=("Paulista", "Moema", "Campinas")[number % 3],
        data_agendamento=day,
        hora_agendamento=f"{7 + hour:02d}:{minute:02d}",
        status=(Status.AGENDADO, Status.CONFIRMADO, Status.CANCELADO)[number % 7 % 3],
    )
