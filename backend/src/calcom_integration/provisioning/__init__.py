"""Cal.com's furniture as the clinic needs it: the webhook, the event types and what they ask."""

from calcom_integration.provisioning.findings import Fault, Report
from calcom_integration.provisioning.probing import probed
from calcom_integration.provisioning.setup import NotConfigured, Provisioning, unread
from calcom_integration.provisioning.wanted import WEBHOOK_PATH, Wanted

__all__ = ["WEBHOOK_PATH", "Fault", "NotConfigured", "Provisioning", "Report", "Wanted", "probed", "unread"]
