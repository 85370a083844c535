"""An appointment survives its document exactly: what the join compares must not change by being stored."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bson import decode, encode
from bson.codec_options import CodecOptions
from hypothesis import given
from hypothesis import strategies as st

from domain.appointment import Appointment, Origin, Status, Tag
from domain.booking.chain import Chain
from domain.booking.row import NEVER, Fact, Row, RowStatus
from domain.booking.side import BookingSide, Disagreement, Intent
from domain.booking.view import Word
from domain.slots import Slot
from infrastructure.repositories.appointment_document import from_document, to_document
from tests.builders import NOW, a_booking, a_row, an_appointment

AWARE = CodecOptions[dict[str, Any]](tz_aware=True, tzinfo=UTC)

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
instants = st.one_of(st.just(NEVER), st.datetimes(timezones=st.just(UTC)))
slots = st.builds(Slot, instants, instants)
tags = st.builds(Tag, id=texts, name=texts, color=texts)
plain = st.one_of(st.none(), st.booleans(), st.integers(-(2**40), 2**40), texts, st.sampled_from(Status))
days = st.dates(date(1990, 1, 1), date(2100, 1, 1))
leaves = st.one_of(plain, slots, days, instants, st.lists(tags).map(tuple))
values = st.recursive(leaves, lambda v: st.one_of(st.lists(v), st.dictionaries(texts, v)), max_leaves=4)
facts = st.builds(Fact, values, st.integers(0, 4), instants)
seen = st.frozensets(instants, min_size=1, max_size=3)
keys = st.text("abc/-", min_size=1, max_size=4)
names = st.sampled_from(["nome_paciente", "cpf", "unidade", "tags"])
rows = st.builds(
    Row,
    key=keys,
    uid=keys,
    said=st.dictionaries(st.sampled_from(RowStatus), instants, max_size=3),
    read=st.dictionaries(st.tuples(st.sampled_from(RowStatus), instants), seen, max_size=2),
    asked=st.none() | instants,
    accepted=st.none() | instants,
    slot=st.none() | st.builds(Fact, slots, st.just(0), instants),
    older=st.frozensets(keys, max_size=2),
    roots=st.frozensets(keys, max_size=1),
    facts=st.dictionaries(names, facts),
    absences=st.dictionaries(texts, facts, max_size=2),
    absences_read=st.dictionaries(st.tuples(texts, st.booleans()), seen, max_size=2),
    born=st.none() | instants,
    recurring=st.booleans(),
)
chains = st.lists(rows, max_size=3).map(lambda found: Chain({row.key: row for row in found}))
conflicts = st.builds(
    Disagreement,
    field=names,
    kept=values,
    other=values,
    owner=st.just("clinica"),
    at=instants,
    further=st.lists(values, max_size=2).map(tuple),
)
sides = st.builds(
    BookingSide,
    chain=chains,
    base=st.dictionaries(names, values),
    disagreements=st.lists(conflicts, max_size=2).map(tuple),
    previous=st.lists(chains, max_size=2).map(tuple),
    intents=st.dictionaries(names, st.builds(Intent, by=texts, at=instants), max_size=2),
)
milliseconds = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(
    lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000)
)
optional_texts = st.none() | texts
appointments = st.builds(
    Appointment,
    id=texts,
    nome_marca=texts,
    nome_unidade=texts,
    nome_paciente=texts,
    origem=st.sampled_from(Origin),
    created_at=milliseconds,
    updated_at=milliseconds,
    status=st.sampled_from(Status),
    data_agendamento=st.none() | days,
    inicio=st.none() | milliseconds,
    telefone=optional_texts,
    cpf=optional_texts,
    endereco_normalizado=st.none() | st.dictionaries(st.just("rua"), texts),
    data_confirmacao=st.none() | days,
    paciente_ausente=st.booleans(),
    tags=st.lists(tags, max_size=2).map(tuple),
    pendencias=st.lists(texts, max_size=2).map(tuple),
    absorvidos=st.lists(texts, max_size=2).map(tuple),
    booking=st.none() | sides,
    versao=st.integers(0, 2**31),
)


@given(appointments)
def test_a_round_trip_through_bson_changes_nothing(appointment: Appointment) -> None:
    stored = decode(encode(to_document(appointment)), AWARE)
    assert from_document(stored) == appointment


def test_keys_are_absent_rather_than_empty() -> None:
    assert "calcom" not in to_document(an_appointment())
    empty = to_document(an_appointment(booking=a_booking()))
    assert "calcom_booking_id" not in empty
    assert not {"chaves", "uids", "numeros"} & set(empty["calcom"])


def test_the_indexed_keys_are_the_chains_and_those_of_earlier_ones() -> None:
    side = a_booking(a_row("uid2/s1", older=frozenset({"uid0/s1"}), number=2), a_row("uid3", number=3))
    side = replace(side, previous=(Chain({"uid1": a_row("uid1", number=1)}),))
    document = to_document(an_appointment(booking=side))
    assert document["calcom"]["chaves"] == ["uid0/s1", "uid1", "uid2/s1", "uid3"]
    assert document["calcom"]["uids"] == ["uid1", "uid2", "uid3"]
    assert document["calcom"]["numeros"] == [1, 3]
    assert document["calcom_booking_id"] == "uid3"


def test_a_booking_word_still_equals_itself_after_storage() -> None:
    side = BookingSide(base={"status": Word.CLOSED})
    stored = from_document(to_document(an_appointment(booking=side)))
    assert stored.side.base["status"] == Word.CLOSED
    assert stored.created_at == NOW
