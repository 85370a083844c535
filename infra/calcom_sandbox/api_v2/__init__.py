"""API v2 as version 5.4.15 serves it (CALCOM.md D, L): same acts as the pages, another door."""
