"""Both sides in one process: the stand-in Cal.com and the product over a real database, on one clock."""
