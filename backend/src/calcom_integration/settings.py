"""What the integration must be told: environment variables, read once at start."""

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

# Known to everybody who read the documentation or the tests: no service may run on them in production.
DEMO_SECRETS = frozenset(
    {"demo", "demo-webhook-secret", "secret", "changeme", "cal-secret-ana-1", "cal-secret-team", "v2-secret"}
)


class CalComSettings(BaseSettings):
    """Names are the variables' names. Secrets never show in a repr or a log."""

    model_config = SettingsConfigDict(extra="ignore")

    environment: str = "development"
    calcom_base_url: str = ""
    calcom_api_url: str = ""
    calcom_api_token: SecretStr = SecretStr("")
    calcom_webhook_secret: SecretStr = SecretStr("")
    calcom_webhook_secret_previous: SecretStr = SecretStr("")
    calcom_default_unidade: str = "Unidade não mapeada"
    calcom_default_marca: str = "Marca não mapeada"
    # Signed deliveries above this rate are stored at once and worked off at it.
    calcom_deliveries_per_second: float = Field(default=50.0, gt=0)
    # Requests with a bad signature, per address and minute, before they get 429.
    calcom_unsigned_per_minute: int = Field(default=30, gt=0)
    calcom_max_attempts: int = Field(default=8, gt=0)
    # How long a worker may take for one delivery before another may take it over.
    calcom_lease_seconds: int = Field(default=60, gt=0)
    calcom_retention_days: int = Field(default=90, gt=0)
    # Calls to Cal.com in any minute, all workers together; Cal.com itself allows 120 (CALCOM.md D6).
    calcom_calls_per_minute: int = Field(default=100, ge=2)
    calcom_timeout_seconds: float = Field(default=20.0, gt=0)
    calcom_call_attempts: int = Field(default=4, gt=0)
    # How long a call waits for the rate limit before it is put off.
    calcom_turn_seconds: float = Field(default=65.0, ge=0)
    calcom_breaker_failures: int = Field(default=5, gt=0)
    calcom_breaker_rest_seconds: float = Field(default=30.0, gt=0)

    @property
    def webhook_secrets(self) -> tuple[str, ...]:
        """The secrets that sign deliveries now: the current one and, during a rotation, the previous."""
        both = (self.calcom_webhook_secret, self.calcom_webhook_secret_previous)
        return tuple(secret.get_secret_value() for secret in both if secret.get_secret_value())

    def faults(self) -> list[str]:
        """What makes these settings unfit for production, in words for the log; empty where they are fit."""
        if self.environment != "production":
            return []
        secret = self.calcom_webhook_secret.get_secret_value()
        if not secret or secret in DEMO_SECRETS:
            return ["CALCOM_WEBHOOK_SECRET is empty or a demonstration secret"]
        if DEMO_SECRETS & set(self.webhook_secrets):
            return ["CALCOM_WEBHOOK_SECRET_PREVIOUS is a demonstration secret"]
        return []
