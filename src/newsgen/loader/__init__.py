"""The loader: read seeds, infer what they do not state, and write their records."""
