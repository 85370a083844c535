"""Whether the work goes on: a worker that lives and takes nothing is as good as none."""

from collections.abc import Awaitable, Callable, Sequence

from application.jobs import Backlog


class Movement:
    """`has_taken(kind)` says whether a worker took work of that kind lately."""

    def __init__(self, backlogs: Sequence[Backlog], has_taken: Callable[[str], Awaitable[bool]]) -> None:
        self._backlogs, self._has_taken = backlogs, has_taken

    async def by_kind(self) -> dict[str, bool]:
        """Of each kind whether some work of it has been due for longer than it should, while nothing of it is taken. Raises
        Unavailable."""
        return {
            each.kind: await each.is_overdue(each.patience) and not await self._has_taken(each.kind)
            for each in self._backlogs
        }

    async def stalled(self) -> list[str]:
        """The kinds that do not go on. Raises Unavailable."""
        return [kind for kind, is_stalled in (await self.by_kind()).items() if is_stalled]
