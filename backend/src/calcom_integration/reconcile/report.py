"""What a run saw and did, as it goes on."""

from application.services.appointment_service import Applied
from calcom_integration.run import Drift, DriftKind, Tally

# As many differences as a record lists; the tally counts them all.
_LISTED = 1000


class Report:
    """`is_real` is False for a rehearsal: what it makes has no id that anybody could look up."""

    def __init__(self, *, is_real: bool) -> None:
        self.tally = Tally()
        self.drift: list[Drift] = []
        self._is_real = is_real

    def applied(self, key: str, applied: Applied, kind: DriftKind = DriftKind.DIFFERENT) -> None:
        """What became of the news of a row or seat; `kind` is what it means where staff see something change."""
        tally = self.tally
        if applied.outcome not in ("gravada", "igual"):
            tally.ignored += 1
        elif applied.is_new:
            tally.created += 1
            tally.missing_here += 1
            self._repaired(key, DriftKind.MISSING_HERE, applied.appointment_id if self._is_real else None)
        elif applied.is_visible:
            tally.changed += 1
            self._repaired(key, kind, applied.appointment_id)
        else:
            tally.equal += 1

    def left(self, key: str, kind: DriftKind, appointment_id: str | None, detail: str | None = None) -> None:
        """A difference that only a person can settle."""
        self.tally.left_to_person += 1
        self.note(Drift(key, kind, appointment_id, detail))

    def note(self, drift: Drift) -> None:
        if len(self.drift) < _LISTED:
            self.drift.append(drift)

    def _repaired(self, key: str, kind: DriftKind, appointment_id: str | None) -> None:
        self.tally.repaired += 1
        self.note(Drift(key, kind, appointment_id))
