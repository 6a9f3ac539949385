"""Plan → what changed → render → stage → publish."""
