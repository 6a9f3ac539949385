"""The structure of an article."""
