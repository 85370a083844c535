"""What the sandbox refuses, with the HTTP status that Cal.com answers and words for the patient."""


class Refused(Exception):
    """An act that is not possible now. `status` is the HTTP status, `code` Cal.com's message key."""

    status = 400
    code = "bad_request"
    text = "Não foi possível concluir o pedido."

    def __init__(self, text: str | None = None) -> None:
        super().__init__(text or self.text)


class NotFound(Refused):
    """No such booking, seat or event type."""

    status = 404
    code = "booking_not_found"
    text = "Não encontramos este agendamento."


class SlotTaken(Refused):
    """Somebody else has the slot."""

    status = 409
    code = "no_available_users_found_error"
    text = "Este horário acabou de ser ocupado. Escolha outro, por favor."


class SeatsTaken(SlotTaken):
    """Every seat of the slot is taken, or another slot overlaps it."""

    code = "booking_seats_full_error"


class AlreadySignedUp(Refused):
    """This e-mail already has a seat in this slot."""

    status = 409
    code = "already_signed_up_for_this_booking_error"
    text = "Este e-mail já tem um lugar neste horário."


class NotOpen(Refused):
    """The booking is cancelled, rejected or moved away, or not in the state the act needs."""

    code = "booking_not_open"
    text = "Este agendamento não pode mais ser alterado."


class InvalidAnswers(Refused):
    """Required answers are missing or not among the options. `fields` maps slug to what is wrong."""

    code = "invalid_booking_fields"
    text = "Confira os campos destacados."

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__()
        self.fields = fields
