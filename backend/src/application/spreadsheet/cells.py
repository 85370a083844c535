"""Single cells: the same value whether the file has it as a cell of its kind or as text. Pure."""

import re
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

from application.spreadsheet.faults import BadCell
from domain.slots import YEARS
from domain.text import cleaned

Cell: TypeAlias = str | float | bool | date | datetime | time | timedelta | None

_BAD_DATE = "Data inválida: use dd/mm/aaaa."
_BAD_HOUR = "Hora inválida: use hh:mm."
# Day 0 of Excel's 1900 date system, its non-existing 29 February 1900 counted.
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's local time
_SERIALS = range(20_000, 110_000)  # 1954 to 2201
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:[ T,]+(\d.*))?")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]+(\d.*))?")
_HOUR = re.compile(r"(\d{1,2})(?: ?[:hH.] ?(\d{2})?(?: ?: ?\d{2}(?:\.\d+)?)?)?(?: ?(?:min|hs?|horas))?")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


def text_of(cell: Cell) -> str | None:
    """The cell as a person reads it, trimmed, or None where it is empty; a whole number without its fraction."""
    match cell:
        case str():
            return cleaned(cell).strip() or None
        case None:
            return None
        case bool():
            return "Sim" if cell else "Não"
        case float() | int():
            return str(int(cell)) if float(cell).is_integer() else str(cell)
        case datetime():
            return f"{cell.day:02}/{cell.month:02}/{cell.year} {cell.hour:02}:{cell.minute:02}"
        case date():
            return f"{cell.day:02}/{cell.month:02}/{cell.year}"
        case time():
            return cell.strftime("%H:%M")
        case timedelta():
            return "{:02}:{:02}".format(*_hours_and_minutes(cell))


def day_of(cell: Cell) -> tuple[date | None, str | None]:
    """The day, and the hour (`HH:MM`) where the cell has one too. Raises BadCell."""
    day, hour = _any_day_of(cell)
    if day and day.year not in YEARS:
        raise BadCell(_BAD_DATE)
    return day, hour


def hour_of(cell: Cell) -> str | None:
    """The hour as `HH:MM`, or None where the cell is empty. Raises BadCell."""
    match cell:
        case datetime() | time():
            return cell.strftime("%H:%M")
        case timedelta():
            return _clock(cell)
        case bool() | date():
            raise BadCell(_BAD_HOUR)
        case float() | int():
            return _from_fraction(float(cell))
    text = text_of(cell)
    return _hour_in(_after_day(text)) if text else None


def _any_day_of(cell: Cell) -> tuple[date | None, str | None]:
    match cell:
        case datetime():
            return _split(cell)
        case date():
            return cell, None
        case bool() | time() | timedelta():
            raise BadCell(_BAD_DATE)
        case float() | int():
            return _from_serial(float(cell))
    text = text_of(cell)
    return _day_in(text) if text else (None, None)


def _day_in(text: str) -> tuple[date, str | None]:
    if found := _DAY_FIRST.fullmatch(text):
        day, month, year, rest = found.groups()
        year = f"20{year}" if len(year) == 2 else year
    elif found := _YEAR_FIRST.fullmatch(text):
        year, month, day, rest = found.groups()
    elif _NUMBER.fullmatch(text):
        return _from_serial(float(text.replace(",", ".")))
    else:
        raise BadCell(_BAD_DATE)
    try:
        return date(int(year), int(month), int(day)), _unless_midnight(_hour_in(rest) if rest else None)
    except ValueError:
        raise BadCell(_BAD_DATE) from None


def _after_day(text: str) -> str:
    """The hour of a text that begins with a day; else the text."""
    found = _DAY_FIRST.fullmatch(text) or _YEAR_FIRST.fullmatch(text)
    return (found.groups()[-1] if found else None) or text


def _hour_in(text: str) -> str:
    if _NUMBER.fullmatch(text) and ("," in text or text.startswith("0.")):
        return _from_fraction(float(text.replace(",", ".")))
    found = _HOUR.fullmatch(" ".join(text.split()))
    if not found:
        raise BadCell(_BAD_HOUR)
    return _checked(int(found.group(1)), int(found.group(2) or 0))


def _from_serial(number: float) -> tuple[date, str | None]:
    if not _SERIALS.start <= number < _SERIALS.stop:
        raise BadCell(_BAD_DATE)
    return _split(_EPOCH + timedelta(minutes=round(number * 24 * 60)))


def _from_fraction(number: float) -> str:
    """A fraction of a day, as spreadsheets keep an hour; a small whole number is the hour itself."""
    if 0 <= number < 1:
        return _clock(timedelta(minutes=round(number * 24 * 60)))
    if number.is_integer():
        return _checked(int(number), 0)
    raise BadCell(_BAD_HOUR)


def _split(moment: datetime) -> tuple[date, str | None]:
    return moment.date(), _unless_midnight(moment.strftime("%H:%M"))


def _unless_midnight(hour: str | None) -> str | None:
    """Midnight beside a day is how a cell says that it has no hour."""
    return None if hour == "00:00" else hour


def _clock(since_midnight: timedelta) -> str:
    return _checked(*_hours_and_minutes(since_midnight))


def _hours_and_minutes(span: timedelta) -> tuple[int, int]:
    return divmod(round(span.total_seconds() / 60), 60)


def _checked(hour: int, minute: int) -> str:
    if not (0 <= hour < 24 and 0 <= minute < 60):
        raise BadCell(_BAD_HOUR)
    return f"{hour:02}:{minute:02}"
