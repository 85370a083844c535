"""Which of the clinic's values the booking is to be told, when, and what becomes of it (DESIGN.md, "Pushable"). Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from domain.appointment import Appointment, Status
from domain.booking.push import Act, Order, Push, PushState
from domain.booking.view import Word
from domain.intents import RESERVATION, with_live_intents
from domain.pending import Pending

_CONFIRMING = (Status.AGENDADO, Status.CONFIRMADO)
# The booking side took it, and says something else all the same: sending it for ever would change nothing.
NOT_APPLIED = "nao_aplicada"
_NOT_APPLIED_WORDS = "O Cal.com aceitou o pedido, mas continua com outro valor."


def orders(appointment: Appointment) -> Iterator[Order]:
    """What staff meant and the booking has not taken yet, the most urgent first: a visit that is off needs no new time."""
    side = appointment.side
    if not side.chain.rows:
        if RESERVATION in side.intents:
            yield Order(RESERVATION, Act.BOOK, "", appointment.slot)
        return
    row = side.chain.current
    if not row.is_open:
        return
    is_pending = side.base.get("status") == Word.PENDING
    if "status" in side.intents and appointment.status is Status.CANCELADO:
        act = Act.DECLINE if is_pending and not row.is_seat else Act.CANCEL
        yield Order("status", act, row.key, Word.CLOSED)
        return
    if "slot" in side.intents and appointment.slot:
        yield Order("slot", Act.MOVE, row.key, appointment.slot)
    if "status" in side.intents and is_pending and appointment.status in _CONFIRMING:
        yield Order("status", Act.CONFIRM, row.key, Word.ACCEPTED)
    if "paciente_ausente" in side.intents:
        yield Order("paciente_ausente", Act.MARK_ABSENT, row.key, appointment.paciente_ausente)


def next_order(appointment: Appointment) -> Order | None:
    """The order to be carried out next: the first that was not refused already."""
    pushes = appointment.side.pushes
    return next((each for each in orders(appointment) if not _is_refused(each, pushes.get(each.field))), None)


def push_due(appointment: Appointment) -> datetime | None:
    """When (UTC) a worker has to look at the appointment's pushes; None while there is nothing to do."""
    flight = in_flight(appointment)
    if flight is not None:
        return flight.look_at
    order = next_order(appointment)
    if order is None:
        return None
    earlier = appointment.side.pushes.get(order.field)
    if earlier and earlier.order == order and earlier.look_at:
        return earlier.look_at
    return _wanted_since(appointment, order)


def waiting_since(appointment: Appointment) -> datetime | None:
    """Since when (UTC) the booking could have been told what it is told next; None where it knows, or a person decides."""
    flight = in_flight(appointment)
    order = flight.order if flight else next_order(appointment)
    return _wanted_since(appointment, order) if order else None


def _wanted_since(appointment: Appointment, order: Order) -> datetime:
    side = appointment.side
    meant = side.intents[order.field].at if order.field in side.intents else side.pushes[order.field].at
    start = side.base.get("slot") if order.act is Act.MARK_ABSENT else None
    return max(meant, start.inicio) if start else meant


def in_flight(appointment: Appointment) -> Push | None:
    """The one push whose value may arrive at the booking at any moment."""
    return next((each for each in appointment.side.pushes.values() if each.in_flight), None)


def taken(appointment: Appointment, order: Order, at: datetime, look_at: datetime) -> Appointment:
    """With `order` on its way since `at` (UTC); nobody looks at it before `look_at`."""
    earlier = appointment.side.pushes.get(order.field)
    attempts = earlier.attempts + 1 if earlier and earlier.order == order else 1
    return with_push(appointment, Push(order, PushState.UNDER_WAY, at, look_at, attempts))


def held(appointment: Appointment, push: Push, look_at: datetime) -> Appointment:
    """With the push still in its worker's hands: nobody else looks at it before `look_at`."""
    return with_push(appointment, replace(push, look_at=look_at))


def doubted(appointment: Appointment, push: Push, look_at: datetime) -> Appointment:
    """With the push to be looked up at `look_at`: nobody knows what became of it."""
    return with_push(appointment, replace(push, state=PushState.IN_DOUBT, look_at=look_at))


def looked_up(appointment: Appointment, push: Push, look_at: datetime) -> Appointment:
    """After a look that found nothing of the push: to be looked up again at `look_at`. What was asked of a row that stands
    for the visit no more cannot happen any more."""
    chain = appointment.side.chain
    if chain.rows and (chain.current.key != push.order.key or not chain.current.is_open):
        return without_push(appointment, push)
    return doubted(appointment, replace(push, looks=push.looks + 1), look_at)


def put_off(appointment: Appointment, push: Push, until: datetime, reason: str) -> Appointment:
    """With the push to be sent again: it surely was not carried out."""
    waiting = replace(push, state=PushState.WAITING, look_at=until, looks=0, reason=reason)
    return with_push(appointment, waiting)


def refused(appointment: Appointment, push: Push, reason: str, detail: str) -> Appointment:
    """With the push refused: a person must say what now."""
    final = replace(push, state=PushState.REFUSED, look_at=None, reason=reason, detail=detail)
    return with_push(appointment, final)


def carried_out(appointment: Appointment, push: Push) -> Appointment:
    """With the push done. Where the booking still says something else it counts as refused, by the order that would
    come next; but where that concerns another row, which stands for the visit by now, it was not asked of it yet."""
    done = with_push(appointment, replace(push, state=PushState.SENT, look_at=None, reason=None))
    left = next((each for each in orders(done) if each.field == push.order.field), None)
    if left is None or (left.act, left.value) != (push.order.act, push.order.value):
        return done
    if left.act is not Act.MOVE and left.key != push.order.key:  # a move makes a row itself
        return done  # the chain had two open ends, or the patient moved meanwhile
    return refused(done, replace(push, order=left), NOT_APPLIED, _NOT_APPLIED_WORDS)


def reconsidered(appointment: Appointment, push: Push, reason: str, detail: str) -> Appointment:
    """After the booking was read again because of a refusal: refused only where the same would be asked again."""
    landed = without_push(appointment, push)
    return refused(landed, push, reason, detail) if next_order(landed) == push.order else landed


def without_push(appointment: Appointment, push: Push) -> Appointment:
    left = {name: each for name, each in appointment.side.pushes.items() if name != push.order.field}
    return _with_pushes(appointment, left)


def with_push(appointment: Appointment, push: Push) -> Appointment:
    return _with_pushes(appointment, {**appointment.side.pushes, push.order.field: push})


def arrived(appointment: Appointment) -> Appointment:
    """After news: pushes whose value the booking has now are done, those that nobody means any more are dropped."""
    return _with_pushes(with_live_intents(appointment), appointment.side.pushes)


def _with_pushes(appointment: Appointment, pushes: Mapping[str, Push]) -> Appointment:
    standing = {name: _arrived(each, appointment) for name, each in pushes.items()}
    kept = {name: each for name, each in standing.items() if _is_kept(each, appointment)}
    if kept != appointment.side.pushes:
        appointment = replace(appointment, booking=replace(appointment.side, pushes=kept))
    return _with_codes(appointment)


def _arrived(push: Push, appointment: Appointment) -> Push:
    if not push.in_flight or not _has_value(push.order, appointment):
        return push
    return replace(push, state=PushState.SENT, look_at=None, reason=None)


def _has_value(order: Order, appointment: Appointment) -> bool:
    """Whether the booking says now what the order carries."""
    side = appointment.side
    if order.act is Act.BOOK:
        return bool(side.chain.rows)
    return order.field in side.base and order.is_met_by(side.base[order.field])


def _is_kept(push: Push, appointment: Appointment) -> bool:
    return push.in_flight or push.state is PushState.SENT or push.order.field in appointment.side.intents


def _is_refused(order: Order, push: Push | None) -> bool:
    return push is not None and push.state is PushState.REFUSED and push.order == order


def _with_codes(appointment: Appointment) -> Appointment:
    """The codes that follow from pushes, and from a booking that was left behind."""
    side = appointment.side
    is_left = bool(side.previous) and not side.chain.rows and RESERVATION not in side.intents
    holds = {
        Pending.ENVIO_RECUSADO: any(
            _is_refused(each, side.pushes.get(each.field)) for each in orders(appointment)
        ),
        Pending.SEM_RESERVA: is_left and appointment.status not in (Status.CANCELADO, Status.COLETADO),
    }
    codes = {*appointment.pendencias} - holds.keys() | {code for code, is_so in holds.items() if is_so}
    if codes == {*appointment.pendencias}:
        return appointment
    return replace(appointment, pendencias=tuple(sorted(codes)))


def shown(appointment: Appointment) -> Push | None:
    """What staff are shown of the pushes: a refused one before one that is due or under way, that before the last done.
    One that no worker took yet waits since it was meant."""
    pushes = appointment.side.pushes.values()
    open_orders = list(orders(appointment))
    stuck = (each for each in pushes if each.state is PushState.REFUSED and each.order in open_orders)
    refused_one = next(stuck, None)
    order = next_order(appointment)
    if refused_one or not (order or in_flight(appointment)):
        sent = (each for each in pushes if each.state is PushState.SENT)
        return refused_one or max(sent, key=lambda each: each.at, default=None)
    flight = in_flight(appointment) or appointment.side.pushes.get(order.field if order else "")
    if flight or order is None:
        return flight
    return Push(order, PushState.WAITING, appointment.side.intents[order.field].at, attempts=0)
