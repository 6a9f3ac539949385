"""Markdown to HTML, and plain text to Markdown. The door to markdown-it and comrak."""
