"""What makes a Redis unfit for the service, found by asking it."""

from typing import Any

from infrastructure.redis import LOST, Redis, ping


async def redis_faults(redis: Redis) -> list[str]:
    """What is wrong with it, in Portuguese; empty where nothing is."""
    if not await ping(redis):
        return ["não responde em REDIS_URL"]
    try:
        told: dict[str, Any] = await redis.info()
    except LOST as error:
        return [f"não diz como está configurado ({type(error).__name__})"]
    policy = told.get("maxmemory_policy", "noeviction")
    faults = {
        "está em modo cluster, que o serviço não usa: aponte REDIS_URL para um servidor só": told.get(
            "cluster_enabled"
        ),
        "é uma réplica, onde nada se grava: aponte REDIS_URL para o primário": told.get("role") == "slave",
        f"descarta chaves quando enche ({policy}): mude maxmemory-policy para noeviction": policy
        != "noeviction",
        "não grava em disco: ligue appendonly, ou um save": not await _is_persistent(redis, told),
    }
    return [words for words, is_so in faults.items() if is_so]


async def _is_persistent(redis: Redis, told: dict[str, Any]) -> bool:
    """By its log of writes, or its snapshots; believed of a server that does not let its settings be read."""
    if told.get("aof_enabled"):
        return True
    try:
        settings: dict[str, str] = await redis.config_get("save")
    except LOST:
        return True
    return bool(settings.get("save"))
