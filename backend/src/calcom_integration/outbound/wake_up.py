"""The hint that makes a push fast: a staff write has a worker look at once, where the sweep would come to it later."""

from application.ports import Changed, JobQueue

PUSH = "push_appointment"
# Kinds of causes by which staff may mean something for the booking (see AppointmentService, BookingDecisions).
_BY_STAFF = frozenset({"criacao", "edicao", "decisao", "importacao"})


class WakeUp:
    """Implements the port ChangePublisher."""

    def __init__(self, queue: JobQueue) -> None:
        self._queue = queue

    async def publish(self, changed: Changed) -> None:
        if changed.cause in _BY_STAFF:
            await self._queue.enqueue(PUSH, changed.id)
