"""How fast the real stack is, each figure beside a baseline measured in the same run: `python -m bench`."""
