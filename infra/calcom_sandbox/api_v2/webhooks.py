"""Webhook subscriptions, the user's and those of one event type (CALCOM.md A2); no version header is needed."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from calcom_sandbox.api_v2.access import Owner
from calcom_sandbox.api_v2.answer import success
from calcom_sandbox.api_v2.event_types import known as known_event_type
from calcom_sandbox.api_v2.problems import ApiError
from calcom_sandbox.payloads.context import Json
from calcom_sandbox.rows import Trigger, Webhook
from calcom_sandbox.sandbox import Sandbox
from calcom_sandbox.web.parts import Box

router = APIRouter(dependencies=[Owner])
_MINE, _ITS = "/webhooks", "/event-types/{event_type_id}/webhooks"
_COLUMNS = {"subscriberUrl": "subscriber_url", "payloadTemplate": "payload_template"}
_EMPTIED_BY_NULL = ("secret", "payloadTemplate")

Take = Annotated[int, Query(ge=1, le=250)]
Skip = Annotated[int, Query(ge=0)]


class WebhookChange(BaseModel):
    """What of a subscription changes; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid")

    active: bool | None = None
    subscriberUrl: str | None = None
    triggers: Annotated[list[Trigger] | None, Field(min_length=1)] = None
    payloadTemplate: str | None = None
    secret: str | None = None

    def columns(self) -> Json:
        """The columns given, by their names in the table."""
        given = self.model_dump(exclude_unset=True).items()
        told = ((key, value) for key, value in given if value is not None or key in _EMPTIED_BY_NULL)
        return {_COLUMNS.get(key, key): value for key, value in told}


class NewWebhook(WebhookChange):
    """A new subscription."""

    active: bool
    subscriberUrl: str
    triggers: Annotated[list[Trigger], Field(min_length=1)]


@router.get(_MINE)
async def listed(box: Box, take: Take = 250, skip: Skip = 0) -> Json:
    """All of the user's, secrets in clear."""
    return success([_shape(box, each) for each in _of(box, None)[skip : skip + take]])


@router.post(_MINE, status_code=201)
async def create(box: Box, body: NewWebhook) -> Json:
    """Subscribe; 409 when the address already is."""
    return _subscribed(box, body, None)


@router.get(_MINE + "/{webhook_id}")
async def read(box: Box, webhook_id: str) -> Json:
    """One subscription."""
    return success(_shape(box, _known(box, webhook_id)))


@router.patch(_MINE + "/{webhook_id}")
async def update(box: Box, webhook_id: str, body: WebhookChange) -> Json:
    """Change what is given."""
    webhook = _known(box, webhook_id).model_copy(update=body.columns())
    _require_new_address(box, webhook)
    box.store.put_webhook(webhook)
    return success(_shape(box, webhook))


@router.delete(_MINE + "/{webhook_id}")
async def delete(box: Box, webhook_id: str) -> Json:
    """Unsubscribe; the subscription as it was."""
    webhook = _known(box, webhook_id)
    box.store.remove_webhook(webhook_id)
    return success(_shape(box, webhook))


@router.get(_ITS)
async def listed_of_event_type(box: Box, event_type_id: int, take: Take = 250, skip: Skip = 0) -> Json:
    """All of one event type."""
    event_type = known_event_type(box, event_type_id)
    return success([_shape(box, each) for each in _of(box, event_type.id)[skip : skip + take]])


@router.post(_ITS, status_code=201)
async def create_for_event_type(box: Box, event_type_id: int, body: NewWebhook) -> Json:
    """Subscribe to one event type's bookings only."""
    return _subscribed(box, body, known_event_type(box, event_type_id).id)


def _subscribed(box: Sandbox, body: NewWebhook, event_type_id: int | None) -> Json:
    webhook = Webhook(**body.columns(), event_type_id=event_type_id)
    _require_new_address(box, webhook)
    box.store.put_webhook(webhook)
    return success(_shape(box, webhook))


def _of(box: Sandbox, event_type_id: int | None) -> Sequence[Webhook]:
    return [each for each in box.store.webhooks() if each.event_type_id == event_type_id]


def _known(box: Sandbox, webhook_id: str) -> Webhook:
    found = next((each for each in _of(box, None) if each.id == webhook_id), None)
    if found is None:
        raise ApiError(404, f"Webhook ({webhook_id}) not found")
    return found


def _require_new_address(box: Sandbox, webhook: Webhook) -> None:
    others = (each for each in _of(box, webhook.event_type_id) if each.id != webhook.id)
    if any(each.subscriber_url == webhook.subscriber_url for each in others):
        owner = "user" if webhook.event_type_id is None else "event type"
        raise ApiError(409, f"Webhook with this subscriber url already exists for this {owner}")


def _shape(box: Sandbox, webhook: Webhook) -> Json:
    owner: Json = {"userId": box.catalogue.organiser.id}
    return {
        "id": webhook.id,
        "payloadTemplate": webhook.payload_template,
        "triggers": webhook.triggers,
        "subscriberUrl": webhook.subscriber_url,
        "active": webhook.active,
        "secret": webhook.secret,
        **(owner if webhook.event_type_id is None else {"eventTypeId": webhook.event_type_id}),
    }
