"""Whether a booking's appointment looks like another one (DOMAIN.md, "Duplicates"): flagged, never refused."""

from dataclasses import replace

from application.ports import AppointmentRepository
from domain.appointment import Appointment
from domain.pending import Pending
from domain.visit import visit_of


async def with_twin_flag(
    before: Appointment | None, after: Appointment, repository: AppointmentRepository, *, doubted: bool
) -> Appointment:
    """`after` with `possivel_duplicado` set or cleared, looked up only where it may have changed; set where `doubted`."""
    if before is not None and visit_of(before) == visit_of(after) and not doubted:
        return after
    twin = doubted or (visit_of(after) is not None and await repository.has_twin(after))
    codes = {*after.pendencias} - {Pending.POSSIVEL_DUPLICADO} | (
        {Pending.POSSIVEL_DUPLICADO} if twin else set()
    )
    return after if codes == {*after.pendencias} else replace(after, pendencias=tuple(sorted(codes)))
