"""Documents and phones: what a person wrote, cleaned. Pure; the one place that knows the libraries for them."""

import re
from operator import attrgetter, mul

import phonenumbers

_REGION = "BR"
_PATTERNS = attrgetter(
    *(f"{kind}.national_number_pattern" for kind in ("general_desc", "fixed_line", "mobile")),
    "national_prefix_for_parsing",
)
_WEIGHTS = range(10, 1, -1), range(11, 1, -1)  # of the digits before a CPF's first and its second check digit
_NO_DIGITS = re.compile(r"\D+")
# What people put between a CPF's digits: blanks, points, slashes, hyphens and dashes of any length, what nobody sees.
_BETWEEN = r"[\s./\\_\-\u00ad\u200b-\u200f\u2010-\u2015\u2060\u2212\ufeff]{0,3}"
# Eleven digits, however they are kept apart. Whether it is one, its check digits say.
LIKE_A_CPF = re.compile(r"(?<!\d)" + _BETWEEN.join([r"\d"] * 11) + r"(?!\d)")
# How most numbers are written. All other spellings, and what is no Brazilian number, are left to the library to judge.
_PLAIN_PHONE = re.compile(r"(?:\+55 ?)?\(?([0-9]{2})\)? ?([0-9]{4,5})[ -]?([0-9]{4})")


def digits(text: str) -> str:
    return _NO_DIGITS.sub("", text)


def clean_cpf(text: str) -> str | None:
    """The eleven digits of a CPF whose check digits are right, else None. Up to two lost leading zeros are put back."""
    number = digits(text)
    padded = number.zfill(11) if len(number) >= 9 else number
    is_right = len(padded) == 11 and padded[9:] == _check_digits(padded[:9]) and len(set(padded)) > 1
    return padded if is_right else None


def cpf_of(number: int) -> str:
    """The CPF whose first nine digits are `number`: its check digits follow (demonstrations and tests)."""
    nine = f"{number:09}"
    return nine + _check_digits(nine)


def _check_digits(nine: str) -> str:
    """The two that follow a CPF's first nine digits."""
    numbers = list(map(int, nine))
    for weights in _WEIGHTS:
        numbers.append(sum(map(mul, numbers, weights)) * 10 % 11 % 10)
    return f"{numbers[9]}{numbers[10]}"


def _usual_number() -> re.Pattern[str]:
    """Fixed and mobile numbers of Brazil by the library's own patterns, those that it may take a prefix from left out."""
    general, fixed, mobile, prefix = _PATTERNS(phonenumbers.PhoneMetadata.metadata_for_region(_REGION))
    return re.compile(rf"(?!{prefix})(?=(?:{general})\Z)(?:{fixed}|{mobile})")


_USUAL_NUMBER = _usual_number()


def clean_phone(text: str) -> tuple[str, bool]:
    """The phone as E.164 and True where it parses as a number (Brazil where no country is named), else as given and False."""
    plain = _PLAIN_PHONE.fullmatch(text)
    if plain and _USUAL_NUMBER.fullmatch(national := "".join(plain.groups())):
        return f"+55{national}", True
    try:
        number = phonenumbers.parse(text, _REGION)
    except phonenumbers.NumberParseException:
        return text.strip(), False
    if not phonenumbers.is_valid_number(number):
        return text.strip(), False
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), True
