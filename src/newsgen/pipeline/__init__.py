"""Load and build, as one run with one report: what cli and preview call."""
