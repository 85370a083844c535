"""An event type's questions in the words that write them again: what a PATCH does not name is lost (CALCOM.md D4).

Cal.com's own questions fall back to their first form when they are not named, so they are named too. Those made outside the
API are told as stored (recorded, 5.4.15); API v2 can write some of what Cal.com stores, not all.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from calcom_integration.dto.catalogue import Question

_TYPED = frozenset({"phone", "address", "text", "number", "textarea", "url", "boolean", "multiemail"})
_WITH_OPTIONS = frozenset({"select", "multiselect", "checkbox", "radio"})
_RULES = ("label", "required", "placeholder", "disableOnPrefill", "hidden")
_NAME = ("label", "placeholder", "disableOnPrefill")
_SPLIT_NAME = (
    "firstNameLabel",
    "firstNamePlaceholder",
    "lastNameLabel",
    "lastNamePlaceholder",
    "lastNameRequired",
    "disableOnPrefill",
)
_BY_SLUG = frozenset({"title", "notes", "guests", "rescheduleReason"})
_WORDED = frozenset({"type", "slug", "isDefault", "options", *_RULES, *_SPLIT_NAME})
_STORED = frozenset({"name", "slug", "type", "labelAsSafeHtml", "sources", "editable", "options", *_RULES})


class Unwritable(Exception):
    """API v2 cannot write the question `slug` as it is."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


def written_again(questions: Iterable[Question]) -> list[dict[str, Any]]:
    """What leaves `questions` as they are when a PATCH sends it. Raises Unwritable."""
    known = list(questions)
    if not any(each.is_default and each.slug == "email" for each in known):
        raise Unwritable("email")  # a PATCH would bring it back
    strange = [each for each in known if not (each.is_stored or _filled(each.source) <= _WORDED)]
    if strange:
        raise Unwritable(strange[0].slug or "")
    bodies = (_own(each) if each.is_default else _custom(each) for each in known)
    return [body for body in bodies if body is not None]


def _own(question: Question) -> dict[str, Any] | None:
    """One of Cal.com's own, or None where leaving it out changes nothing."""
    slug, source = question.slug or "", question.source
    match slug:
        case "name":
            return {"type": "name"} | _told(source, _NAME)
        case "splitName":
            return {"type": "splitName"} | _told(source, _SPLIT_NAME)
        case "email" if question.required and not question.hidden:
            return {"type": "email"} | _told(source, _RULES)
        case "attendeePhoneNumber" if question.hidden and not question.required:
            return None
        case "location" if not question.hidden:
            label = _told(source, ("label",))
            return {"type": slug, "slug": slug} | label if label else None
        case _ if slug in _BY_SLUG:
            return {"type": slug, "slug": slug} | _told(source, _RULES)
        case _:
            raise Unwritable(slug)


def _custom(question: Question) -> dict[str, Any]:
    slug, kind = question.slug, question.type
    if not slug or kind not in _TYPED | _WITH_OPTIONS or not question.label:
        raise Unwritable(slug or "")
    if question.is_stored and not _is_plain(question.source):
        raise Unwritable(slug)
    body = {"type": kind, "slug": slug, "required": bool(question.required)}
    options = {"options": list(question.options)} if kind in _WITH_OPTIONS else {}
    return body | _told(question.source, _RULES) | options


def _is_plain(stored: Mapping[str, Any]) -> bool:
    """Whether API v2 has words for all that Cal.com stores of a question."""
    sources, options = stored.get("sources") or (), stored.get("options") or ()
    return (
        _filled(stored) <= _STORED
        and stored.get("editable", "user") == "user"
        and all(isinstance(each, dict) and each.get("type") == "user" for each in sources)
        and all(isinstance(each, dict) and each.get("label") == each.get("value") for each in options)
    )


def _filled(source: Mapping[str, Any]) -> set[str]:
    """The names under which something is said: what is empty is as if it was not there."""
    return {name for name, value in source.items() if value not in (None, "", False, [], {})}


def _told(source: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: source[name] for name in names if source.get(name) not in (None, "")}
