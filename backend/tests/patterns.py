"""Whether a regular expression's work is linear in its text, told from the expression alone.

It is where no repetition stands in another one, none can take what the next part begins with, and, where a text is searched,
no search can begin again inside a long repetition. One choice (`?`, `{4,5}`) costs at most twice, and is let pass.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from re import _constants as c  # type: ignore[attr-defined]  # how Python itself reads one
from re import _parser  # type: ignore[attr-defined]
from typing import Any

_CATEGORIES = {
    c.CATEGORY_DIGIT: r"\d",
    c.CATEGORY_NOT_DIGIT: r"\D",
    c.CATEGORY_SPACE: r"\s",
    c.CATEGORY_NOT_SPACE: r"\S",
    c.CATEGORY_WORD: r"\w",
    c.CATEGORY_NOT_WORD: r"\W",
}
_REPEATS = (c.MAX_REPEAT, c.MIN_REPEAT)
_LONG = 100
# Every character that a pattern here names, and some of each kind that it does not.
_SAMPLE = frozenset(map(chr, [*range(0x180), *range(0x2000, 0x2070), 0x2212, 0xFEFF, 0x4E00]))
Items = Sequence[tuple[Any, Any]]
Chars = frozenset[str]


def faults(pattern: str | bytes, flags: int = 0, *, is_searched: bool = True) -> list[str]:
    """What could make the work more than linear; nothing where it is not."""
    parsed = _parser.parse(pattern, flags)
    begins, is_empty = _first(parsed, flags | parsed.state.flags)
    begin = _SAMPLE if is_empty else begins
    return list(
        _faults(parsed, frozenset(), begin if is_searched else frozenset(), flags | parsed.state.flags)
    )


def _faults(items: Items, after: Chars, begin: Chars, flags: int) -> Iterator[str]:
    for place, (op, value) in enumerate(items):
        rest, is_empty = _first(items[place + 1 :], flags)
        follows = rest | after if is_empty else rest
        for inner in _inside(op, value):
            yield from _faults(inner, follows, begin, flags)
        if op in _REPEATS and value[1] - value[0] > 1:
            yield from _repetition(value, follows, begin, flags)


def _repetition(value: Any, follows: Chars, begin: Chars, flags: int) -> Iterator[str]:
    _, most, body = value
    chars, _ = _first(body, flags)
    if any(_varies(item) for item in body):
        yield "a repetition in a repetition"
    if chars & follows:
        yield "a repetition that overlaps what follows it"
    if most > _LONG and follows and chars & begin:
        yield "a search that can begin again inside a long repetition"


def _varies(item: tuple[Any, Any]) -> bool:
    op, value = item
    is_repeat = op in _REPEATS and value[1] - value[0] > 1
    return is_repeat or any(_varies(each) for inner in _inside(op, value) for each in inner)


def _inside(op: Any, value: Any) -> list[Items]:
    if op in _REPEATS:
        return [value[2]]
    if op is c.SUBPATTERN:
        return [value[-1]]
    if op is c.BRANCH:
        return list(value[1])
    return [value[1]] if op in (c.ASSERT, c.ASSERT_NOT) else []


def _first(items: Items, flags: int) -> tuple[Chars, bool]:
    """What the items may begin with, and whether they may be empty."""
    found: Chars = frozenset()
    for op, value in items:
        chars, is_empty = _begins(op, value, flags)
        found |= chars
        if not is_empty:
            return found, False
    return found, True


def _begins(op: Any, value: Any, flags: int) -> tuple[Chars, bool]:
    if op in (c.AT, c.ASSERT, c.ASSERT_NOT):
        return frozenset(), True
    inner = _inside(op, value)
    if not inner:
        return _chars(op, value, flags), False
    firsts = [_first(each, flags) for each in inner]
    is_empty = any(empty for _, empty in firsts) or (op in _REPEATS and value[0] == 0)
    return frozenset().union(*(chars for chars, _ in firsts)), is_empty


def _chars(op: Any, value: Any, flags: int) -> Chars:
    match op:
        case c.LITERAL:
            found = {chr(value)}
        case c.NOT_LITERAL:
            found = {*_SAMPLE} - {chr(value)}
        case c.ANY:
            found = {*_SAMPLE}
        case c.RANGE:
            found = {each for each in _SAMPLE if value[0] <= ord(each) <= value[1]}
        case c.CATEGORY:
            found = {each for each in _SAMPLE if re.match(_CATEGORIES[value], each)}
        case c.IN:
            named = [_chars(each, inner, flags) for each, inner in value if each is not c.NEGATE]
            found = set().union(*named)
            found = {*_SAMPLE} - found if value[0][0] is c.NEGATE else found
        case _:
            sys.exit(f"{op} is not understood here")
    return frozenset({each for one in found for each in _cases(one)} if flags & re.IGNORECASE else found)


def _cases(char: str) -> set[str]:
    return {char, char.lower(), char.upper()}
