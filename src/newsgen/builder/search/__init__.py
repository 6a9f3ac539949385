"""The search index: choose its texts, and run Pagefind."""
