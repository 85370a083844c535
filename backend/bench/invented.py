"""Invented deliveries, made of a recorded one: one new booking each."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count

from application.documents import cpf_of
from tests.generated_deliveries import Row, created

_FIRST = datetime(2030, 1, 7, 10, tzinfo=UTC)
_NUMBERS = count(1)
_CPF = b"529.982.247-25"  # the recorded patient's: whoever has another is another client


def bookings(number: int) -> list[bytes]:
    """The bodies of so many deliveries; none is made twice in one process."""
    return list(_bodies(number))


def uid_of(number: int) -> str:
    return f"banca{number:08d}"


def _bodies(number: int) -> Iterator[bytes]:
    for _ in range(number):
        own = next(_NUMBERS)
        start = _FIRST + timedelta(days=own % 300, minutes=30 * (own // 300))
        body = created(Row(uid_of(own), 1_000_000 + own, start, f"Paciente {own:06d}", uid_of(own)))
        yield body.replace(_CPF, cpf_of(own).encode())
