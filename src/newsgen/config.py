"""Settings: newsgen.toml, or [tool.newsgen] in pyproject.toml; every one has a default."""

from __future__ import annotations

import msgspec


class SiteSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """[site]: what readers are told about the archive."""

    title: str = ""
    """Name in the masthead; '' means the folder's name."""
    url: str = ""
    """Absolute address at which site/ will stand, with a trailing '/', e.g. https://example.org/news/; '' if unknown."""
    language: str = "en"
    """BCP 47 tag of the interface and of texts that state no other."""
    description: str = ""
    """One sentence for the masthead, feeds and search engines."""
    author: str = ""
    """Who publishes the archive; stands in feeds and the footer."""
    licence: str = ""
    """Under which terms the texts stand, e.g. 'CC BY 4.0'; shown in the footer."""


class PathSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """[paths]: folders, relative to the settings file."""

    seeds: str = "seeds"
    articles: str = "articles"
    pages: str = "pages"
    templates: str = "templates"
    static: str = "static"
    output: str = "site"


class LoaderSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """[loader]: what is known of the seeds."""

    period: str = ""
    """Span of the archive's articles, 'A..B' with years, months or days, e.g. '2004..2008'; '' if unknown."""


class ListSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """[lists]: how long lists may grow before they are split by time."""

    limit: int = 100
    """Articles on one topic, person or year page before it becomes years, then months."""
    feed: int = 20
    """Entries in a feed."""
    latest: int = 12
    """Articles on the front page."""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All settings of an archive, as values; paths are not yet resolved."""

    site: SiteSettings = SiteSettings()
    paths: PathSettings = PathSettings()
    loader: LoaderSettings = LoaderSettings()
    lists: ListSettings = ListSettings()
