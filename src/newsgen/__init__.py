"""newsgen: a pile of news texts becomes a permanent, citable, searchable archive."""

__version__ = "0.1.0"
