"""A believable week for demonstrations (`make seed`): 400 appointments of all origins in every unit, a crew for them.

Deterministic but for today's date: the same day gives the same week, and a second run adds nothing."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import NAMESPACE_OID, uuid5

from application.documents import cpf_of, digits
from domain.appointment import Appointment, Origin, Status
from domain.booking.news import BookingNews, Rank
from domain.booking.row import RowStatus
from domain.pending import Pending
from domain.slots import Slot, instant, projection
from domain.small_lists import Car, Collector, Driver, LogisticsPackage, Unit

_FIRST = (
    *("Ana Beatriz", "Antônio", "Camila", "Carlos Eduardo", "Débora", "Eduarda", "Fernando", "Gabriela"),
    *("Heitor", "Isabela", "João Pedro", "Júlia", "Larissa", "Luiz Felipe", "Marcos", "Maria Clara"),
    *("Natália", "Otávio", "Patrícia", "Rafael", "Sônia", "Tereza", "Vinícius", "Yasmin"),
)
_LAST = (
    *("Almeida", "Araújo", "Barbosa", "Cardoso", "Carvalho", "da Silva", "de Oliveira", "dos Santos"),
    *("Ferreira", "Gonçalves", "Lima", "Martins", "Moreira", "Nascimento", "Pereira", "Ribeiro"),
    *("Rocha", "Souza", "Teixeira", "Vasconcelos"),
)
_STREETS = (
    "Rua das Acácias",
    "Rua Sete de Setembro",
    "Avenida Brasil",
    "Rua XV de Novembro",
    "Travessa da Paz",
)
_PLANS = ("Particular", "Unimed", "Bradesco Saúde", "Amil", None)
_CREW = ("Célia Prado", "Joana Reis", "Marta Nunes", "Paulo Dias")
_DRIVERS = ("Davi Moura", "Edson Melo", "Rui Campos")
_PLATES = ("BRA2E19", "RIO4B52", "SPO7C81")
_PAST = (Status.COLETADO, Status.COLETADO, Status.COLETADO, Status.CANCELADO, Status.RECOLETA)
_AHEAD = (
    *(Status.AGENDADO, Status.AGENDADO, Status.CONFIRMADO, Status.CONFIRMADO, Status.PENDENTE),
    *(Status.AUTORIZACAO, Status.CADASTRAR, Status.ALTERAR, Status.CANCELADO),
)
BY_HAND, FROM_SHEETS, BOOKED = 180, 120, 100
_BY = "Atendente Demo"


@dataclass(frozen=True, slots=True)
class Crew:
    drivers: Sequence[Driver]
    collectors: Sequence[Collector]
    cars: Sequence[Car]
    packages: Sequence[LogisticsPackage]


def crew() -> Crew:
    """Who drives, who collects, in which car."""
    drivers = [Driver(id=_id("driver", n), name=name) for n, name in enumerate(_DRIVERS)]
    collectors = [Collector(id=_id("collector", n), name=name) for n, name in enumerate(_CREW)]
    cars = [Car(id=_id("car", n), plate=plate, model="Fiat Mobi") for n, plate in enumerate(_PLATES)]
    packages = [
        LogisticsPackage(
            id=_id("package", n),
            name=f"Rota {n + 1}",
            driver_id=driver.id,
            collector_id=collector.id,
            car_id=car.id,
        )
        for n, (driver, collector, car) in enumerate(zip(drivers, collectors, cars, strict=False))
    ]
    return Crew(drivers, collectors, cars, packages)


def appointments(units: Sequence[Unit], now: datetime) -> dict[Origin, list[Appointment]]:
    """Those entered by hand and those from spreadsheets, from two days ago to four days ahead. `now` is UTC."""
    chance, people = random.Random(7), crew()  # noqa: S311 - a demonstration's dice
    made = [_appointment(n, chance, units, people, now) for n in range(BY_HAND + FROM_SHEETS)]
    sheets = [replace(each, origem=Origin.PLANILHA) for each in made[BY_HAND:]]
    return {Origin.MANUAL: made[:BY_HAND], Origin.PLANILHA: sheets}


def bookings(units: Sequence[Unit], now: datetime) -> list[BookingNews]:
    """News of bookings by patients: some accepted, some moved (a chain of two rows), some cancelled."""
    chance = random.Random(11)  # noqa: S311 - as above
    news: list[BookingNews] = []
    for n in range(BOOKED):
        first = _booking(n, chance, units, now)
        news.append(first)
        if n % 5 == 0 and first.slot:
            later = Slot(first.slot.inicio + timedelta(days=1), first.slot.fim + timedelta(days=1))
            moved = f"{first.uid}-b"
            news.append(replace(first, uid=moved, number=20_000 + n, predecessor=first.uid, slot=later))
        elif n % 9 == 0:
            sent = first.sent_at + timedelta(minutes=5)
            news.append(replace(first, status=RowStatus.CANCELLED, sent_at=sent, births=False))
    return news


def _appointment(
    number: int, chance: random.Random, units: Sequence[Unit], people: Crew, now: datetime
) -> Appointment:
    unit, name = chance.choice(units), _name(chance)
    inicio = _start(number, chance, unit, now)
    day, hour = projection(inicio, unit.fuso)
    status = chance.choice(_PAST if inicio < now else _AHEAD)
    package, plan = chance.choice(people.packages), chance.choice(_PLANS)
    is_assigned = status in (Status.AGENDADO, Status.CONFIRMADO, Status.COLETADO) and chance.random() < 0.8
    confirmed = status is Status.CONFIRMADO
    made = now - timedelta(days=3, minutes=number)
    cpf = _cpf(number)
    codes = [*([] if cpf else [Pending.CPF_AUSENTE]), *([] if plan else [Pending.CONVENIO_AUSENTE])]
    return Appointment(
        id=_id(f"{now:%Y-%m-%d} appointment", number),
        nome_marca=unit.nome_marca,
        nome_unidade=unit.nome_unidade,
        nome_paciente=name,
        origem=Origin.MANUAL,
        created_at=made,
        updated_at=now,
        status=status,
        data_agendamento=day,
        hora_agendamento=hour,
        inicio=inicio,
        fim=inicio + timedelta(minutes=unit.duracao_minutos),
        fuso=unit.fuso,
        telefone=_phone(chance),
        cpf=cpf,
        nome_convenio=plan,
        endereco_completo=f"{chance.choice(_STREETS)}, {chance.randrange(10, 990)} - Centro",
        driver_id=package.driver_id if is_assigned else None,
        collector_id=package.collector_id if is_assigned else None,
        car_id=package.car_id if is_assigned else None,
        logistics_package_id=package.id if is_assigned else None,
        canal_confirmacao="WhatsApp" if confirmed else None,
        data_confirmacao=made.date() if confirmed else None,
        pendencias=tuple(sorted(codes)),
        cadastrado_por=_BY,
        agendado_por=_BY if status in (Status.AGENDADO, Status.CONFIRMADO) else None,
    )


def _booking(number: int, chance: random.Random, units: Sequence[Unit], now: datetime) -> BookingNews:
    unit, name = chance.choice(units), _name(chance)
    inicio = _start(number, chance, unit, now)
    cpf = _cpf(BY_HAND + FROM_SHEETS + number)
    place = {"nome_unidade": unit.nome_unidade, "nome_marca": unit.nome_marca, "fuso": unit.fuso}
    return BookingNews(
        uid=f"demo-{now:%Y%m%d}-{number}",
        number=10_000 + number,
        sent_at=now - timedelta(days=1, minutes=number),
        rank=Rank.PATIENT,
        births=True,
        status=RowStatus.PENDING if number % 7 == 0 else RowStatus.ACCEPTED,
        slot=Slot(inicio, inicio + timedelta(minutes=unit.duracao_minutos)),
        answers={
            "nome_paciente": name,
            "email": f"paciente{number}@example.com",
            "telefone": _phone(chance),
            "nome_convenio": chance.choice(_PLANS[:-1]),
            "unidade": place,
            **({"cpf": cpf} if cpf else {}),
        },
    )


def _start(number: int, chance: random.Random, unit: Unit, now: datetime) -> datetime:
    """Between six and noon at the unit, every ten minutes."""
    today: date = projection(now, unit.fuso)[0]
    hour = time(6 + chance.randrange(6), 10 * chance.randrange(6))
    return instant(today + timedelta(days=number % 7 - 2), hour.strftime("%H:%M"), unit.fuso).astimezone(UTC)


def _name(chance: random.Random) -> str:
    return f"{chance.choice(_FIRST)} {chance.choice(_LAST)} {chance.choice(_LAST)}"


def _cpf(patient: int) -> str | None:
    """An invented CPF; every sixth patient brings none."""
    return cpf_of(910_000_000 + 7 * patient) if patient % 6 else None


def _phone(chance: random.Random) -> str:
    return f"+55119{digits(str(chance.randrange(10_000_000, 99_999_999)))}"


def _id(kind: str, number: int) -> str:
    return str(uuid5(NAMESPACE_OID, f"coleta demo {kind} {number}"))
