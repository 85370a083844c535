"""The bookings behind an appointment, as the API tells them."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel

from application.ports import BookingLinks
from domain.appointment import Appointment
from domain.booking.chain import Chain
from domain.booking.row import Row, RowStatus
from domain.users import User
from presentation.api.v1.masking import for_viewer

Situation = Literal["pendente", "aceita", "recusada", "cancelada", "a_remarcar", "remarcada"]
_OF_STATUS: dict[RowStatus | None, Situation] = {
    RowStatus.ACCEPTED: "aceita",
    RowStatus.REJECTED: "recusada",
    RowStatus.CANCELLED: "cancelada",
}


class BookingRowOut(BaseModel):
    """One booking of a visit. Instants are UTC: `inicio` and `fim` are its time, `criada_em` is when it was made, as far as
    known. `motivo` is why it was moved or cancelled; `atual` marks the one that stands for the visit now."""

    inicio: datetime | None
    fim: datetime | None
    situacao: Situation
    criada_em: datetime | None
    motivo: str | None
    atual: bool
    url: str | None

    @classmethod
    def of(
        cls, row: Row, chain: Chain, current: str | None, viewer: User, links: BookingLinks
    ) -> "BookingRowOut":
        times = row.times
        return cls(
            inicio=times.inicio if times else None,
            fim=times.fim if times else None,
            situacao=_situation(row, chain),
            criada_em=row.born,
            motivo=for_viewer(row.told("motivo_cancelamento"), viewer),
            atual=row.key == current,
            url=links.url(row.key),
        )


class BookingsOut(BaseModel):
    """The chain of bookings that is the visit, and earlier chains that staff left behind; each oldest first."""

    reservas: list[BookingRowOut]
    anteriores: list[list[BookingRowOut]]

    @classmethod
    def of(cls, appointment: Appointment, viewer: User, links: BookingLinks) -> "BookingsOut":
        now, *earlier = (
            [
                BookingRowOut.of(row, chain, appointment.calcom_booking_id, viewer, links)
                for row in (chain.oldest_first if chain.rows else ())
            ]
            for chain in (appointment.side.chain, *appointment.side.previous)
        )
        return cls(reservas=now, anteriores=earlier)


def _situation(row: Row, chain: Chain) -> Situation:
    if row.key not in {end.key for end in chain.ends}:
        return "remarcada"
    if not row.is_open and row.reschedule_requested:
        return "a_remarcar"
    return _OF_STATUS.get(row.status, "pendente")
