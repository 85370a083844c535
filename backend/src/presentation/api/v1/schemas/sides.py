"""Where an appointment and its booking stand to each other, as the API tells it."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel

from domain.appointment import Appointment
from domain.booking.push import Act, PushState
from domain.booking.side import Disagreement
from domain.pushing import shown
from domain.users import User
from presentation.api.v1.masking import for_viewer

_STATES: dict[PushState, Literal["pendente", "enviado", "recusado"]] = {
    PushState.REFUSED: "recusado",
    PushState.SENT: "enviado",
}


class PushOut(BaseModel):
    """The last change that the booking side is told. `motivo` is a stable code, `detalhe` its words; `desde` is UTC. A
    refused one has three ways out: `POST …/push/{retry|keep|undo}`."""

    estado: Literal["pendente", "enviado", "recusado"]
    acao: Act
    desde: datetime
    tentativas: int
    motivo: str | None
    detalhe: str | None

    @classmethod
    def of(cls, appointment: Appointment) -> "PushOut | None":
        push = shown(appointment)
        if push is None:
            return None
        return cls(
            estado=_STATES.get(push.state, "pendente"),
            acao=push.order.act,
            desde=push.at,
            tentativas=push.attempts,
            motivo=push.reason,
            detalhe=push.detail,
        )


class DisagreementOut(BaseModel):
    """Both sides changed `campo`: the clinic's value, the booking's, and whose stands (`clinica` or `reserva`).

    `entre_cadastros`: two appointments turned out to be one visit, and `da_reserva` is what staff wanted in the other one.
    `outros_da_clinica` are values that staff gave besides.
    """

    campo: str
    da_clinica: Any
    da_reserva: Any
    vale: Literal["clinica", "reserva"]
    desde: datetime
    entre_cadastros: bool
    outros_da_clinica: list[Any]

    @classmethod
    def of(cls, conflict: Disagreement, viewer: User) -> "DisagreementOut":
        values = (conflict.kept, conflict.other, *conflict.besides)
        kept, other, *besides = (for_viewer(each, viewer, conflict.field) for each in values)
        is_ours = conflict.owner == "clinica"
        return cls(
            campo=conflict.field,
            da_clinica=kept if is_ours else other,
            da_reserva=other if is_ours else kept,
            vale="clinica" if is_ours else "reserva",
            desde=conflict.at,
            entre_cadastros=conflict.is_between_records,
            outros_da_clinica=besides,
        )
