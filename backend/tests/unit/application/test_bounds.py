"""What becomes of a booking with texts too long and times that are none."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from application.booking_join import join
from application.booking_values import Catalog
from calcom_integration.body import shown
from calcom_integration.mapping.masked_body import masked_body
from domain.appointment import Appointment
from domain.booking.chain import Chain
from domain.booking.fact import Fact
from domain.booking.news import BookingNews, Rank
from domain.booking.row import RowStatus
from domain.editing import Edit, edited
from domain.merge import UnitRef
from domain.pending import Pending
from domain.slots import Slot
from domain.text import CUT, NOTES
from infrastructure.repositories.appointment_document import from_document, to_document
from tests.any_body import take
from tests.deliveries import sent
from tests.unit.domain.strategies import DAY

CATALOG = Catalog(UnitRef("Moema", "Aurora", "America/Sao_Paulo"))
LONG = "nota " * 6_000
UNREADABLE = [
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59-12:00",
    "1969-12-31T23:59:59Z",
    "2200-01-01T00:00:00Z",
]


def news(name: str, **payload: Any) -> BookingNews:
    body = json.loads(sent(name).body)
    found = take(json.dumps(body | {"payload": body["payload"] | payload}).encode())
    assert found is not None
    return found


def booked(*pieces: BookingNews) -> Appointment:
    appointment: list[Appointment] = []
    for piece in pieces:
        appointment = [join(piece, appointment, CATALOG, "id", DAY).after]
    return appointment[0]


def by_staff(appointment: Appointment, **changes: Any) -> Appointment:
    return edited(appointment, Edit(changes=changes, by="Bia", at=DAY))


def test_a_text_that_is_cut_says_so_until_staff_write_it_anew() -> None:
    first = news(
        "created__plain_secret", responses={"name": "Ana", "notes": {"label": "Notas", "value": LONG}}
    )
    cut = booked(first)

    assert cut.observacoes is not None
    assert cut.observacoes.endswith(CUT)
    assert len(cut.observacoes) <= NOTES
    assert Pending.TEXTO_CORTADO in cut.pendencias
    written = by_staff(cut, observacoes="Resumo")
    again = join(
        replace(first, sent_at=first.sent_at + timedelta(minutes=1)), [written], CATALOG, "id", DAY
    ).after
    for each in (written, again):
        assert each.observacoes == "Resumo"
        assert Pending.TEXTO_CORTADO not in each.pendencias
    assert again.side.disagreements == ()


def test_an_honest_booking_has_neither_code() -> None:
    codes = booked(news("created__plain_secret")).pendencias

    assert not {Pending.TEXTO_CORTADO, Pending.HORARIO_ILEGIVEL} & set(codes)


def test_what_was_stored_longer_does_not_look_moved_and_stays() -> None:
    plain = booked(news("created__plain_secret"))
    chain = plain.side.chain
    row = replace(chain.current, facts={**chain.current.facts, "observacoes": Fact(LONG, Rank.PATIENT, DAY)})
    base = {**plain.side.base, "observacoes": LONG}
    side = replace(plain.side, chain=Chain({row.key: row}), base=base)
    old = from_document(to_document(replace(plain, observacoes=LONG, booking=side)))
    said = BookingNews(uid=row.uid, status=RowStatus.CANCELLED, sent_at=DAY + timedelta(days=900))

    after = join(said, [old], CATALOG, "id", DAY).after
    assert after.observacoes == LONG
    assert after.side.disagreements == ()
    assert len(str(after.side.base["observacoes"])) <= NOTES
    assert len(after.side.chain.current.told("observacoes")) <= NOTES


@pytest.mark.parametrize("start", UNREADABLE)
def test_a_time_that_is_none_makes_an_undated_appointment_that_says_so(start: str) -> None:
    first = news("created__plain_secret", startTime=start, endTime=start)
    undated = booked(first)

    assert (undated.inicio, undated.data_agendamento) == (None, None)
    assert Pending.HORARIO_ILEGIVEL in undated.pendencias
    slot = Slot(DAY, DAY + timedelta(minutes=30))
    at = replace(
        undated, inicio=slot.inicio, fim=slot.fim, data_agendamento=DAY.date(), hora_agendamento="09:00"
    )
    again = replace(
        first, sent_at=first.sent_at + timedelta(minutes=1), rank=Rank.PASSING, status=RowStatus.ACCEPTED
    )
    assert Pending.HORARIO_ILEGIVEL not in join(again, [at], CATALOG, "id", DAY).after.pendencias


@pytest.mark.parametrize(
    "body",
    [
        b'{"payload": {"title": "Oi \\ud83d", "\\ude00": ["\\u0000\\u202e"]}}',
        b'{"payload": {"a": NaN, "b": -Infinity, "c": 1e999, "d": ' + b"9" * 5_000 + b"}}",
        b'{"a":' * 900 + b"1" + b"}" * 900,
        b"[" * 100_000,
        b"\xff\xfe\x00title=x",
    ],
    ids=["halves", "numbers", "deep", "deeper", "no JSON"],
)
def test_any_stored_body_can_be_shown(body: bytes) -> None:
    for each in (shown(body), masked_body(shown(body))):
        text = json.dumps(each, allow_nan=False, ensure_ascii=False)
        assert not {"\ud83d", "\0", "\u202e"} & set(text)
        text.encode()
