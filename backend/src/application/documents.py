"""Documents and phones: what a person wrote, cleaned. Pure; the one place that knows the libraries for them."""

import re

import phonenumbers
from validate_docbr import CPF

_REGION = "BR"
_cpf = CPF()


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def clean_cpf(text: str) -> str | None:
    """The eleven digits of a CPF whose check digits are right, else None. Up to two lost leading zeros are put back."""
    number = digits(text)
    padded = number.zfill(11) if len(number) >= 9 else number
    return padded if len(padded) == 11 and _cpf.validate(padded) else None


def cpf_of(number: int) -> str:
    """The CPF whose first nine digits are `number`: its check digits follow (demonstrations and tests)."""
    told = f"{number:09}"
    for length in (10, 11):
        total = sum(int(digit) * weight for digit, weight in zip(told, range(length, 1, -1), strict=True))
        told += str(total * 10 % 11 % 10)
    return told


def clean_phone(text: str) -> tuple[str, bool]:
    """The phone as E.164 and True where it parses as a number (Brazil where no country is named), else as given and False."""
    try:
        number = phonenumbers.parse(text, _REGION)
    except phonenumbers.NumberParseException:
        return text.strip(), False
    if not phonenumbers.is_valid_number(number):
        return text.strip(), False
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), True
