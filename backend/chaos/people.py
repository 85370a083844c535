"""Invented people and the times they like. Everything follows from the dice given."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from application.documents import cpf_of

_FIRST = (
    "Ana",
    "Bruno",
    "Carla",
    "Diego",
    "Elisa",
    "Fábio",
    "Gisele",
    "Hugo",
    "Inês",
    "Jonas",
    "Lívia",
    "Mário",
)
_LAST = (
    "Almeida",
    "Barros",
    "Cunha",
    "Dantas",
    "Esteves",
    "Faria",
    "Guedes",
    "Henriques",
    "Junqueira",
    "Lemos",
)
_PLANS = ("Particular", "Bradesco Saúde", "Unimed", "Amil", "SulAmérica")


@dataclass(frozen=True, slots=True)
class Offer:
    """An event type of the stand-in's catalogue: how it is booked, and how many of a hundred patients book it."""

    id: int
    kind: str
    weight: int
    zone: str = "America/Sao_Paulo"


OFFERS = (
    Offer(1, "plain", 20),
    Offer(2, "plain", 15),
    Offer(3, "confirmation", 18),
    Offer(4, "plain", 8, "America/Manaus"),
    Offer(5, "recurring", 6),
    Offer(6, "seats", 22),
    Offer(7, "paid", 5),
    Offer(8, "plain", 6, "America/Noronha"),
)
# Seats are shared: the fewer times on offer, the more people sit together.
_SEATED_DAYS, _DAYS = range(3, 10), range(2, 40)


@dataclass(frozen=True, slots=True)
class Person:
    """One patient. The e-mail names the patient on both sides."""

    name: str
    email: str
    cpf: str
    phone: str
    plan: str

    @property
    def answers(self) -> dict[str, str]:
        """The booking form, filled in."""
        return {
            "name": self.name,
            "email": self.email,
            "cpf": self.cpf,
            "telefone": self.phone,
            "convenio": self.plan,
        }


def person(number: int, dice: Random) -> Person:
    """The patient of that number."""
    return Person(
        name=invented_name(dice, number),
        email=f"paciente{number:04}@example.com",
        cpf=cpf_of(dice.randrange(10**9)),
        phone=invented_phone(dice),
        plan=dice.choice(_PLANS),
    )


def invented_name(dice: Random, number: int) -> str:
    """A name that nobody else has."""
    return f"{dice.choice(_FIRST)} {dice.choice(_LAST)} {_letters(number)}"


def invented_phone(dice: Random) -> str:
    """A mobile number of São Paulo, E.164."""
    return f"+55119{dice.randrange(80_000_000, 99_999_999)}"


def invented_time(offer: Offer, now: datetime, dice: Random) -> datetime:
    """A half hour of the opening hours of one of the next weeks at the event type's place, UTC."""
    seated = offer.kind == "seats"
    zone = ZoneInfo(offer.zone)
    day = now.astimezone(zone).date() + timedelta(days=dice.choice(_SEATED_DAYS if seated else _DAYS))
    half_hours = dice.randrange(0, 20, 4 if seated else 1)
    opens = datetime.combine(day, time(8, 0), zone)
    return (opens + half_hours * timedelta(minutes=30)).astimezone(UTC)


def _letters(number: int) -> str:
    """A number as a surname."""
    text = ""
    while number or not text:
        number, digit = divmod(number, 20)
        text = "bcdfghjlmnpqrstvxzkw"[digit] + "aeiou"[digit % 5] + text
    return text.capitalize()
