"""An error as it may be logged and stored: its text is left out, for it may quote what a patient wrote."""

import traceback


def place_of(error: Exception) -> str:
    """The error's kind and the place in the code where it was raised."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {frames[-1].name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"
