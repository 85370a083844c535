"""The clinic's own words and rules: plain Python, no I/O, no framework."""
