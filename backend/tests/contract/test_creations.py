"""What requests made, and that a second one with the same key makes nothing: the fake and the real repository alike."""

import asyncio
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from application.creation import Creation, Earlier, creation_of
from application.ports import AppointmentRepository as Repository
from application.ports import Write
from domain.appointment import Appointment
from domain.errors import StaleWrite
from domain.history import Actor, deletion_of
from tests.builders import NOW, an_appointment


def a_creation() -> Creation:
    creation = creation_of(uuid4(), "ana", b"{}")
    assert creation is not None
    return creation


async def made(repository: Repository, creation: Creation) -> Appointment:
    appointment = an_appointment()
    await repository.commit(Write(put=appointment, expected=0, creation=creation))
    return replace(appointment, versao=1)


async def test_what_a_request_made_is_found_as_it_is_now(repository: Repository) -> None:
    creation = a_creation()
    assert await repository.created_by(creation.key) is None
    appointment = await made(repository, creation)
    assert await repository.created_by(creation.key) == Earlier(appointment, creation.body)
    changed = replace(appointment, observacoes="outra")
    await repository.commit(Write(put=changed, expected=1))
    assert await repository.created_by(creation.key) == Earlier(replace(changed, versao=2), creation.body)


async def test_of_racing_requests_one_makes_something(repository: Repository) -> None:
    creation = a_creation()
    results = await asyncio.gather(*(made(repository, creation) for _ in range(4)), return_exceptions=True)
    assert sorted(isinstance(each, StaleWrite) for each in results) == [False, True, True, True]


async def test_a_deleted_appointment_is_remembered(repository: Repository) -> None:
    creation = a_creation()
    appointment = await made(repository, creation)
    await repository.remove(appointment, deletion_of(appointment, Actor("usuario", "Ana"), NOW))
    assert await repository.created_by(creation.key) == Earlier(None, creation.body)


async def test_an_absorbed_one_is_found_in_its_survivor(repository: Repository) -> None:
    first, second = a_creation(), a_creation()
    survivor, gone = await made(repository, first), await made(repository, second)
    union = replace(survivor, absorvidos=(gone.id,))
    await repository.commit(Write(put=union, expected=1, absorbed=(gone,)))
    for creation in (first, second):
        assert await repository.created_by(creation.key) == Earlier(replace(union, versao=2), creation.body)
    with pytest.raises(StaleWrite):
        await made(repository, second)


KEY = UUID("0a8f0f6e-6c1c-4f4e-9e58-7f1d3c4b5a69")


def test_a_request_is_known_by_its_user_its_key_and_its_body() -> None:
    same, body = creation_of(KEY, "ana", b"ab", b"c"), (b"ab", b"c")
    assert same == creation_of(UUID(KEY.hex.upper()), "ana", *body)
    assert same is not None
    others = [creation_of(KEY, "bia", *body), creation_of(uuid4(), "ana", *body)]
    assert same.key not in [each.key for each in others if each]
    cut_elsewhere = creation_of(KEY, "ana", b"a", b"bc")
    assert cut_elsewhere is not None
    assert (cut_elsewhere.key, cut_elsewhere.body != same.body) == (same.key, True)
    assert creation_of(None, "ana", *body) is None
