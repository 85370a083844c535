"""Every secret of a deployment, made anew: for `.env` or a host's own store, never for a committed file."""

import base64
import secrets

_BYTES = 32
# The service's own, then those of the servers beside it in docker-compose.yml.
_NAMES = (
    *("JWT_SECRET_KEY", "ADMIN_PASSWORD", "BACKUP_KEY", "CALCOM_WEBHOOK_SECRET", "CALCOM_BODY_KEY"),
    *("MONGO_ROOT_PASSWORD", "MONGO_PASSWORD", "REDIS_PASSWORD"),
    *("CALCOM_POSTGRES_PASSWORD", "CALCOM_REDIS_PASSWORD", "NEXTAUTH_SECRET", "CALCOM_API_JWT_SECRET"),
    *("CRON_API_KEY", "CRON_SECRET", "GRAFANA_ADMIN_PASSWORD"),
)
_KEY_FILE_BYTES = 48  # whole base64 without padding: how MongoDB reads the key of a replica set
_AES_KEY_BYTES = 24  # 32 characters: the length that Cal.com's cipher takes (CALCOM.md H2)


def strong_secrets() -> dict[str, str]:
    """By variable name, at least 192 bits each. Those that stand in addresses need no quoting there."""
    return {
        **{name: secrets.token_urlsafe(_BYTES) for name in _NAMES},
        "MONGO_KEY": base64.b64encode(secrets.token_bytes(_KEY_FILE_BYTES)).decode(),
        "CALENDSO_ENCRYPTION_KEY": secrets.token_urlsafe(_AES_KEY_BYTES),
    }
