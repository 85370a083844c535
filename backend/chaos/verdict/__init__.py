"""Whether both sides agree, nothing was lost and nothing moves any more: pure functions over plain snapshots."""
