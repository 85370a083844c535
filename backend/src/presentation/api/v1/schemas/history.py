"""History as the API tells it."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from domain.history import HistoryEntry
from domain.users import User
from presentation.api.v1.masking import for_viewer


class ActorOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    kind: str
    name: str


class CauseOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    kind: str
    id: str | None


class ChangeOut(BaseModel):
    """Values as the field has them in an appointment; null where there was none."""

    field: str
    old: Any = Field(serialization_alias="from")
    new: Any = Field(serialization_alias="to")


class HistoryEntryOut(BaseModel):
    id: str
    at: datetime
    actor: ActorOut
    cause: CauseOut
    changes: list[ChangeOut]

    @classmethod
    def of(cls, entry: HistoryEntry, viewer: User) -> "HistoryEntryOut":
        changes = [
            ChangeOut(
                field=each.field,
                old=for_viewer(each.old, viewer, each.field),
                new=for_viewer(each.new, viewer, each.field),
            )
            for each in entry.changes
        ]
        actor, cause = ActorOut.model_validate(entry.actor), CauseOut.model_validate(entry.cause)
        return cls(id=entry.id, at=entry.at, actor=actor, cause=cause, changes=changes)
