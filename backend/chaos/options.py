"""How big one run is, and by how much it is hurried."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Options:
    """`storm` is how many seconds patients and staff act; `limit` how many the whole run may take."""

    seed: int
    data: Path
    patients: int = 300
    clerks: int = 4
    storm: float = 100
    limit: float = 1200
    line: str = ""

    @property
    def played(self) -> str:
        """Which Cal.com the stand-in plays: `line`, or by the seed, 6.2 for an even and 5.4 for an odd one."""
        return self.line or ("5.4" if self.seed % 2 else "6.2")

    @property
    def environment(self) -> dict[str, str]:
        """What the processes of the run are started with."""
        return SCALED | {"CALCOM_SANDBOX_LINE": self.played}


# Cal.com's limit of 120 calls a minute and the waits that go with it, at a tenth of the time; the wait after a call
# whose outcome is unknown at a thirtieth.
SCALED = {
    "CALCOM_SANDBOX_RATE_TTL_MS": "6000",
    "CALCOM_SANDBOX_RATE_BLOCK_MS": "6000",
    "CALCOM_CALLS_PER_MINUTE": "1000",
    "CALCOM_TURN_SECONDS": "6",
    "CALCOM_BREAKER_REST_SECONDS": "3",
    "CALCOM_TIMEOUT_SECONDS": "5",
    "CALCOM_DOUBT_SECONDS": "6",
    "CALCOM_LEASE_SECONDS": "10",
    "CALCOM_PUSH_LEASE_SECONDS": "10",
    "CALCOM_RECONCILE_LEASE_SECONDS": "6",
    "CALCOM_RECONCILE_MINUTES": "60",
}

WEBHOOK_FAULTS = {"drop": 0.3, "repeat": 0.3, "shuffle": 8, "delay_ms": [0, 3000]}
API_FAULTS = {"refuse": 0.1, "fail": 0.1, "lose": 0.1, "delay_ms": 20}
API_FAULTS_DURING = (0.35, 0.65)  # of the storm
KILLS = (0.3, 0.7)
ROUND_AMID = 0.5
QUIET_ROUNDS = 10
ROUNDS_TO_AGREE = 2
