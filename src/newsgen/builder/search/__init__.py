"""The search index: what readers may search, and the door to Pagefind."""
