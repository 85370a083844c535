"""API v2 as 5.4.15 and 6.2.0 serve it (CALCOM.md D, L, M): the same acts as the pages."""
