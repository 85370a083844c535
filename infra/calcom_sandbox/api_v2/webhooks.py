"""The owner's webhook subscriptions (CALCOM.md A2); no version header is needed."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from calcom_sandbox.api_v2.access import Owner
from calcom_sandbox.api_v2.answer import success
from calcom_sandbox.api_v2.problems import ApiError
from calcom_sandbox.payloads.context import Json
from calcom_sandbox.rows import Trigger, Webhook
from calcom_sandbox.sandbox import Sandbox
from calcom_sandbox.web.parts import Box

router = APIRouter(prefix="/webhooks", dependencies=[Owner])
_DUPLICATE = "Webhook with this subscriber url already exists for this user"
_COLUMNS = {"subscriberUrl": "subscriber_url", "payloadTemplate": "payload_template"}


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
        return {_COLUMNS.get(key, key): value for key, value in given if value is not None or key == "secret"}


class NewWebhook(WebhookChange):
    """A new subscription."""

    active: bool
    subscriberUrl: str
    triggers: Annotated[list[Trigger], Field(min_length=1)]


@router.get("")
async def listed(
    box: Box, take: Annotated[int, Query(ge=1, le=250)] = 250, skip: Annotated[int, Query(ge=0)] = 0
) -> Json:
    """All of them, secrets in clear."""
    page = box.store.webhooks()[skip : skip + take]
    return success([_shape(box, each) for each in page])


@router.post("", status_code=201)
async def create(box: Box, body: NewWebhook) -> Json:
    """Subscribe; 409 when the address already is."""
    webhook = Webhook(**body.columns())
    _require_new_address(box, webhook)
    box.store.put_webhook(webhook)
    return success(_shape(box, webhook))


@router.get("/{webhook_id}")
async def read(box: Box, webhook_id: str) -> Json:
    """One subscription."""
    return success(_shape(box, _known(box, webhook_id)))


@router.patch("/{webhook_id}")
async def update(box: Box, webhook_id: str, body: WebhookChange) -> Json:
    """Change what is given."""
    webhook = _known(box, webhook_id).model_copy(update=body.columns())
    _require_new_address(box, webhook)
    box.store.put_webhook(webhook)
    return success(_shape(box, webhook))


@router.delete("/{webhook_id}")
async def delete(box: Box, webhook_id: str) -> Json:
    """Unsubscribe; the subscription as it was."""
    webhook = _known(box, webhook_id)
    box.store.remove_webhook(webhook_id)
    return success(_shape(box, webhook))


def _known(box: Sandbox, webhook_id: str) -> Webhook:
    found = next((each for each in box.store.webhooks() if each.id == webhook_id), None)
    if found is None:
        raise ApiError(404, f"Webhook ({webhook_id}) not found")
    return found


def _require_new_address(box: Sandbox, webhook: Webhook) -> None:
    others = (each for each in box.store.webhooks() if each.id != webhook.id)
    if any(each.subscriber_url == webhook.subscriber_url for each in others):
        raise ApiError(409, _DUPLICATE)


def _shape(box: Sandbox, webhook: Webhook) -> Json:
    return {
        "id": webhook.id,
        "payloadTemplate": webhook.payload_template,
        "triggers": webhook.triggers,
        "subscriberUrl": webhook.subscriber_url,
        "active": webhook.active,
        "secret": webhook.secret,
        "userId": box.catalogue.organiser.id,
    }
