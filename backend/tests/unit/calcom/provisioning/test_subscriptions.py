"""Which subscription is ours, and which others make each event arrive twice."""

from dataclasses import replace
from typing import Any

import pytest

from calcom_integration.dto.catalogue import Subscription
from calcom_integration.provisioning.subscriptions import compare_subscriptions, leads_to
from calcom_integration.provisioning.wanted import Wanted

WANTED = Wanted(url="http://localhost:8000/api/v1/calcom/webhook", secret="s", event_types=(), questions=())


def subscription(url: str = WANTED.url, **over: Any) -> Subscription:
    told = {"id": "a", "subscriberUrl": url, "active": True, "secret": "s", "triggers": list(WANTED.triggers)}
    return Subscription.model_validate(told | over)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://127.0.0.1:8000/hook", "http://localhost:8000/hook/", True),
        ("http://[::1]:8000/hook", "http://LOCALHOST:8000/hook", True),
        ("https://lab.example.com/hook", "https://LAB.example.com:443/hook", True),
        ("https://lab.example.com/hook", "https://other.example.com/hook", False),
        ("http://localhost:8000/hook", "http://localhost:8001/hook", False),
        ("http://localhost:8000/hook", "http://localhost:8000/hook2", False),
        ("http://localhost:99999/hook", "http://localhost:8000/hook", False),
        ("", "http://localhost:8000/hook", False),
    ],
)
def test_two_spellings_of_one_place(one: str, other: str, same: bool) -> None:
    assert leads_to(subscription(one), other) is same


def test_one_whole_subscription_is_all_there_must_be() -> None:
    assert compare_subscriptions([subscription()], {}, WANTED).faults == ()
    assert compare_subscriptions([subscription()], {}, WANTED).writes == ()


def test_more_triggers_than_ours_stay() -> None:
    more = [*WANTED.triggers[1:], "OOO_CREATED"]
    (write,) = compare_subscriptions([subscription(triggers=more)], {}, WANTED).writes
    assert write.body == {"triggers": [*more, WANTED.triggers[0]]}


def test_another_spelling_is_ours_where_it_is_the_only_one_and_too_many_beside_ours() -> None:
    other = subscription("http://127.0.0.1:8000/api/v1/calcom/webhook", id="b")
    assert compare_subscriptions([other], {}, WANTED).faults == ()
    (fault,) = compare_subscriptions([other, subscription()], {}, WANTED).faults
    assert (fault.code, fault.is_repairable, "b (do usuário" in fault.text) == (
        "assinatura_repetida",
        False,
        True,
    )
    asleep = subscription(other.subscriber_url or "", active=False)
    assert compare_subscriptions([asleep, subscription()], {}, WANTED).faults == ()


def test_an_event_types_own_one_is_too_many() -> None:
    of_types = {"coleta-moema": [subscription(), subscription("https://elsewhere.example.com/x")]}
    (fault,) = compare_subscriptions([subscription()], of_types, WANTED).faults
    assert "coleta-moema" in fault.text


def test_the_secret_is_in_no_text_and_no_repr() -> None:
    findings = compare_subscriptions([subscription(secret="alheio-123")], {}, WANTED)
    assert "alheio-123" not in repr(findings)
    assert findings.writes[0].body == {"secret": "s"}


@pytest.mark.parametrize(
    ("theirs", "previous", "codes"),
    [
        ("s", "", []),
        ("s", "s", []),
        ("s", "antes", []),
        ("antes", "antes", ["webhook_segredo_anterior"]),
        ("antes", "", ["webhook_segredo"]),
        ("alheio", "antes", ["webhook_segredo"]),
        (None, "", ["webhook_segredo"]),
        (None, "antes", ["webhook_segredo"]),
    ],
)
def test_of_two_secrets_that_are_accepted_the_previous_is_to_be_replaced(
    theirs: str | None, previous: str, codes: list[str]
) -> None:
    """Issue 15, item 11: during a rotation deliveries with the previous secret are accepted."""
    found = compare_subscriptions(
        [subscription(secret=theirs)], {}, replace(WANTED, previous_secret=previous)
    )
    assert [fault.code for fault in found.faults] == codes
    assert [dict(write.body) for write in found.writes] == [{"secret": "s"}] * len(codes)
