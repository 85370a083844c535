"""What each delivery says: pure functions from rows to JSON, shaped as recorded from Cal.com 5.4.15 and Cal.diy 6.2.0."""
