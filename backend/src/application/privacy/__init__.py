"""A patient's rights over what is kept of them (LGPD): everything in one file, everything forgotten, and who looked."""
