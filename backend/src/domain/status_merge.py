"""How a booking's word and the clinic's status meet (DESIGN.md, "Status is compared in booking words")."""

from domain.appointment import Status
from domain.booking.view import Word

# Collected visits are history: no booking changes them.
FINAL = frozenset({Status.COLETADO, Status.RECOLETA})

_OPINION = {
    Status.AGENDADO: Word.ACCEPTED,
    Status.CONFIRMADO: Word.ACCEPTED,
    Status.COLETADO: Word.ACCEPTED,
    Status.RECOLETA: Word.ACCEPTED,
    Status.CANCELADO: Word.CLOSED,
}
_SAYS = {Word.ACCEPTED: Word.ACCEPTED, Word.CLOSED: Word.CLOSED, Word.ASKED_TO_MOVE: Word.CLOSED}
_STANDS = (Word.PENDING, Word.ACCEPTED)
_SURVIVES = {
    Word.PENDING: {Status.PENDENTE, Status.AUTORIZACAO, Status.CADASTRAR},
    Word.ACCEPTED: {Status.AUTORIZACAO, Status.CADASTRAR, *_OPINION} - {Status.CANCELADO},
    Word.CLOSED: {Status.CANCELADO},
    Word.ASKED_TO_MOVE: {Status.ALTERAR},
}
_BECOMES = {
    Word.PENDING: Status.PENDENTE,
    Word.ACCEPTED: Status.AGENDADO,
    Word.CLOSED: Status.CANCELADO,
    Word.ASKED_TO_MOVE: Status.ALTERAR,
}


def merge_status(ours: Status, base: Word | None, theirs: Word) -> tuple[Status, bool]:
    """The status after the booking said `theirs` where it had said `base`, and whether that is a conflict."""
    if theirs == base:
        return ours, False
    if ours is Status.CANCELADO and base in (None, Word.ASKED_TO_MOVE) and theirs in _STANDS:
        # Staff cancelled what waits for another time, or had no booking: they may not have seen that one was made.
        return status_for(ours, theirs), True
    opinion, said = _OPINION.get(ours), _SAYS.get(theirs)
    if ours in FINAL:
        return ours, said is Word.CLOSED
    clinic_moved = opinion is not None and opinion != (base and _SAYS.get(base))
    if clinic_moved and said in (None, opinion):
        return ours, False
    return status_for(ours, theirs), clinic_moved


def disagrees(ours: Status, theirs: Word) -> bool:
    """Whether the clinic's status says something else of the visit than the booking; those without opinion never do."""
    opinion = _OPINION.get(ours)
    return opinion is not None and opinion != _SAYS.get(theirs)


def status_for(ours: Status, theirs: Word) -> Status:
    """The status that takes the booking's word: `ours` where it already agrees with it."""
    return ours if ours in _SURVIVES[theirs] else _BECOMES[theirs]
