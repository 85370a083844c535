"""Whether a booking's appointment looks like another one (DOMAIN.md, "Duplicates"): flagged, never refused.

The code stands for as long as there is another one. Whatever changes, cancels, deletes, absorbs or forgets that other one
marks the flagged appointment for another look in the same transaction (`AppointmentRepository`); the follow-up looks.
"""

from collections.abc import Collection
from dataclasses import replace

from application.ports import AppointmentRepository
from domain.appointment import Appointment, Status
from domain.pending import Pending
from domain.visit import visit_of

_GONE = (Status.CANCELADO, Status.ALTERAR)


async def flagged(
    before: Appointment | None,
    after: Appointment,
    absorbed: Collection[Appointment],
    repository: AppointmentRepository,
    doubt: str | None,
) -> Appointment:
    """`after` with `possivel_duplicado` set or cleared, looked up only where it may have changed. `doubt` is the id of the
    appointment that the booking claims to be, though that one has a booking of its own (rule 12)."""
    if doubt is not None:
        after = replace(after, booking=replace(after.side, doubts=(*after.side.doubts, doubt)))
    elif before is not None and visit_of(before) == visit_of(after) and not absorbed:
        return after
    if await is_duplicate(after, repository, [each.id for each in absorbed]):
        codes = {*after.pendencias, Pending.POSSIVEL_DUPLICADO}
        return replace(after, pendencias=tuple(sorted(codes)))
    return unflagged(after)


async def is_duplicate(
    appointment: Appointment, repository: AppointmentRepository, absorbed: Collection[str] = ()
) -> bool:
    """Whether another appointment is of the same visit, or has the booking that this one's claims. Neither itself, nor one
    that is cancelled, forgotten or deleted counts, nor those of the ids `absorbed` into it."""
    if appointment.status is Status.CANCELADO:
        return False
    if visit_of(appointment) is not None and await repository.has_twin(appointment, absorbed):
        return True
    ids = {appointment.id, *appointment.absorvidos, *absorbed}
    doubts = [each for each in appointment.side.doubts if each not in ids]
    return any([await _stands(each, appointment.id, repository) for each in doubts])


async def _stands(doubt: str, own_id: str, repository: AppointmentRepository) -> bool:
    """Whether the appointment, or what absorbed it, still has the visit that a booking of another one claims."""
    survivor_id = await repository.survivor_of(doubt)
    other = await repository.get(survivor_id or doubt)
    return (
        other is not None
        and other.id != own_id
        and other.anonimizado_em is None
        and other.status not in _GONE
    )


def unflagged(appointment: Appointment) -> Appointment:
    """The appointment without the code."""
    codes = tuple(code for code in appointment.pendencias if code != Pending.POSSIVEL_DUPLICADO)
    return appointment if codes == appointment.pendencias else replace(appointment, pendencias=codes)
