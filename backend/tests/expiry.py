"""Collections that the server would empty by its own clock, while a test's clock stands still in the past."""

from infrastructure.mongo import Mongo


async def keep_for_good(mongo: Mongo, *names: str) -> None:
    """Let nothing in these collections expire: what a test's clock calls fresh is long over for the server."""
    for name in names:
        for index, told in (await mongo.database[name].index_information()).items():
            if "expireAfterSeconds" in told:
                await mongo.database[name].drop_index(index)
