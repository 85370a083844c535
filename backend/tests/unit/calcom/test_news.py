"""What the recorded deliveries become: golden values."""

from datetime import UTC, datetime

import pytest

from domain.booking.news import Person, Rank
from domain.booking.row import NEVER, RowStatus
from domain.slots import Slot
from tests.deliveries import news

PENDING, ACCEPTED, REJECTED, CANCELLED = RowStatus
PASSING, CONFIRMATION, PATIENT = Rank.PASSING, Rank.CONFIRMATION, Rank.PATIENT
CARLA = ("7KXqsDyesyjqVwN72KEzvQ", "5BqNNbVqospqDbZf7hJTfW", "ncoXedtRGUje9ZFgZ6TPvq")
FABIO = ("hvqFVZ83LwZ8ajdr84ZFrf", "3oLwJNdjhUk15F1vtQEd24")
YARA, SHARED = "9KJ55SyKmJv5hnNSo4VD6Y", "5784UToKtazxMNsbhe1bHz"
SEATS = ("66bdf47d-88bd-4a97-9954-db6ab97a67de", "8fac1ac8-4959-441b-ada4-372fbc06d5ba")

ROWS: dict[str, tuple[str, RowStatus | None, Rank, tuple[str | None, str | None]]] = {
    "created__guests": (CARLA[0], ACCEPTED, PATIENT, (None, None)),
    "rescheduled__by_guest": (CARLA[1], ACCEPTED, PATIENT, (CARLA[0], None)),
    "rescheduled__second_time": (CARLA[2], ACCEPTED, PATIENT, (CARLA[1], None)),
    "requested__plain": (FABIO[0], PENDING, PATIENT, (None, None)),
    "created__by_confirm_tRPC": (FABIO[0], ACCEPTED, CONFIRMATION, (None, None)),
    "requested__by_reschedule_of_confirm_event": (FABIO[1], PENDING, PATIENT, (FABIO[0], None)),
    "created__confirm_after_reschedule": (FABIO[1], ACCEPTED, CONFIRMATION, (None, None)),
    "payment_initiated__plain": (YARA, PENDING, PATIENT, (None, None)),
    "created__by_payment": (YARA, ACCEPTED, CONFIRMATION, (None, None)),
    "paid__plain": (YARA, ACCEPTED, PASSING, (None, None)),
    "rejected__with_reason": ("9jh4BNNjnoXV4YnqYoQAhS", REJECTED, PASSING, (None, None)),
    "cancelled__by_guest_with_reason": (
        "4FcVwUHuNtTYeMHrcWgYxE",
        CANCELLED,
        PASSING,
        (None, "74BwKLS43vQKVQzJYT4MG3"),
    ),
    "created__seat1": (f"{SHARED}/{SEATS[0]}", ACCEPTED, PATIENT, (None, None)),
    "created__seat2": (f"{SHARED}/{SEATS[1]}", ACCEPTED, PATIENT, (None, None)),
    "rescheduled__seat_api_v2": (
        "vccv6uFeUBxfPdtWm7JhEa/3bccea81-de9f-43ec-b9ed-9249c97ca803",
        ACCEPTED,
        PATIENT,
        ("tkNUabTzpkmg46J276hBWj", None),
    ),
    "meeting_ended__plain": ("ryAnD89bwbckbGtquKh3f8", None, PASSING, (None, None)),
    "d05": (
        "9bNewUidRequested00000A",
        PENDING,
        PATIENT,
        ("9aOldUidAccepted000000A", "9aOldUidAccepted000000A"),
    ),
    "52-BOOKING_RESCHEDULED": (
        "new-booking-unique-id",
        ACCEPTED,
        PATIENT,
        ("previous-booking-unique-id", None),
    ),
    "09-NEGATIVE": ("calcom-booking-abc123", ACCEPTED, CONFIRMATION, (None, None)),
}


@pytest.mark.parametrize(("name", "expected"), ROWS.items())
def test_row_status_rank_and_links(
    name: str, expected: tuple[str, RowStatus | None, Rank, tuple[str | None, str | None]]
) -> None:
    told = news(name)
    assert (told.key, told.status, told.rank, (told.predecessor, told.root)) == expected


def test_every_answer_of_a_full_form() -> None:
    told = news("created__custom_fields_all_types")
    assert told.answers == {
        "nome_paciente": "João da Silva",
        "email": "joao@example.com",
        "telefone": "+5511987654321",
        "cpf": "529.982.247-25",
        "nome_convenio": "Bradesco Saúde",
        "observacoes": "obs ção 😀",
        "tipo_consulta": "Avaliacao com campos",
        "unidade": {
            "nome_unidade": "Moema",
            "nome_marca": "Laboratório Aurora",
            "fuso": "America/Sao_Paulo",
        },
    }
    assert told.ranks == {"unidade": 1001}
    assert told.number == 48
    assert told.slot == Slot(datetime(2026, 12, 9, 13, tzinfo=UTC), datetime(2026, 12, 9, 13, 30, tzinfo=UTC))
    assert told.sent_at == datetime(2026, 11, 23, 12, 2, 33, 362000, tzinfo=UTC)
    assert told.births
    assert told.creates


@pytest.mark.parametrize(
    ("name", "phone", "email"),
    [
        ("created__phone_only_apiv2", "+5511933334444", None),
        ("created__location_phone", "+5511955554444", "vera@example.com"),
        ("created__via_api_v2", "+5511900001111", "nina@example.com"),
        ("created__embed_inline", "+5511988887777", "prefill@example.com"),
        ("d11", "+5511999990000", "maria@example.com"),
        ("created__plain_secret", None, "maria@example.com"),
    ],
)
def test_phone_and_email_come_from_many_places(name: str, phone: str | None, email: str | None) -> None:
    told = news(name).answers
    assert (told.get("telefone"), told.get("email")) == (phone, email)


def test_a_hosts_request_to_move_is_a_flag_and_keeps_the_hosts_own_words() -> None:
    asked = news("cancelled__by_host_request_reschedule")
    assert (asked.status, asked.reschedule_requested, asked.number) == (CANCELLED, True, None)
    assert asked.answers["motivo_cancelamento"] == "Preciso mudar o horário"
    assert "unidade" not in asked.answers
    assert not news("30-BOOKING_CANCELLED").reschedule_requested
    assert not news("cancelled__by_guest_with_reason").reschedule_requested


def test_the_new_choice_follows_the_row_that_was_asked_to_move() -> None:
    assert (
        news("rescheduled__after_host_request").predecessor
        == news("cancelled__by_host_request_reschedule").key
    )


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("cancelled__by_guest_with_reason", "Não poderei comparecer"),
        ("cancelled__by_guest_no_reason", None),
        ("rejected__with_reason", "Agenda cheia"),
        ("rescheduled__by_guest", None),
    ],
)
def test_only_a_closed_row_has_a_reason(name: str, reason: str | None) -> None:
    assert news(name).answers.get("motivo_cancelamento") == reason


def test_a_seats_cancel_names_who_left_and_reads_nobodys_answers() -> None:
    told = news("cancelled__one_seat_only")
    assert (told.key, told.seat, told.number, told.root) == (SHARED, None, None, None)
    assert told.people == (Person("lia@example.com", "Lia Assento2"),)
    assert told.names_people
    assert set(told.answers) == {"motivo_cancelamento", "tipo_consulta", "unidade"}


def test_a_seats_reschedule_names_the_person_by_its_answers() -> None:
    told = news("rescheduled__seat_api_v2")
    assert (told.people, told.number, told.root) == ((), None, None)
    assert (told.answers["nome_paciente"], told.answers["email"]) == ("Teo Assento", "teo@example.com")


@pytest.mark.parametrize("name", ["meeting_started__plain", "meeting_ended__plain", "39-MEETING", "d11"])
def test_a_meeting_makes_nothing_and_moves_nothing(name: str) -> None:
    told = news(name)
    assert (told.status, told.slot, told.sent_at, told.creates, told.births) == (
        None,
        None,
        NEVER,
        False,
        False,
    )
    assert not told.absences


def test_absence_is_told_per_person_and_can_be_taken_back() -> None:
    marked, taken_back = news("no_show__marked"), news("36-BOOKING_NO_SHOW")
    assert (marked.absences, taken_back.absences) == ({"zeca@example.com": True}, {"test@example.com": False})
    assert (marked.status, marked.slot, marked.creates, dict(marked.answers)) == (None, None, False, {})
    assert (marked.uid, marked.number) == ("ryAnD89bwbckbGtquKh3f8", 30)


def test_a_no_show_fee_has_a_number_only() -> None:
    told = news("d10")
    assert (told.uid, told.number, told.status, told.creates) == ("", 601, None, False)


def test_each_row_of_a_series_stands_alone() -> None:
    series = [news(f"created__recurring_{n}of3") for n in (1, 2, 3)]
    assert all(told.recurring and not told.older for told in series)
    assert len({told.uid for told in series}) == 3
    assert news("cancelled__recurring_all").recurring
    assert not news("created__by_payment").recurring


def test_a_snapshot_with_its_values_redacted_is_still_a_booking() -> None:
    told = news("10-BOOKING_CREATED")
    assert (told.slot, told.sent_at, told.number, told.answers["nome_paciente"]) == (
        None,
        NEVER,
        None,
        "Test Testson",
    )
