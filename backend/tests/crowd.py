"""Appointments that lie close together, so that every bound of a question falls on some of them."""

from datetime import date, datetime, timedelta
from random import Random

from application.page import AppointmentQuery, Scope
from domain.appointment import Appointment, Origin, Status, Tag
from tests.builders import NOW, an_appointment

FIRST = date(2026, 11, 21)
DAYS = [FIRST + timedelta(days=n) for n in range(6)]
ZONES = ("America/Sao_Paulo", "America/Manaus", "America/Noronha")
UNITS, BRANDS = ("Moema", "Paulista"), ("Aurora", "Outra")
NAMES = ("Ana Souza", "José de Araújo", "Maria da Conceição Souza", "Ágata Lima")
CPFS, PHONES = ("52998224725", None), ("+5511987654321", "+5592912345678", None)
TAGS = (Tag("t1", "Jejum", "#ffffff"), Tag("t2", "Idoso", "#000000"))
PENDING = ("cpf_ausente", "convenio_ausente")
SORTS = ("data_agendamento", "created_at", "updated_at", "nome_paciente", "nome_unidade", "status")
# Each filter's values, one of them nobody's.
FILTERS = {
    "nome_unidade": (*UNITS, "Fechada"),
    "nome_marca": (*BRANDS, "Nenhuma"),
    "status": tuple(Status),
    "origem": tuple(Origin),
    "driver_id": ("d1", "d2", "d9"),
    "collector_id": ("c1", "c2", "c9"),
    "car_id": ("v1", "v9"),
    "logistics_package_id": ("p1", "p9"),
    "tag": ("t1", "t2", "t9"),
    "pendencia": (*PENDING, "nome_ausente"),
    "cliente_id": ("x1", "x2", "x9"),
}
WORDS = ("souza", "jose araujo", "mar", "529.982", "11 9876", "+55 92", "ninguém", "  ")
# Midnights of the zones are among these, and the instants beside them.
INSTANTS = [
    NOW + timedelta(hours=hours, milliseconds=more)
    for hours in (-48, -24, 0, 11, 12, 13, 36)
    for more in (-1, 0, 1)
]


def crowd(seed: int, size: int = 160) -> list[Appointment]:
    """Any values of all filters beside each other; one in six has no day."""
    random = Random(seed)
    return [_one(random, number) for number in range(size)]


def _one(random: Random, number: int) -> Appointment:
    pick = random.choice
    day = pick((*DAYS, None)) if random.random() < 0.9 else None
    written = NOW - timedelta(minutes=random.randrange(5))
    return an_appointment(
        id=f"{number:04}",
        nome_paciente=pick(NAMES),
        nome_unidade=pick(UNITS),
        nome_marca=pick(BRANDS),
        status=pick(list(Status)),
        origem=pick(list(Origin)),
        fuso=pick(ZONES),
        data_agendamento=day,
        hora_agendamento=pick(("08:00", "12:00", "23:30", None)) if day else None,
        driver_id=pick(("d1", "d2", None)),
        collector_id=pick(("c1", "c2", None)),
        car_id=pick(("v1", None)),
        logistics_package_id=pick(("p1", None)),
        tags=tuple(random.sample(TAGS, random.randrange(3))),
        pendencias=tuple(random.sample(PENDING, random.randrange(3))),
        cpf=pick(CPFS),
        telefone=pick(PHONES),
        cliente_id=pick(("x1", "x2", None)),
        paciente_ausente=random.random() < 0.2,
        created_at=written - timedelta(days=random.randrange(3)),
        updated_at=written,
        versao=1,
    )


def any_query(random: Random) -> AppointmentQuery:
    """A scope, a period, some filters of some values each, a search and a sort: every combination comes up in time."""
    names = random.sample([*FILTERS], random.choice((0, 0, 1, 1, 1, 2, 3)))
    filters = {name: tuple(random.sample(FILTERS[name], random.choice((1, 1, 2)))) for name in names}
    sort = random.choice((None, None, *SORTS))
    return AppointmentQuery(
        scope=random.choice(list(Scope)),
        data_inicio=random.choice((None, *DAYS)),
        data_fim=random.choice((None, *DAYS)),
        q=random.choice(WORDS) if random.random() < 0.25 else None,
        is_cpf_hidden=random.random() < 0.5,
        sort=sort and random.choice(("", "-")) + sort,
        page=random.choice((1, 1, 2)),
        page_size=random.choice((20, 100)),
        **filters,
    )


def any_instant(random: Random) -> datetime:
    return random.choice(INSTANTS)
