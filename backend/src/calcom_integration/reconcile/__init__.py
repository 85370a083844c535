"""Reconciliation: what Cal.com lists is compared with what is here, and goes in by the same door as all news."""

from calcom_integration.reconcile.runner import Runner
from calcom_integration.reconcile.schedule import Pace, after_series, asked_for, days
from calcom_integration.reconcile.sweep import Sides, Way

__all__ = ["Pace", "Runner", "Sides", "Way", "after_series", "asked_for", "days"]
