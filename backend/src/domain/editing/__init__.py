"""What staff write: the rules of creating and editing an appointment. Pure."""

from domain.editing.edit import EDITABLE, LOGISTICS, Edit
from domain.editing.making import created, edited

__all__ = ["EDITABLE", "LOGISTICS", "Edit", "created", "edited"]
