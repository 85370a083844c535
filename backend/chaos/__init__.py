"""Patients book, move and cancel at the stand-in Cal.com while staff edit, with everything failing that may fail:
`python -m chaos` says whether both sides agree afterwards."""
