"""What staff do to a booked visit, and what Cal.com does to the booking: the acts that the table pairs."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from domain.appointment import Status
from tests.pairs.life import Life

FIRST, OTHER = datetime(2026, 12, 1, 13, tzinfo=UTC), datetime(2026, 12, 3, 14, tzinfo=UTC)
# 11:00 in São Paulo.
BY_STAFF = datetime(2026, 12, 2, 14, tzinfo=UTC)
PHONE, NOTE = "+5511911112222", "Tocar duas vezes"
PATIENTS_PHONE, PATIENTS_NOTE = "+5511933334444", "Portão azul"

Step = Callable[[Life], None]


def booked(life: Life) -> None:
    life.calcom.book(life.tick(), FIRST, notes="Sem elevador")


def requested(life: Life) -> None:
    life.calcom.book(life.tick(), FIRST, "PENDING", notes="Sem elevador")


def closed(life: Life) -> None:
    booked(life)
    life.calcom.cancel(life.tick())


def asked(life: Life) -> None:
    booked(life)
    life.calcom.ask_to_move(life.tick())


# How the booking stands when staff act.
STATES: dict[str, Step] = {"accepted": booked, "pending": requested, "cancelled": closed, "asked": asked}

STAFF: dict[str, Mapping[str, Any]] = {
    "schedules": {"status": Status.AGENDADO},
    "confirms": {"status": Status.CONFIRMADO, "canal_confirmacao": "WhatsApp"},
    "moves": {"data_agendamento": date(2026, 12, 2), "hora_agendamento": "11:00"},
    "cancels": {"status": Status.CANCELADO, "motivo_cancelamento": "Sem equipe"},
    "asks for a change": {"status": Status.ALTERAR},
    "makes it pending": {"status": Status.PENDENTE},
    "awaits the health plan": {"status": Status.AUTORIZACAO},
    "has data to complete": {"status": Status.CADASTRAR},
    "collects": {"status": Status.COLETADO},
    "must collect again": {"status": Status.RECOLETA},
    "writes a note": {"observacoes": NOTE},
    "clears the note": {"observacoes": None},
    "corrects the phone": {"telefone": PHONE},
    "sends a driver": {"driver_id": "d1"},
}


def _then(*acts: Step) -> Step:
    """One act after the other, each heard of before the next."""

    def run(life: Life) -> None:
        for act in acts:
            act(life)
            life.hear()

    return run


def _moves(start: datetime, status: str = "ACCEPTED", **answers: str) -> Step:
    return lambda life: life.calcom.move(life.tick(), start, status, **answers)


def _accepts(life: Life) -> None:
    life.calcom.accept(life.tick())


def _declines(life: Life) -> None:
    life.calcom.decline(life.tick())


def _cancels(life: Life) -> None:
    life.calcom.cancel(life.tick())


def _asks(life: Life) -> None:
    life.calcom.ask_to_move(life.tick())


CALCOM: dict[str, Step] = {
    "says the same again": lambda life: None,
    "accepts": _accepts,
    "declines": _declines,
    "cancels": _cancels,
    "moves": _moves(OTHER),
    "moves, to be confirmed": _moves(OTHER, "PENDING"),
    "moves to the hour of staff": _moves(BY_STAFF),
    "moves with other answers": _moves(OTHER, telefone=PATIENTS_PHONE, notes=PATIENTS_NOTE),
    "asks for another time": _asks,
    "asks, another is chosen": _then(_asks, _moves(OTHER)),
    "asks, another is chosen, to be confirmed": _then(_asks, _moves(OTHER, "PENDING")),
    "asks, the same is chosen": _then(_asks, _moves(FIRST)),
    "cancels, accepts after all": _then(_cancels, _accepts),
}
