"""A rehearsal: the whole way of a write, and nothing stored at its end."""

from typing import Any

from application.ports import AppointmentRepository, Changed, Write


class Rehearsal:
    """An AppointmentRepository whose reads are `repository`'s and whose commits are forgotten."""

    def __init__(self, repository: AppointmentRepository) -> None:
        self._repository = repository

    def __getattr__(self, name: str) -> Any:
        return getattr(self._repository, name)

    async def commit(self, write: Write) -> None:
        """Store nothing."""


class Silence:
    """A ChangePublisher for what did not happen."""

    async def publish(self, changed: Changed) -> None:
        """Tell nobody."""
