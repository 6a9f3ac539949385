"""Markdown to HTML, and plain text to Markdown, with markdown-it and comrak."""
