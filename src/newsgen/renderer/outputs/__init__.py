"""What machines read: feeds, citations, linked data, the sitemap, the data bundle."""
