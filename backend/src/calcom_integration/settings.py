"""What the integration must be told: environment variables, read once at start."""

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from application.pasted import PastedSettings
from application.sealing import key_in
from calcom_integration.addresses import is_callable

# Known to everybody who read the documentation or the tests: no service may run on them in production.
DEMO_SECRETS = frozenset(
    {"demo", "demo-webhook-secret", "secret", "changeme", "cal-secret-ana-1", "cal-secret-team", "v2-secret"}
)


class CalComSettings(PastedSettings):
    """Names are the variables' names. Secrets never show in a repr or a log."""

    model_config = SettingsConfigDict(extra="ignore")

    environment: str = "development"
    calcom_base_url: str = ""
    # Whose page patients book on, a user's or `team/…`; empty: that of the key's owner.
    calcom_username: str = ""
    calcom_api_url: str = ""
    calcom_api_token: SecretStr = SecretStr("")
    calcom_webhook_secret: SecretStr = SecretStr("")
    calcom_webhook_secret_previous: SecretStr = SecretStr("")
    # Seal the stored bodies; the previous one still opens what it sealed.
    calcom_body_key: SecretStr = SecretStr("")
    calcom_body_key_previous: SecretStr = SecretStr("")
    calcom_default_unidade: str = "Unidade não mapeada"
    calcom_default_marca: str = "Marca não mapeada"
    # Signed deliveries above this rate are stored at once and worked off at it.
    calcom_deliveries_per_second: float = Field(default=50.0, gt=0)
    # Requests with a bad signature, per address and minute, before they get 429.
    calcom_unsigned_per_minute: int = Field(default=30, gt=0)
    # With its backoff about a quarter of an hour: longer than MongoDB keeps the locks of a worker that was killed.
    calcom_max_attempts: int = Field(default=12, gt=0)
    # How long a delivery stays a worker's that says no more of it: one that lives renews it.
    calcom_lease_seconds: int = Field(default=10, gt=0)
    calcom_retention_days: int = Field(default=90, gt=0)
    # Where deliveries lie that MongoDB has not taken; empty: they are refused.
    spool_dir: str = ""
    spool_max_mb: int = Field(default=256, gt=0)
    # Calls to Cal.com in any minute, all workers together; Cal.com itself allows 120 (CALCOM.md D6).
    calcom_calls_per_minute: int = Field(default=100, ge=2)
    calcom_timeout_seconds: float = Field(default=20.0, gt=0)
    calcom_call_attempts: int = Field(default=4, gt=0)
    # How long a call waits for the rate limit before it is put off.
    calcom_turn_seconds: float = Field(default=65.0, ge=0)
    calcom_breaker_failures: int = Field(default=5, gt=0)
    calcom_breaker_rest_seconds: float = Field(default=30.0, gt=0)

    # How long a push stays a worker's that says no more of it; then another looks for what became of it.
    calcom_push_lease_seconds: float = Field(default=10.0, gt=0)
    # How long after its sending a call that was never answered may still be carried out.
    calcom_doubt_seconds: float = Field(default=180.0, ge=0)
    # How long Cal.com may be left untold before somebody should ask why.
    calcom_push_overdue_minutes: float = Field(default=15.0, gt=0)

    # How often what changed at Cal.com is read; at which hour, at the clinic, the whole window is.
    calcom_reconcile_minutes: float = Field(default=5.0, gt=0)
    calcom_sweep_hour: int = Field(default=3, ge=0, le=23)
    # How much of what was read before is read again, for rows move between pages and clocks differ.
    calcom_overlap_minutes: float = Field(default=10.0, ge=0)
    # How long a worker that runs a reconciliation may be silent before it counts as dead.
    calcom_reconcile_lease_seconds: float = Field(default=10.0, gt=0)
    # Read and ignored: two readings that agree settle what it was for (DESIGN.md, rule 1).
    calcom_suspect_minutes: str = ""

    @property
    def retired(self) -> tuple[str, ...]:
        """The names of variables that are set and have no meaning any more."""
        return ("CALCOM_SUSPECT_MINUTES",) if self.calcom_suspect_minutes else ()

    @property
    def has_api(self) -> bool:
        """Whether Cal.com's API can be called at all."""
        return bool(self.calcom_api_url and self.calcom_api_token.get_secret_value())

    def of_pushes(self) -> "CalComSettings":
        """Settings for calls that somebody else makes again later: tried once, and without waiting long for their turn."""
        turn = min(self.calcom_turn_seconds, 5.0)
        return self.model_copy(update={"calcom_call_attempts": 1, "calcom_turn_seconds": turn})

    def of_desk(self) -> "CalComSettings":
        """Settings for calls whose answer a person waits for."""
        patience = {"calcom_call_attempts": 2, "calcom_turn_seconds": 3.0}
        return self.model_copy(
            update={**patience, "calcom_timeout_seconds": min(self.calcom_timeout_seconds, 8.0)}
        )

    @property
    def webhook_secrets(self) -> tuple[str, ...]:
        """The secrets that sign deliveries now: the current one and, during a rotation, the previous."""
        both = (self.calcom_webhook_secret, self.calcom_webhook_secret_previous)
        return tuple(secret.get_secret_value() for secret in both if secret.get_secret_value())

    @property
    def body_keys(self) -> list[bytes]:
        """The keys of stored bodies, the current one first; those that are none left out (see `faults`)."""
        both = (self.calcom_body_key, self.calcom_body_key_previous)
        return [key for key in (key_in(each.get_secret_value()) for each in both) if key]

    def faults(self) -> list[str]:
        """What makes these settings unfit for this environment, in words for the log; empty where they are fit."""
        return [*self._key_faults(), *self._secret_faults(), *self._address_faults()]

    def _key_faults(self) -> list[str]:
        """A key that is none would seal nothing in silence: refused everywhere."""
        given = {
            "CALCOM_BODY_KEY": self.calcom_body_key.get_secret_value(),
            "CALCOM_BODY_KEY_PREVIOUS": self.calcom_body_key_previous.get_secret_value(),
        }
        if self.environment == "production" and not given["CALCOM_BODY_KEY"]:
            return ["CALCOM_BODY_KEY is empty: the bodies of deliveries would be stored open"]
        spoilt = [name for name, key in given.items() if key and key_in(key) is None]
        return [f"{name} is no key, or a weak one: `cli secrets` makes one" for name in spoilt]

    def _address_faults(self) -> list[str]:
        given = {"CALCOM_BASE_URL": self.calcom_base_url, "CALCOM_API_URL": self.calcom_api_url}
        return [
            f"{name} is no address of a Cal.com"
            for name, url in given.items()
            if url and not is_callable(url)
        ]

    def _secret_faults(self) -> list[str]:
        if self.environment != "production":
            return []
        secret = self.calcom_webhook_secret.get_secret_value()
        if not secret or secret in DEMO_SECRETS:
            return ["CALCOM_WEBHOOK_SECRET is empty or a demonstration secret"]
        if DEMO_SECRETS & set(self.webhook_secrets):
            return ["CALCOM_WEBHOOK_SECRET_PREVIOUS is a demonstration secret"]
        return []
