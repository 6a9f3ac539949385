"""Where the places of the world are."""
