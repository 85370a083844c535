"""How the integration stands, as gauges: read from what is stored by every process, whoever did the work."""

from application.stored_gauge import StoredGauge

WAITING = StoredGauge(
    "calcom_deliveries_waiting", "Deliveries that wait for work or for a person.", ("state",)
)
OLDEST_WAITING = StoredGauge(
    "calcom_delivery_oldest_waiting_seconds", "Since the arrival of the delivery that has waited longest."
)
LAST_RECEIVED = StoredGauge(
    "calcom_delivery_last_received_timestamp_seconds", "When the newest delivery came."
)
SPOOL_FILES = StoredGauge(
    "calcom_spool_files",
    "Deliveries on this disk: waiting for MongoDB, or set aside as unreadable.",
    ("state",),
)
SPOOL_OLDEST = StoredGauge(
    "calcom_spool_oldest_waiting_seconds",
    "Since the arrival of the delivery that has waited longest on this disk.",
)
SPOOL_FILLED = StoredGauge("calcom_spool_filled_ratio", "How much of SPOOL_MAX_MB is taken.")
PUSHES_DUE = StoredGauge("calcom_pushes_due", "Appointments with something to be told to Cal.com now.")
PUSHES_OVERDUE = StoredGauge(
    "calcom_pushes_overdue", "Appointments that Cal.com should have been told of long ago."
)
CONFLICTS = StoredGauge("calcom_conflicts_open", "Appointments that both sides changed: a person decides.")
DRIFT = StoredGauge(
    "calcom_drift_bookings",
    "Bookings that a reconciliation found to differ: of the newest that ended well, and of the one before.",
    ("kind", "run"),
)
LAST_SUCCESS = StoredGauge(
    "calcom_run_last_success_timestamp_seconds",
    "When the newest reconciliation that ended well did; 0 where none has.",
    ("kind",),
)
UNACCOUNTED = StoredGauge(
    "calcom_unaccounted_bookings", "Bookings that one side has and the other has not, or not so."
)
PROVISIONING_FAULTS = StoredGauge(
    "calcom_provisioning_faults", "What the newest check of Cal.com's webhook and event types found wrong."
)
CALLS_LEFT = StoredGauge(
    "calcom_api_calls_left", "Calls to Cal.com that the budget of all processes would let go at once."
)
