"""The clinic's fields out of an event's answers. Only non-empty raw values: cleaning them is the application's."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from application.documents import clean_cpf, digits
from calcom_integration.dto import Attendee, Booking
from calcom_integration.dto.lenient import text
from calcom_integration.mapping.answers import Answer, answers_of, names_of, text_of, value_of
from calcom_integration.mapping.table import MappingTable
from domain.booking.news import Rank

Told = tuple[str, Answer]

_ASKED = (
    "cpf",
    "rg",
    "nome_convenio",
    "numero_convenio",
    "carteira_convenio",
    "endereco_completo",
    "observacoes",
    "telefone",
)
# Cal.com invents these for people who gave only a phone: never an identity (CALCOM.md I30).
_INVENTED = "@sms.cal.com"
NO_RANK = 0
_PHONE = re.compile(r"\+\d{8,15}")


class Fields:
    """Reads one booking by one table. What it yields may repeat a field: the first is the better."""

    def __init__(self, booking: Booking, table: MappingTable) -> None:
        self._booking, self._table = booking, table
        self._answers = answers_of(booking)

    def of_patient(self) -> Iterator[Told]:
        """What the booker said of the patient: never read where the answers may be somebody else's (rule 9)."""
        yield from _told("nome_paciente", self._name())
        yield from _told("email", self._email())
        for name in _ASKED:
            answer = self.asked(name)
            if answer:
                yield from _told(name, text_of(answer.value), answer.is_weak)
        yield from _told("telefone", self._phone())
        yield from _told("endereco_completo", self._address())
        yield from _told("observacoes", self._booking.additional_notes)

    def tags(self) -> Iterator[Told]:
        """Names of tags: answered to a visible question, else of `metadata.tags`, which like the hidden ones may come from the
        page's address (CALCOM.md E)."""
        in_metadata = (self._booking.metadata or {}).get("tags")
        sources = [Answer(in_metadata, is_weak=True)] if in_metadata else []
        answer = self.asked("tags")
        for source in sorted([*sources, *([answer] if answer else [])], key=lambda each: each.is_weak):
            names = names_of(source.value)
            if names:
                yield "tags", Answer(names, source.is_weak)

    def asked(self, name: str) -> Answer | None:
        """The answer to the question for the field `name`: the best slug's, a visible question's first."""
        found = [self._answers[slug] for slug in self._table.slugs_of(name) if slug in self._answers]
        return min(found, key=lambda answer: answer.is_weak, default=None)

    def _name(self) -> str | None:
        answer = self._answers.get("name")
        value = answer.value if answer else None
        if isinstance(value, dict):
            value = _joined(text(value.get("firstName")), text(value.get("lastName")))
        booker = self._booker()
        return text(value) or booker.name or _joined(booker.first_name, booker.last_name)

    def _email(self) -> str | None:
        answer = self._answers.get("email")
        return real_email((answer and text(answer.value)) or self._booker().email)

    def _phone(self) -> str | None:
        """Where Cal.com itself keeps a phone (CALCOM.md E), the person's own first, a call's number last."""
        own, reminder = self._answers.get("attendeephonenumber"), self._answers.get("smsremindernumber")
        places = (
            own and text_of(own.value),
            self._booker().phone_number,
            (reminder and text_of(reminder.value)) or self._booking.sms_reminder_number,
            *(_phone_in(place) for place in (*self._location()[::-1], self._booking.location)),
        )
        return next((place for place in places if place), None)

    def _address(self) -> str | None:
        """The patient's address, where the event type asks the attendee for it; any other location is the clinic's."""
        kind, detail = self._location()
        return detail if kind == "attendeeInPerson" else None

    def _location(self) -> tuple[str | None, str | None]:
        """Kind and detail of `responses.location`, labelled or raw."""
        entry: Any = (self._booking.responses or {}).get("location")
        labelled = isinstance(entry, dict) and "label" in entry
        place = value_of(entry) if labelled or not isinstance(entry, dict) else entry
        if isinstance(place, dict) and isinstance(place.get("value"), dict):
            place = place["value"]
        if not isinstance(place, dict):
            return text(place), None
        return text(place.get("value")), text(place.get("optionValue"))

    def _booker(self) -> Attendee:
        return self._booking.attendees[0] if self._booking.attendees else Attendee()


def ranks_of(told: Mapping[str, Answer]) -> dict[str, int]:
    """The ranks of answers that are worth less than their news: weak ones, and least those that cleaning leaves nothing of,
    so that no mapping empties a field by taking another question for it."""
    weak: dict[str, int] = {name: Rank.PASSING for name, answer in told.items() if answer.is_weak}
    return weak | {name: NO_RANK for name, answer in told.items() if not _is_readable(name, answer.value)}


def _is_readable(name: str, value: Any) -> bool:
    if name == "cpf":
        return clean_cpf(value) is not None
    return bool(digits(value)) if name == "rg" else True


def real_email(address: str | None) -> str | None:
    """The address in lower case, or None where Cal.com made it up."""
    email = (address or "").lower()
    return email if email and not email.endswith(_INVENTED) else None


def _told(name: str, value: str | None, is_weak: bool = False) -> Iterator[Told]:
    if value:
        yield name, Answer(value, is_weak)


def _joined(*parts: str | None) -> str | None:
    return " ".join(part for part in parts if part) or None


def _phone_in(place: str | None) -> str | None:
    compact = re.sub(r"[\s().-]", "", place or "")
    return compact if _PHONE.fullmatch(compact) else None
