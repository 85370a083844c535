"""One change, told to everybody who wants to know."""

import structlog

from application.ports import Changed, ChangePublisher

_log = structlog.get_logger(__name__)


class Broadcast:
    """Implements the port ChangePublisher over others, which never raise."""

    def __init__(self, *listeners: ChangePublisher) -> None:
        self._listeners = list(listeners)

    def add(self, listener: ChangePublisher) -> None:
        self._listeners.append(listener)

    async def publish(self, changed: Changed) -> None:
        for listener in self._listeners:
            await listener.publish(changed)


class WriteLog:
    """Implements the port ChangePublisher: a line for every write, beside the id of the request, delivery or run that it is
    part of. What a worker does for the appointment later bears the appointment's id."""

    async def publish(self, changed: Changed) -> None:
        _log.info("written", appointment_id=changed.id, versao=changed.versao, cause=changed.cause)
