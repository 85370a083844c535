"""Dates, hours, money and statuses in Brazilian Portuguese."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

WEEKDAYS = ("segunda", "terça", "quarta", "quinta", "sexta", "sábado", "domingo")
MONTHS = ("jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez")
STATUS = {
    "ACCEPTED": "Confirmado",
    "PENDING": "Aguardando confirmação",
    "CANCELLED": "Cancelado",
    "REJECTED": "Recusado",
}


def day(instant: datetime, zone: ZoneInfo) -> str:
    """`quarta, 25 nov 2026` at a place."""
    local = instant.astimezone(zone)
    return f"{WEEKDAYS[local.weekday()]}, {local.day} {MONTHS[local.month - 1]} {local.year}"


def short_day(local: date) -> tuple[str, int, str]:
    """`("qua", 25, "nov")`."""
    return WEEKDAYS[local.weekday()][:3], local.day, MONTHS[local.month - 1]


def hour(instant: datetime, zone: ZoneInfo) -> str:
    """`08:30` at a place."""
    return instant.astimezone(zone).strftime("%H:%M")


def place(time_zone: str) -> str:
    """`Horário de Sao Paulo` for `America/Sao_Paulo`."""
    return "Horário de " + time_zone.rsplit("/", 1)[-1].replace("_", " ").replace("Sao", "São")


def money(cents: int) -> str:
    """`R$ 150,00`."""
    return f"R$ {cents // 100},{cents % 100:02d}"
