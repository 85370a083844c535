"""Outbound: what staff meant for the booking too, told to Cal.com, and its answer let in by the door (DESIGN.md)."""

from calcom_integration.outbound.far_side import FarSide
from calcom_integration.outbound.outbound import Outbound, Terms
from calcom_integration.outbound.wake_up import PUSH, WakeUp

__all__ = ["PUSH", "FarSide", "Outbound", "Terms", "WakeUp"]
