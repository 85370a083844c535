"""What patients and the host do: change rows, then tell the subscriber, in Cal.com's order."""
