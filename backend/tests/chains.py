"""Recorded chains: the deliveries of one visit (or of visits that share a slot), in the order they were sent."""

from dataclasses import fields
from typing import Any

from domain.appointment import Appointment
from domain.pending import Pending

CHAINS: dict[str, list[str]] = {
    "moved twice": ["created__guests", "rescheduled__by_guest", "rescheduled__second_time"],
    "moved twice, asked to move, moved again": [
        "created__guests",
        "rescheduled__by_guest",
        "rescheduled__second_time",
        "cancelled__third_row_asked_to_move",
        "rescheduled__fourth_row_after_request",
    ],
    "moved twice, asked to move": [
        "created__guests",
        "rescheduled__by_guest",
        "rescheduled__second_time",
        "cancelled__third_row_asked_to_move",
    ],
    "moved, then cancelled": [
        "created__custom_fields_all_types",
        "rescheduled__custom_fields",
        "cancelled__by_guest_with_reason",
    ],
    "asked to move by the host": ["cancelled__by_host_request_reschedule", "rescheduled__after_host_request"],
    "asked to move, no answer yet": ["cancelled__by_host_request_reschedule"],
    "confirmed, moved, confirmed again": [
        "requested__plain",
        "created__by_confirm_tRPC",
        "requested__by_reschedule_of_confirm_event",
        "created__confirm_after_reschedule",
    ],
    "requested, moved": ["requested__plain", "requested__by_reschedule_of_confirm_event"],
    "rejected": ["rejected__with_reason"],
    "seats": [
        "created__seat1",
        "created__seat2_same_uid",
        "cancelled__one_seat_only",
        "cancelled__whole_seated",
    ],
    "one seat left": ["created__seat1", "created__seat2_same_uid", "cancelled__one_seat_only"],
    "a seat moved from a slot nobody knew": ["rescheduled__seat_api_v2"],
    "series": [
        "created__recurring_1of3",
        "created__recurring_2of3",
        "created__recurring_3of3",
        "cancelled__recurring_all_remaining_single_delivery",
    ],
    "paid": ["payment_initiated__plain", "created__by_payment", "paid__plain"],
    "not paid yet": ["payment_initiated__plain"],
    "cancelled without a reason": ["created__custom_fields_minimal", "cancelled__by_guest_no_reason"],
    "team": ["created__team_round_robin", "cancelled__team_round_robin"],
    # A server of the line 6.2 (shared/CALCOM.md M1 to M3).
    "6.2: moved while it waited": [
        "requested__caldiy_before_it_was_moved",
        "requested__by_reschedule_of_confirm_event_caldiy_no_rescheduleUid__api",
    ],
    "6.2: moved twice while it waited": [
        "requested__caldiy_before_it_was_moved",
        "requested__by_reschedule_of_confirm_event_caldiy_no_rescheduleUid__api",
        "requested__caldiy_moved_again",
    ],
    "6.2: moved, and the old row accepted": [
        "requested__caldiy_before_it_was_moved",
        "requested__by_reschedule_of_confirm_event_caldiy_no_rescheduleUid__api",
        "created__caldiy_old_row_accepted_after_the_move",
    ],
    "6.2: declined, then accepted": [
        "requested__caldiy_before_it_was_declined",
        "rejected__caldiy_before_it_was_accepted",
        "created__confirm_after_decline_revives",
    ],
    "6.2: cancelled after a move that was lost": [
        "created__embed_caldiy_icaluid_at_cal_diy",
        "cancelled__by_guest_caldiy_requestReschedule_false",
    ],
}

# Chains that share no row, so that their ends can be told apart in one database.
APART = [
    "moved twice",
    "moved, then cancelled",
    "asked to move by the host",
    "confirmed, moved, confirmed again",
    "seats",
    "series",
    "paid",
    "team",
    "6.2: moved twice while it waited",
    "6.2: declined, then accepted",
    "6.2: cancelled after a move that was lost",
]

# (status, local date, hour, patient) of each visit at the end.
ENDS: dict[str, set[tuple[str, str, str, str]]] = {
    "moved twice": {("Agendado", "2026-11-26", "16:00", "Carla Com Acompanhante")},
    "moved twice, asked to move, moved again": {
        ("Agendado", "2026-12-09", "15:00", "Carla Com Acompanhante")
    },
    "moved twice, asked to move": {("Alterar", "2026-11-26", "16:00", "Carla Com Acompanhante")},
    "moved, then cancelled": {("Cancelado", "2026-12-09", "12:00", "João da Silva")},
    "asked to move by the host": {("Agendado", "2026-12-09", "15:00", "Pedro Remarcar")},
    "asked to move, no answer yet": {("Alterar", "2026-12-09", "14:00", "Pedro Remarcar")},
    "confirmed, moved, confirmed again": {("Agendado", "2026-12-03", "11:00", "Fabio Pendente")},
    "requested, moved": {("Pendente", "2026-12-03", "11:00", "Fabio Pendente")},
    "rejected": {("Cancelado", "2026-11-25", "17:00", "Gabi Recusada")},
    "seats": {
        ("Cancelado", "2026-11-28", "10:00", "Kaio Assento1"),
        ("Cancelado", "2026-11-28", "10:00", "Lia Assento2"),
    },
    "one seat left": {
        ("Agendado", "2026-11-28", "10:00", "Kaio Assento1"),
        ("Cancelado", "2026-11-28", "10:00", "Lia Assento2"),
    },
    "a seat moved from a slot nobody knew": {("Agendado", "2026-12-01", "12:00", "Teo Assento")},
    "series": {
        ("Cancelado", "2026-11-27", "10:00", "Julia Semanal"),
        ("Agendado", "2026-12-04", "10:00", "Julia Semanal"),
        ("Agendado", "2026-12-11", "10:00", "Julia Semanal"),
    },
    "paid": {("Agendado", "2026-12-10", "10:00", "Yara Pagante")},
    "not paid yet": {("Pendente", "2026-12-10", "10:00", "Yara Pagante")},
    "cancelled without a reason": {("Cancelado", "2026-12-09", "11:00", "Bia Minima")},
    # Its event type is mapped to Noronha, an hour ahead of the others.
    "team": {("Cancelado", "2026-11-26", "11:00", "Hugo Time")},
    "6.2: moved while it waited": {("Pendente", "2026-12-06", "11:00", "Davi Host")},
    "6.2: moved twice while it waited": {("Pendente", "2026-12-07", "11:00", "Davi Host")},
    "6.2: moved, and the old row accepted": {("Pendente", "2026-12-06", "11:00", "Davi Host")},
    "6.2: declined, then accepted": {("Agendado", "2027-02-10", "12:00", "Volta Atras")},
    "6.2: cancelled after a move that was lost": {
        ("Cancelado", "2026-12-03", "10:00", "Marina Exemplo da Silva")
    },
}

# What differs between two runs by its nature: names given here, and who came second of two alike.
_OWN = {"id", "created_at", "updated_at", "versao", "absorvidos", "pendencias"}


def visit(appointment: Appointment) -> tuple[str, str, str, str]:
    """The appointment as a line of ENDS."""
    day, hour = str(appointment.data_agendamento), str(appointment.hora_agendamento)
    return str(appointment.status), day, hour, appointment.nome_paciente


def visits(appointments: list[Appointment]) -> dict[str, dict[str, Any]]:
    """Everything that must not depend on the order of news, by the current row's key."""
    return {str(each.calcom_booking_id): _essence(each) for each in appointments}


def _essence(appointment: Appointment) -> dict[str, Any]:
    values = {f.name: getattr(appointment, f.name) for f in fields(Appointment) if f.name not in _OWN}
    codes = tuple(code for code in appointment.pendencias if code != Pending.POSSIVEL_DUPLICADO)
    return values | {"pendencias": codes}
