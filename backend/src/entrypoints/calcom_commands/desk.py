"""Where a command works: the parts of the house, the screen, and what becomes of errors."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog
import typer
from rich.console import Console

from calcom_integration.client import CalComError
from calcom_integration.provisioning import unread
from domain.errors import DomainError
from entrypoints.bootstrap import UnfitSettings, build_house
from entrypoints.calcom import Parts
from entrypoints.core import Core
from infrastructure.mongo import NotAReplicaSet

WELL, LOOK, FAILED = 0, 1, 2
screen = Console(highlight=False, soft_wrap=True)
_stderr = Console(stderr=True, highlight=False, soft_wrap=True)


@dataclass(frozen=True)
class Desk:
    core: Core
    parts: Parts


def at_desk(work: Callable[[Desk], Awaitable[int]]) -> None:
    """Do `work` and leave with the exit code that it answers, or with FAILED and one sentence."""
    raise typer.Exit(asyncio.run(_done(work)))


async def _done(work: Callable[[Desk], Awaitable[int]]) -> int:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    try:
        house = build_house()
    except UnfitSettings as error:
        return _say(f"Configuração imprópria para produção: {error}")
    try:
        await house.prepare()
        (parts,) = (room.context["calcom"] for room in house.rooms if "calcom" in room.context)
        return await work(Desk(house.core, parts))
    except CalComError as error:
        return _say(unread(error).text)
    except DomainError as error:
        return _say(error.detail)
    except NotAReplicaSet:
        return _say("MONGODB_URL não leva a um replica set.")
    finally:
        await house.close()


def lasting(span: timedelta) -> str:
    """A span in words: whole minutes, below one minute seconds."""
    minutes, seconds = divmod(int(span.total_seconds()), 60)
    return f"{minutes} min" if minutes else f"{seconds} s"


def _say(text: str) -> int:
    _stderr.print(f"[red]✗[/] {text}")
    return FAILED
