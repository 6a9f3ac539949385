"""People, organizations and places that a text names."""
