"""The rights of a patient, as the HTTP side has them."""

from dataclasses import dataclass

from application.privacy.erasing import Erasing
from application.privacy.export import Export
from application.privacy.ports import AccessLog
from application.privacy.witness import Witness


@dataclass(frozen=True, slots=True)
class Privacy:
    erasing: Erasing
    export: Export
    log: AccessLog
    witness: Witness
