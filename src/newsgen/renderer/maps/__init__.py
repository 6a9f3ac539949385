"""Maps of the places that an archive names."""
