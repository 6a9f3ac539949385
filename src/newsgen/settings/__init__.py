"""Settings: newsgen.toml, or [tool.newsgen] in pyproject.toml; every one has a default."""
