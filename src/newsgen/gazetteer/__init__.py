"""The coordinates of places."""
