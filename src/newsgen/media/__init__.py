"""Pictures: their size and kind, copies without metadata, smaller copies, and cards for social media."""
