"""The language of pages: words of the interface, dates, numbers, and the direction of text."""
