"""How a booking's word and the clinic's status meet."""

import pytest

from domain.appointment import Status
from domain.booking.view import Word
from domain.status_merge import merge_status

S, W = Status, Word


@pytest.mark.parametrize(
    ("ours", "base", "theirs", "expected", "is_conflict"),
    [
        # The booking alone: each word gives its status.
        (S.PENDENTE, None, W.PENDING, S.PENDENTE, False),
        (S.PENDENTE, W.PENDING, W.ACCEPTED, S.AGENDADO, False),
        (S.AGENDADO, W.ACCEPTED, W.CLOSED, S.CANCELADO, False),
        (S.AGENDADO, W.ACCEPTED, W.ASKED_TO_MOVE, S.ALTERAR, False),
        (S.CANCELADO, W.CLOSED, W.ASKED_TO_MOVE, S.ALTERAR, False),
        (S.ALTERAR, W.ASKED_TO_MOVE, W.ACCEPTED, S.AGENDADO, False),
        (S.AGENDADO, W.ACCEPTED, W.PENDING, S.PENDENTE, False),
        (S.CANCELADO, W.CLOSED, W.ACCEPTED, S.AGENDADO, False),
        # Nothing new from the booking: the clinic's stands.
        (S.CANCELADO, W.ACCEPTED, W.ACCEPTED, S.CANCELADO, False),
        (S.ALTERAR, W.ACCEPTED, W.ACCEPTED, S.ALTERAR, False),
        # Work of the clinic survives an acceptance.
        (S.AUTORIZACAO, W.PENDING, W.ACCEPTED, S.AUTORIZACAO, False),
        (S.CADASTRAR, W.PENDING, W.ACCEPTED, S.CADASTRAR, False),
        (S.CONFIRMADO, W.PENDING, W.ACCEPTED, S.CONFIRMADO, False),
        # What the patient closed is closed.
        (S.CONFIRMADO, W.ACCEPTED, W.CLOSED, S.CANCELADO, False),
        (S.AUTORIZACAO, W.PENDING, W.CLOSED, S.CANCELADO, False),
        # Both moved the same way: no conflict.
        (S.CANCELADO, W.ACCEPTED, W.CLOSED, S.CANCELADO, False),
        (S.CANCELADO, W.ACCEPTED, W.ASKED_TO_MOVE, S.CANCELADO, False),
        # Both moved apart: the booking owns open or closed, and the clinic's is kept as a conflict.
        (S.CONFIRMADO, W.PENDING, W.CLOSED, S.CANCELADO, True),
        (S.CANCELADO, W.PENDING, W.ACCEPTED, S.AGENDADO, True),
        # Staff cancelled what waited for another time, or had no booking, and one was made: a person must look.
        (S.CANCELADO, None, W.PENDING, S.PENDENTE, True),
        (S.CANCELADO, None, W.ACCEPTED, S.AGENDADO, True),
        (S.CANCELADO, W.ASKED_TO_MOVE, W.ACCEPTED, S.AGENDADO, True),
        (S.CANCELADO, W.ASKED_TO_MOVE, W.PENDING, S.PENDENTE, True),
        (S.CANCELADO, W.ASKED_TO_MOVE, W.CLOSED, S.CANCELADO, False),
        # A collected visit is history.
        (S.COLETADO, W.ACCEPTED, W.CLOSED, S.COLETADO, True),
        (S.RECOLETA, W.ACCEPTED, W.CLOSED, S.RECOLETA, True),
        (S.COLETADO, W.PENDING, W.ACCEPTED, S.COLETADO, False),
    ],
)
def test_merge_status(
    ours: Status, base: Word | None, theirs: Word, expected: Status, is_conflict: bool
) -> None:
    assert merge_status(ours, base, theirs) == (expected, is_conflict)
