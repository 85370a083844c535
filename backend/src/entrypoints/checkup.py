"""What a deployment's environment lacks, found before patients do: `python -m entrypoints.cli doctor`.

Nothing is written but a count of its own. No finding says a secret, nor a driver's own text, which may quote one.
"""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from application.ports import Clock
from domain.errors import Unavailable
from entrypoints.core import Core, build_core
from entrypoints.settings import Settings
from infrastructure.clock import SystemClock
from infrastructure.mongo import Mongo, NotAReplicaSet
from infrastructure.mongo_checkup import examine
from infrastructure.redis import Heartbeat
from infrastructure.redis_faults import redis_faults

# Processes go by the server's clock, but a machine whose own is off tells wrong times in its log.
_CLOCKS_APART = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at, in Portuguese; `fault` says what is wrong with it, None that nothing is."""

    what: str
    fault: str | None = None


Checkup = Callable[[Core], AsyncIterator[Finding]]
# An integration's own: it adds them where it adds its commands.
CHECKUPS: list[Checkup] = []


async def examined(settings: Settings) -> AsyncIterator[Finding]:
    """Every finding, in the order in which one would repair them."""
    for finding in of_settings(settings):
        yield finding
    try:
        core = build_core(settings)
    except Exception as error:  # each driver has its own for an address that is none
        yield Finding(
            "MONGODB_URL e REDIS_URL", f"um dos endereços não pode ser lido ({type(error).__name__})"
        )
        return
    try:
        yield await of_mongodb(core.mongo, SystemClock())
        faults = await redis_faults(core.redis)
        for fault in faults:
            yield Finding("Redis", fault)
        if not faults:
            yield Finding("Redis")
        yield Finding(
            "Worker", None if await Heartbeat(core.redis).is_alive() else "nenhum deu sinal de vida"
        )
        for checkup in CHECKUPS:
            async for finding in checkup(core):
                yield finding
    finally:
        await core.close()


def of_settings(settings: Settings) -> list[Finding]:
    """What can be said without asking anybody."""
    is_production = settings.environment == "production"
    frontend, units = settings.frontend_dist / "index.html", settings.units_file
    return [
        Finding("ENVIRONMENT", None if is_production else "não é production"),
        *(Finding("Configuração", fault) for fault in settings.faults()),
        *map(of_padded, settings.padded),
        of_address("PUBLIC_URL", settings.public_url),
        Finding("UNITS_FILE", None if units.is_file() else "o arquivo das unidades não existe"),
        Finding("FRONTEND_DIST", None if frontend.is_file() else "não há telas construídas ali"),
    ]


def of_padded(name: str) -> Finding:
    """A variable that was pasted with blanks or its line end."""
    return Finding(name, "tem espaços ou uma quebra de linha no começo ou no fim, que não contam: tire-os")


def of_address(name: str, url: str) -> Finding:
    """Whether browsers can be sent to `url`: https, a host, nothing after it."""
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname:
        return Finding(name, "tem de ser um endereço https://")
    return Finding(name, "não pode ter nada depois do nome" if parts.path or parts.query else None)


async def of_mongodb(mongo: Mongo, clock: Clock) -> Finding:
    """What the server is, and whether a transaction ends well there."""
    try:
        facts = await examine(mongo, clock)
    except NotAReplicaSet:
        return Finding("MongoDB", "não é um replica set: transações precisam de um")
    except Unavailable:
        return Finding("MongoDB", "não responde em MONGODB_URL, ou nenhum servidor aceita gravações")
    except Exception as error:  # a refused password, say: the driver's own kinds stay behind its door
        return Finding("MongoDB", f"recusou a conexão ({type(error).__name__})")
    ahead = round(facts.clock_ahead / timedelta(milliseconds=1))
    what = f"MongoDB {facts.version}, conjunto {facts.set_name}, gravação com {facts.write_concern}, relógio {ahead:+d} ms"
    is_off = abs(facts.clock_ahead) > _CLOCKS_APART
    return Finding(what, "o relógio do servidor e o desta máquina discordam: acerte-os" if is_off else None)
