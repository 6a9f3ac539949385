"""The topics of a text."""
