"""A stand-in for a self-hosted Cal.com 5.4.15: a booking page, its own rows, and signed webhooks.

A stranger to the product: it imports no product code and no product code imports it. What it
imitates is written in CALCOM.md; what its deliveries look like was recorded from a real instance.
"""
