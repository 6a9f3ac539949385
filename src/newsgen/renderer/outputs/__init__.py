"""What machines read: feeds, citations, linked data, the data bundle."""
