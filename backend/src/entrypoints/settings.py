"""The service's environment variables, read once at start. The integration has its own (`calcom_integration.settings`)."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from application.pasted import PastedSettings
from application.sealing import key_in

_REPOSITORY = Path(__file__).resolve().parents[3]
DEMO_PASSWORD = "clinica-demo"  # noqa: S105 - public on purpose; refused in production
_KNOWN_KEYS = frozenset({"", "demo", "secret", "changeme", "demo-jwt-secret"})


class Settings(PastedSettings):
    """Names are the variables' names. Secrets never show in a repr or a log."""

    model_config = SettingsConfigDict(extra="ignore")

    environment: str = "development"
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = "http://localhost:8000"
    mongodb_url: SecretStr = SecretStr("mongodb://localhost:27017/?replicaSet=rs0")
    database_name: str = "coleta"
    redis_url: SecretStr = SecretStr("redis://localhost:6379/0")
    jwt_secret_key: SecretStr = SecretStr("demo-jwt-secret")
    admin_email: str = ""
    admin_password: SecretStr = SecretStr("")
    demo_accounts: bool = False
    max_tags_per_appointment: int = Field(default=5, ge=0)
    # Seals the backups; without it they are stored open.
    backup_key: SecretStr = SecretStr("")
    # How long it is kept who looked at whose data.
    access_log_days: int = Field(default=365, gt=0)
    timezone: str = "America/Sao_Paulo"
    # Addresses of the proxies whose X-Forwarded-For is believed, comma separated.
    trusted_proxies: str = "127.0.0.1"
    units_file: Path = _REPOSITORY / "infra" / "units.yaml"
    frontend_dist: Path = _REPOSITORY / "frontend" / "dist"
    worker_metrics_port: int = 9100
    log_level: str = "INFO"

    @property
    def backup_keys(self) -> list[bytes]:
        """The key of backups, where there is one (see `faults`)."""
        key = key_in(self.backup_key.get_secret_value())
        return [key] if key else []

    def faults(self) -> list[str]:
        """What makes these settings unfit for this environment, in words for the log; empty where they are fit."""
        if self.backup_key.get_secret_value() and not self.backup_keys:
            return ["BACKUP_KEY is no key, or a weak one: `cli secrets` makes one"]
        if self.environment != "production":
            return []
        key = self.jwt_secret_key.get_secret_value()
        found = {
            "JWT_SECRET_KEY is empty, known or shorter than 32 characters": key in _KNOWN_KEYS
            or len(key) < 32,
            "DEMO_ACCOUNTS must be off": self.demo_accounts,
            "ADMIN_PASSWORD is the demonstration password": self.admin_password.get_secret_value()
            == DEMO_PASSWORD,
        }
        return [words for words, is_wrong in found.items() if is_wrong]
