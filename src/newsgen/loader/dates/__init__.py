"""The date of a text."""
