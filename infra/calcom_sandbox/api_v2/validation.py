"""Words of the validators that Cal.com uses, for what pydantic found wrong."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

Problem: TypeAlias = dict[str, Any]
_Words: TypeAlias = tuple[str, Callable[[str, Problem], str]]

_NOT_A_DATE: _Words = ("isDateString", lambda name, _: f"{name} must be a valid ISO 8601 date string")
_NOT_WHOLE: _Words = ("isInt", lambda name, _: f"{name} must be an integer number")
_NOT_YES_OR_NO: _Words = ("isBoolean", lambda name, _: f"{name} must be a boolean value")
_WORDS: dict[str, _Words] = {
    "extra_forbidden": ("whitelistValidation", lambda name, _: f"property {name} should not exist"),
    "missing": ("isDefined", lambda name, _: f"{name} should not be null or undefined"),
    "string_type": ("isString", lambda name, _: f"{name} must be a string"),
    "bool_type": _NOT_YES_OR_NO,
    "bool_parsing": _NOT_YES_OR_NO,
    "int_type": _NOT_WHOLE,
    "int_parsing": _NOT_WHOLE,
    "list_type": ("isArray", lambda name, _: f"{name} must be an array"),
    "dict_type": ("isObject", lambda name, _: f"{name} must be an object"),
    "datetime_type": _NOT_A_DATE,
    "datetime_parsing": _NOT_A_DATE,
    "datetime_from_date_parsing": _NOT_A_DATE,
    "literal_error": ("isEnum", lambda name, found: f"{name} must be one of {found['ctx']['expected']}"),
    "less_than_equal": ("max", lambda name, found: f"{name} must not be greater than {found['ctx']['le']}"),
    "greater_than_equal": ("min", lambda name, found: f"{name} must not be less than {found['ctx']['ge']}"),
}
_STATUSES = "Invalid status. Allowed are upcoming, recurring, past, cancelled, unconfirmed"


def piped_message(problems: Sequence[Problem]) -> str:
    """One sentence, property by property: `start property is wrong,start must be … ` (S-76)."""
    return ",".join(_sentence(list(problem["loc"][1:]), problem) for problem in problems)


def plain_errors(problems: Sequence[Problem], target: dict[str, Any]) -> list[dict[str, Any]]:
    """The list of class-validator's findings (recorded `bookings-list-take-too-big`)."""
    return [_finding(problem, target) for problem in problems]


def _sentence(path: list[Any], problem: Problem) -> str:
    if len(path) > 1 and isinstance(path[1], str):
        return f"{path[0]} property is wrong, {_sentence(path[1:], problem)}"
    name = str(path[0]) if path else "body"
    return f"{name} property is wrong,{_constraint(name, problem)[1]} "


def _finding(problem: Problem, target: dict[str, Any]) -> dict[str, Any]:
    name = str(problem["loc"][1]) if len(problem["loc"]) > 1 else "body"
    value = _typed(name, target.get(name))
    return {
        "target": {key: _typed(key, each) for key, each in target.items()},
        "value": value,
        "property": name,
        "children": [],
        "constraints": dict([_constraint(name, problem)]),
    }


def _constraint(name: str, problem: Problem) -> tuple[str, str]:
    if name == "status":
        return "isEnum", _STATUSES
    if name.startswith("sort"):
        return "isEnum", f'{name[:1].upper()}{name[1:]} must be either "asc" or "desc".'
    known = _WORDS.get(problem["type"])
    return (known[0], known[1](name, problem)) if known else (problem["type"], str(problem["msg"]))


def _typed(name: str, value: Any) -> Any:
    """A query value as Cal.com's transformers leave it: a list of statuses, a number of rows."""
    if name == "status" and isinstance(value, str):
        return [word.strip() for word in value.split(",")]
    return int(value) if isinstance(value, str) and value.lstrip("-").isdigit() else value
