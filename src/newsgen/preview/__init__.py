"""The preview: a server on this machine that follows an archive's changes."""
