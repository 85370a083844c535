"""Every pair of an act of staff and an act of Cal.com: both sides in plain Python, and the table of what stands."""
