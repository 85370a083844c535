"""Webhook subscriptions: the one from the command line, and those made through API v2 (CALCOM.md A1, A2)."""

from typing import get_args

from calcom_sandbox.deliveries import Subscription
from calcom_sandbox.rows import Trigger, Webhook
from calcom_sandbox.store import Store

DEFAULT_ID = "00000000-0000-4000-8000-000000000000"
TRIGGERS: tuple[Trigger, ...] = get_args(Trigger)


def subscribe(store: Store, subscription: Subscription) -> None:
    """The default subscription, to every trigger: the command line's address and secret win over the file's."""
    if not subscription.url:
        return
    url, secret = subscription.url, subscription.secret or None
    known = next((each for each in store.webhooks() if each.id == DEFAULT_ID), None)
    webhook = known or Webhook(id=DEFAULT_ID, subscriber_url=url, active=True, triggers=list(TRIGGERS))
    store.put_webhook(webhook.model_copy(update={"subscriber_url": url, "secret": secret}))


def subscribers(store: Store, trigger: str, uid: str | None) -> list[Subscription]:
    """Where a delivery of the booking `uid` goes: to the user's subscriptions and its event type's own. Two of them to one
    address get it twice, as from Cal.com (CALCOM.md A1)."""
    row = store.find(uid) if uid else None
    owners = (None, row.event_type_id if row else None)
    return [
        Subscription(each.subscriber_url, each.secret or "")
        for each in store.webhooks()
        if each.wants(trigger) and each.event_type_id in owners
    ]
