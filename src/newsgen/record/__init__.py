"""Records: read, written once, edited in place; keys of other generators."""
