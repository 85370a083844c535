"""What a process holds for as long as it lives."""

import gc


def settle() -> None:
    """Leave everything that stands now out of garbage collection: modules, routes and schemas, which nothing ever frees.

    Python walks all of it again and again otherwise: a quarter of the API's processor time while webhooks come at
    saturation, a fifth of a reconciliation (docs/performance.md).
    """
    gc.collect()
    gc.freeze()
