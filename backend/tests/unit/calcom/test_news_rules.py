"""The rules by which a delivery becomes news, on small bodies of our own."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from calcom_integration.dto import read
from calcom_integration.mapping import news_of, planted
from domain.booking.news import BookingNews, Person, Planted, Rank
from domain.booking.row import NEVER, RowStatus
from tests.deliveries import news, sent, shipped_table, table

PENDING, ACCEPTED, REJECTED, CANCELLED = RowStatus
PASSING = Rank.PASSING


def booked(trigger: str = "BOOKING_CREATED", **payload: Any) -> BookingNews:
    """News of a small body: an accepted booking of nobody, but for `payload`."""
    body = {
        "triggerEvent": trigger,
        "createdAt": "2026-11-23T12:00:00.000Z",
        "payload": {"uid": "aaaaaaaaaaaaaaaaaaaaaa", "status": "ACCEPTED", "iCalSequence": 0} | payload,
    }
    return news_of(read(json.dumps(body).encode()), table())


def asked(**answers: Any) -> dict[str, Any]:
    return {"responses": {slug: {"label": slug, "value": value} for slug, value in answers.items()}}


@pytest.mark.parametrize(
    ("trigger", "status", "expected"),
    [
        ("BOOKING_CREATED", "PENDING", PENDING),
        ("BOOKING_CREATED", "accepted", ACCEPTED),
        ("BOOKING_CREATED", None, ACCEPTED),
        ("BOOKING_CREATED", "AWAITING_HOST", PENDING),
        ("BOOKING_RESCHEDULED", "PENDING", PENDING),
        ("BOOKING_REQUESTED", "ACCEPTED", PENDING),
        ("BOOKING_PAYMENT_INITIATED", "ACCEPTED", PENDING),
        ("BOOKING_PAID", "PENDING", None),
        ("BOOKING_PAID", None, None),
        ("BOOKING_PAID", "ACCEPTED", ACCEPTED),
        ("BOOKING_CANCELLED", "ACCEPTED", CANCELLED),
        ("BOOKING_REJECTED", None, REJECTED),
    ],
)
def test_status_by_trigger(trigger: str, status: str | None, expected: RowStatus | None) -> None:
    assert booked(trigger, status=status).status is expected


def test_a_row_never_follows_itself() -> None:
    told = booked(
        "BOOKING_RESCHEDULED",
        rescheduleUid="aaaaaaaaaaaaaaaaaaaaaa",
        iCalUID="aaaaaaaaaaaaaaaaaaaaaa@Cal.com",
    )
    assert (told.predecessor, told.root) == (None, None)


@pytest.mark.parametrize(
    "other", [{"seatsPerTimeSlot": 3}, {"recurringEvent": {"count": 2}}, {"iCalUID": "x@google.com"}]
)
def test_seats_series_and_foreign_calendars_have_no_root(other: dict[str, Any]) -> None:
    assert booked(iCalUID="bbbbbbbbbbbbbbbbbbbbbb@Cal.com").root == "bbbbbbbbbbbbbbbbbbbbbb"
    assert booked(**{"iCalUID": "bbbbbbbbbbbbbbbbbbbbbb@Cal.com"} | other).root is None


@pytest.mark.parametrize("name", ["Cal.diy", "cal.com", "Coleta São Paulo", "Clínica Aurora", "a@b", ""])
def test_a_root_is_read_whatever_the_server_is_called(name: str) -> None:
    assert booked(iCalUID=f"bbbbbbbbbbbbbbbbbbbbbb@{name}").root == "bbbbbbbbbbbbbbbbbbbbbb"


@pytest.mark.parametrize(
    "foreign",
    [
        "7kukuqrfedlm2f9t1m2c3d4e5f@google.com",
        "040000008200E00074C5B7101A82E00800000000@outlook.com",
        "6f9619ff-8b86-d011-b42d-00c04fc964ff@icloud.com",
        "unique-ical-uid-0001@example.com",
        "bbbbbbbbbbbbbbbbbbbbbb",
        "@Cal.com",
    ],
)
def test_what_looks_like_no_uid_of_the_server_is_no_root(foreign: str) -> None:
    assert booked(iCalUID=foreign).root is None


RECEIVED = datetime(2026, 11, 23, 12, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("told", "sent_at"),
    [
        ("2026-11-23T12:00:00.000Z", datetime(2026, 11, 23, 12, tzinfo=UTC)),
        ("2026-11-20T12:00:00.000Z", datetime(2026, 11, 20, 12, tzinfo=UTC)),
        ("2026-11-23T12:06:00.000Z", datetime(2026, 11, 23, 12, 6, tzinfo=UTC)),
        ("2026-11-23T12:06:00.001Z", RECEIVED),
        ("2099-01-01T00:00:00Z", RECEIVED),
        ("2026-11-23T12:00:00", RECEIVED),
        ("ontem", RECEIVED),
        (None, RECEIVED),
    ],
)
def test_a_send_time_is_believed_up_to_five_minutes_after_the_arrival(
    told: str | None, sent_at: datetime
) -> None:
    payload = {"uid": "aaaaaaaaaaaaaaaaaaaaaa", "status": "ACCEPTED"}
    body = {"triggerEvent": "BOOKING_CREATED", "createdAt": told, "payload": payload}
    found = news_of(read(json.dumps(body).encode()), table(), received_at=RECEIVED)
    assert (found.sent_at, found.accepts) == (sent_at, sent_at != RECEIVED)


def test_a_meeting_says_nothing_of_a_time() -> None:
    event = read(sent("meeting_ended_caldiy").body)
    found = news_of(event, table(), received_at=RECEIVED)
    assert (found.sent_at, found.status) == (NEVER, None)


@pytest.mark.parametrize(
    ("name", "root"),
    [
        ("requested__by_reschedule_of_confirm_event_caldiy__page", "2Zn2mqELBjg2aLB2XLTFZV"),
        ("requested__by_reschedule_of_confirm_event_caldiy_no_rescheduleUid__api", "frEq9DoAiWBW6hTjYkgFqG"),
        ("cancelled__by_guest_caldiy_requestReschedule_false", "14Rbd9H95URW7RxDWaVrSR"),
        ("cancelled__recurring_subsequent_by_api_no_recurringEvent", None),
        ("created__embed_caldiy_icaluid_at_cal_diy", None),
        ("created__confirm_after_decline_revives", None),
    ],
)
def test_the_roots_that_a_cal_diy_names(name: str, root: str | None) -> None:
    assert news(name).root == root


@pytest.mark.parametrize(
    ("times", "minutes"),
    [
        ({"startTime": "2026-12-09T11:00:00-03:00", "endTime": "2026-12-09T14:30:00Z", "length": 60}, 30),
        ({"startTime": "2026-12-09T14:00:00Z", "endTime": "2026-12-09T14:00:00Z", "length": 60}, 60),
        ({"startTime": "2026-12-09T14:00:00Z", "length": 45}, 45),
        ({"startTime": "2026-12-09T14:00:00Z", "endTime": "2026-12-09T13:00:00Z"}, None),
        ({"startTime": "2026-12-09T14:00:00Z", "length": 2**52}, None),
        ({"endTime": "2026-12-09T14:00:00Z", "length": 45}, None),
    ],
)
def test_the_slot_ends_after_it_starts_or_is_none(times: dict[str, Any], minutes: int | None) -> None:
    slot = booked(**times).slot
    assert (slot and (slot.inicio.hour, (slot.fim - slot.inicio).seconds // 60)) == (
        minutes and (14, minutes)
    )


@pytest.mark.parametrize(
    ("answers", "field", "expected"),
    [
        ({"name": {"firstName": "Ana", "lastName": "Lima"}}, "nome_paciente", "Ana Lima"),
        ({"email": "Ana@Example.COM"}, "email", "ana@example.com"),
        ({"Plano_de_Saúde": ["Unimed", "Amil"]}, "nome_convenio", "Unimed, Amil"),
        ({"Número-da-carteirinha": 12345}, "carteira_convenio", "12345"),
        ({"numero-convenio": "77"}, "numero_convenio", "77"),
        ({"whatsapp": "1", "telefone": "2"}, "telefone", "2"),
        ({"phone": "", "celular": "3"}, "telefone", "3"),
        ({"observacoes": True}, "observacoes", "Sim"),
        ({"health-insurance": {"x": 1}}, "nome_convenio", None),
        (
            {"location": {"value": "attendeeInPerson", "optionValue": "Rua A, 1"}},
            "endereco_completo",
            "Rua A, 1",
        ),
        ({"location": {"value": "inPerson", "optionValue": "Rua B, 2"}}, "endereco_completo", None),
        ({"location": {"value": "phone", "optionValue": "+55 11 95555-4444"}}, "telefone", "+5511955554444"),
        (
            {"endereco": "Rua C", "location": {"value": "attendeeInPerson", "optionValue": "D"}},
            "endereco_completo",
            "Rua C",
        ),
        ({"tags": "Jejum, Idoso;Jejum"}, "tags", ["Jejum", "Idoso"]),
        ({"tags": [" Idoso ", None, 5]}, "tags", ["Idoso", "5"]),
        ({"tags": ", ;"}, "tags", None),
    ],
)
def test_answers_by_slug(answers: dict[str, Any], field: str, expected: object) -> None:
    labelled, raw = booked(**asked(**answers)), booked(responses=answers)
    assert labelled.answers.get(field) == raw.answers.get(field) == expected


def test_the_first_attendee_is_the_booker_where_nothing_is_answered() -> None:
    told = booked(
        attendees=[
            {"name": "Ana", "email": "ana@example.com", "phoneNumber": "+5511"},
            {"email": "b@example.com"},
        ],
        additionalNotes="portão azul",
        customInputs={"CPF": "52998224725"},
    )
    assert told.answers == {
        "nome_paciente": "Ana",
        "email": "ana@example.com",
        "telefone": "+5511",
        "observacoes": "portão azul",
        "cpf": "52998224725",
    }
    assert "cpf" not in booked(customInputs={"CPF": "52998224725"}, responses={}).answers


def test_a_hidden_user_question_is_weak_and_a_visible_one_wins() -> None:
    hidden = {"cpf": {"label": "CPF", "value": "52998224725", "isHidden": True}}
    assert booked(responses=hidden).ranks == {"cpf": PASSING}
    visible = hidden | {"documento": {"label": "Documento", "value": "11144477735", "isHidden": False}}
    told = booked(responses=visible)
    assert (told.answers["cpf"], told.ranks) == ("11144477735", {})
    system = {"attendeePhoneNumber": {"label": "phone_number", "value": "+5511", "isHidden": True}}
    assert booked(responses=system).ranks == {}


def test_what_the_page_s_address_says_ranks_with_hidden_answers() -> None:
    metadata = {"tags": "Jejum"}
    told = booked(metadata=metadata)
    assert (told.answers, told.ranks) == ({"tags": ["Jejum"]}, {"tags": PASSING})
    visible = {"tags": {"label": "Etiquetas", "value": "Idoso", "isHidden": False}}
    told = booked(metadata=metadata, responses=visible)
    assert (told.answers, told.ranks) == ({"tags": ["Idoso"]}, {})


def test_paid_reads_neither_answers_nor_metadata() -> None:
    payload = asked(cpf="1", name="Ana") | {"metadata": {"tags": "Jejum", "agendamento_id": "x", "ref": "y"}}
    assert not booked("BOOKING_PAID", **payload).answers
    assert set(booked("BOOKING_CREATED", **payload).answers) == {"cpf", "nome_paciente", "tags"}
    assert (
        planted(
            read(json.dumps({"triggerEvent": "BOOKING_PAID", "payload": {"uid": "a"} | payload}).encode())
        )
        is None
    )


def test_the_planted_id_counts_only_when_somebody_verified_it() -> None:
    payload = {"uid": "a", "metadata": {"agendamento_id": " id-1 ", "ref": "v1.1.x"}}
    event = read(json.dumps({"triggerEvent": "BOOKING_CREATED", "payload": payload}).encode())
    assert planted(event) == ("id-1", "v1.1.x")
    assert news_of(event, table()).planted is None
    assert news_of(event, table(), Planted("id-1")).planted == Planted("id-1")
    assert planted(read(sent("created__embed_inline").body)) is None


def test_an_answer_that_is_no_document_is_worth_less_than_any_that_is_one() -> None:
    assert booked(**asked(cpf="123", rg="não tenho")).ranks == {"cpf": 0, "rg": 0}
    assert booked(**asked(cpf="529.982.247-25", rg="MG 1.234")).ranks == {}


@pytest.mark.parametrize(
    ("payload", "unit", "rank"),
    [
        ({"eventTypeId": 4, "type": "coleta-moema"}, "Moema", 1001),
        ({"eventTypeId": 4, "type": "outra-coleta"}, None, None),
        ({"eventTypeId": 4, "type": "Sem endereço de página"}, "Manaus Centro", 1001),
        ({"eventTypeId": 999, "type": "coleta-moema"}, "Moema", 1001),
        ({"type": "Coleta Moema"}, "Moema", 1001),
        ({"eventTypeId": 0, "type": "dynamic"} | asked(unidade="MANAUS-CENTRO"), "Manaus Centro", 24),
        (asked(unidade="Campinas", marca="Vida Diagnósticos"), None, None),
        (asked(unidade="campinas", marca="marca que ninguém conhece"), "Campinas", 24),
        (asked(marca="Bem Coletar"), None, None),
        ({"team": {"id": 1, "name": "Adrianopolis"}}, "Adrianópolis", 14),
        ({"team": {"id": 1, "name": "Clinica Harness"}}, None, None),
        ({"eventTypeId": 0, "type": "dynamic"}, None, None),
    ],
)
def test_the_unit_by_the_surest_way(payload: dict[str, Any], unit: str | None, rank: int | None) -> None:
    told = booked(**payload)
    assert (told.answers.get("unidade", {}).get("nome_unidade"), told.ranks.get("unidade")) == (unit, rank)


def test_a_hidden_unit_is_weaker_than_a_visible_one() -> None:
    news = news_of(read(sent("d05").body), shipped_table())
    assert (news.answers["unidade"]["nome_unidade"], news.ranks["unidade"]) == ("Paulista", 21)


def test_taking_a_seat_without_its_id_means_the_booker_alone() -> None:
    people = [
        {"name": "Ana", "email": "Ana@example.com"},
        {"name": "", "email": "guest@example.com"},
        {"name": "Otto", "email": "5511933334444@sms.cal.com"},
    ]
    taken = booked(seatsPerTimeSlot=5, attendees=people)
    assert taken.people == (Person("ana@example.com", "Ana"),)
    assert taken.answers["nome_paciente"] == "Ana"
    moved = booked("BOOKING_RESCHEDULED", seatsPerTimeSlot=5, attendees=people)
    assert moved.people == (Person("ana@example.com", "Ana"), Person("", "Otto"))
    assert "nome_paciente" not in moved.answers
