"""Settings: newsgen.toml, or [tool.newsgen] in pyproject.toml; every one has a default."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import msgspec

from newsgen import zones
from newsgen.hrefs import check_web
from newsgen.image_settings import ImageSettings, check_quality, check_widths
from newsgen.model import PartialDate
from newsgen.page_settings import PageSettings, check_omit


class SiteSettings(msgspec.Struct, frozen=True):
    """[site]: what readers are told about the archive."""

    title: str = ""
    """Name in the masthead; '' means the folder's name."""
    url: str = ""
    """Absolute address at which site/ will stand, e.g. https://example.org/news/; '' if unknown."""
    language: str = "en"
    """BCP 47 tag of the interface and of texts that state no other."""
    description: str = ""
    """One sentence for the masthead, feeds and search engines."""
    author: str = ""
    """Who publishes the archive; stands in feeds and the footer."""
    licence: str = ""
    """Under which terms the texts stand, e.g. 'CC BY 4.0'; shown in the footer."""
    licence_url: str = ""
    """Where these terms can be read; '' means that they are known by their name."""
    logo: str = ""
    """Picture in the masthead: a file in static/, e.g. 'logo.svg'; '' for none."""
    logo_alt: str = ""
    """What the logo says; with it the logo stands instead of the title, without it beside it."""
    footer: str = ""
    """A line for the foot of every page, in Markdown."""
    timezone: str = "UTC"
    """IANA name of the zone in which the archive's days begin and times without an offset are meant, e.g. Asia/Tokyo."""


class NavigationEntry(msgspec.Struct, frozen=True):
    """[[navigation]]: one entry of the navigation; without any it is that of the theme."""

    text: str = ""
    href: str = ""
    """A page of the site ('topics/index.html'), a file in pages/ ('pages/contact.md'), or an http(s) or mailto address."""


class PathSettings(msgspec.Struct, frozen=True):
    """[paths]: folders, relative to the settings file."""

    seeds: str = "seeds"
    articles: str = "articles"
    templates: str = "templates"
    pages: str = "pages"
    static: str = "static"
    output: str = "site"


class LoaderSettings(msgspec.Struct, frozen=True):
    """[loader]: what is known of the seeds."""

    period: str = ""
    """Span of the archive's articles, 'A..B' with years, months or days, e.g. '2004..2008'; '' if unknown."""


class ListSettings(msgspec.Struct, frozen=True):
    """[lists]: how long lists may grow before they are split by time."""

    limit: int = 100
    """Articles on one topic, person or year page before it becomes years, then months."""
    feed: int = 20
    """Entries in a feed."""
    latest: int = 12
    """Articles on the front page."""


class SearchSettings(msgspec.Struct, frozen=True):
    """[search]: what readers can search."""

    enabled: bool = True
    """False makes a site without search."""
    full_text: int = 10_000
    """Articles up to which whole texts are searched; above, headline, dek, names and the first 300 words."""


class Settings(msgspec.Struct, frozen=True):
    """All settings of an archive."""

    site: SiteSettings = SiteSettings()
    paths: PathSettings = PathSettings()
    loader: LoaderSettings = LoaderSettings()
    lists: ListSettings = ListSettings()
    search: SearchSettings = SearchSettings()
    images: ImageSettings = ImageSettings()
    pages: PageSettings = PageSettings()
    navigation: tuple[NavigationEntry, ...] = ()


SECTIONS: dict[str, type[msgspec.Struct]] = {
    field.name: type(field.default)
    for field in msgspec.structs.fields(Settings)
    if field.name != "navigation"
}

_MOST = 1_000_000
"""Greatest length of a list."""
_NOT_IN_URL = re.compile(r"[\s<>\"\x00-\x1f\x7f]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def parse_period(text: str) -> tuple[datetime.date, datetime.date]:
    """Read 'A..B', each end a year, a month or a day; one end may be missing ('2004..'), a lone 'A' is its own span.

    Raises:
        ValueError: an end is no date, or the span ends before it begins.
    """
    first, dots, last = text.partition("..")
    begin = PartialDate.parse(first).first_day if first.strip() or not dots else datetime.date.min
    end = PartialDate.parse(last).last_day if last.strip() else datetime.date.max
    if not dots:
        end = PartialDate.parse(first).last_day
    if end < begin:
        raise ValueError(f"{text!r} ends before it begins")
    return begin, end


def _check_url(value: str) -> tuple[str, str] | None:
    try:
        parts = urlsplit(value)
        good = parts.scheme in ("http", "https") and parts.hostname and not parts.query and not parts.fragment
    except ValueError:
        good = False
    if value and (not good or _NOT_IN_URL.search(value)):
        return f"{value!r} is no address of a site", "write e.g. https://example.org/news/"
    return None


def _check_file(value: str) -> tuple[str, str] | None:
    if value and not value.lower().endswith((".svg", ".png")):
        return f"{value!r} is no picture for a masthead", "name an SVG or PNG file in static/"
    return _check_inside(value) if value else None


def _check_language(value: str) -> tuple[str, str] | None:
    if not _LANGUAGE.fullmatch(value):
        return f"{value!r} is no language tag", 'write a BCP 47 tag, e.g. "en" or "zh-Hans"'
    return None


def _check_period(value: str) -> tuple[str, str] | None:
    try:
        if value:
            parse_period(value)
    except ValueError as error:
        return f"{value!r} is no period: {error}", 'write e.g. "2004..2008"'
    return None


def _check_positive(value: int) -> tuple[str, str] | None:
    return None if 0 < value <= _MOST else (f"is {value}", f"write a whole number from 1 to {_MOST:,}")


def _check_folder(value: str) -> tuple[str, str] | None:
    if not value.strip("./\\ ") or "\0" in value:
        return f"{value!r} is no folder of its own", 'write a folder\'s name, e.g. "site"'
    return None


def _check_inside(value: str) -> tuple[str, str] | None:
    if value.startswith(("/", "\\", "~")) or ":" in value or ".." in re.split(r"[/\\]", value):
        return f"{value!r} leads out of the archive", "name a folder inside it"
    return _check_folder(value)


CHECKS: dict[str, Callable[[Any], tuple[str, str] | None]] = {
    "site.url": _check_url,
    "site.language": _check_language,
    "site.timezone": zones.complaint,
    "site.licence_url": check_web,
    "site.logo": _check_file,
    "loader.period": _check_period,
    "search.full_text": _check_positive,
    "images.widths": check_widths,
    "images.quality": check_quality,
    "pages.omit": check_omit,
    **{f"lists.{field.name}": _check_positive for field in msgspec.structs.fields(ListSettings)},
    **{f"paths.{field.name}": _check_inside for field in msgspec.structs.fields(PathSettings)},
    "paths.output": _check_folder,
}
"""For settings of which not every value will do: value → what is wrong and what to write, or None."""
