"""Records: read, written once, edited in place; keys of other generators. The door to python-frontmatter and PyYAML."""
