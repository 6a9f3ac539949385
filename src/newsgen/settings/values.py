"""Settings: newsgen.toml, or [tool.newsgen] in pyproject.toml; every one has a default."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Literal
from urllib.parse import urlsplit

import msgspec

from newsgen.dates import check_zone
from newsgen.model import PartialDate


class SiteSettings(msgspec.Struct, frozen=True):
    """[site]: what readers see of the archive."""

    title: str = ""
    """Name in the masthead; '' means the folder's name."""
    url: str = ""
    """Absolute address at which site/ will be published, e.g. https://example.org/news/; '' if unknown."""
    language: str = "en"
    """BCP 47 tag of the interface and of texts that state no other."""
    description: str = ""
    """One sentence for the masthead, feeds and search engines."""
    author: str = ""
    """Who publishes the archive; shown in feeds and the footer."""
    licence: str = ""
    """Terms of use of the texts, e.g. 'CC BY 4.0'; shown in the footer."""
    licence_url: str = ""
    """Where these terms can be read; '' means that they are known by their name."""
    logo: str = ""
    """Picture in the masthead: a file in static/, e.g. 'logo.svg'; '' for none."""
    logo_alt: str = ""
    """What the logo says; with it the logo replaces the title, without it both are shown."""
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


class ImageSettings(msgspec.Struct, frozen=True):
    """[images]: copies of pictures, and cards for social media; both need Pillow: pip install 'newsgen[images]'."""

    widths: tuple[int, ...] = (480, 960, 1440)
    """Widths of the copies in pixels; no copy is wider than its picture."""
    quality: int = 80
    """Of the copies, from 1 to 100."""
    cards: bool | Literal["auto"] = "auto"
    """A card for each article without a picture; 'auto': if the site's address is known, up to 2,000 articles."""


class PageSettings(msgspec.Struct, frozen=True):
    """[pages]: what a site need not have."""

    omit: tuple[str, ...] = ()
    """Names of `OMISSIBLE`; links to what is left out go with it."""


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

Complaint = tuple[str, str]
"""What is wrong with a value, and what to write."""

SCHEMES = ("http", "https", "mailto")
"""Of addresses outside the site."""
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
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


def _check_url(value: str) -> Complaint | None:
    try:
        parts = urlsplit(value)
        good = parts.scheme in ("http", "https") and parts.hostname and not parts.query and not parts.fragment
    except ValueError:
        good = False
    if value and (not good or _NOT_IN_URL.search(value)):
        return f"{value!r} is not the address of a site", "write e.g. https://example.org/news/"
    return None


def _check_file(value: str) -> Complaint | None:
    if value and not value.lower().endswith((".svg", ".png")):
        return f"{value!r} is not a picture for the masthead", "name an SVG or PNG file in static/"
    return _check_inside(value) if value else None


def _check_language(value: str) -> Complaint | None:
    if not _LANGUAGE.fullmatch(value):
        return f"{value!r} is not a language tag", 'write a BCP 47 tag, e.g. "en" or "zh-Hans"'
    return None


def _check_period(value: str) -> Complaint | None:
    try:
        if value:
            parse_period(value)
    except ValueError as error:
        return f"{value!r} is not a period: {error}", 'write e.g. "2004..2008"'
    return None


def _check_positive(value: int) -> Complaint | None:
    return None if 0 < value <= _MOST else (f"is {value}", f"write a whole number from 1 to {_MOST:,}")


def _check_folder(value: str) -> Complaint | None:
    if not value.strip("./\\ ") or "\0" in value:
        return f"{value!r} is not a folder of its own", 'write a folder\'s name, e.g. "site"'
    return None


def _check_inside(value: str) -> Complaint | None:
    if value.startswith(("/", "\\", "~")) or ":" in value or ".." in re.split(r"[/\\]", value):
        return f"{value!r} is outside the archive", "name a folder inside it"
    return _check_folder(value)


def has_scheme(href: str) -> bool:
    """True if an address has a scheme, and so leads out of the site."""
    return bool(_SCHEME.match(href))


def check_href(value: str) -> Complaint | None:
    """Check the address of an entry of the navigation, but not whether it exists."""
    scheme = _SCHEME.match(value)
    if scheme and scheme[1].lower() not in SCHEMES:
        return f"{value!r} is not an address that a reader can follow", f"begin it with {', '.join(SCHEMES)}"
    if not value or value.startswith("//") or re.search(r"[\s<>\"\\\x00-\x1f\x7f]", value):
        return f"{value!r} is no address", "write e.g. topics/index.html or https://example.org/"
    return None


def _check_web(value: str) -> Complaint | None:
    if value and (not value.lower().startswith(("http://", "https://")) or check_href(value)):
        return f"{value!r} is not a web address", "write e.g. https://example.org/terms"
    return None


def _check_widths(value: tuple[int, ...]) -> Complaint | None:
    if not value or len(value) > 8 or not all(16 <= width <= 8192 for width in value):
        remedy = "write e.g. [480, 960, 1440]: one to eight numbers from 16 to 8192"
        return "holds no widths of pictures", remedy
    return None


def _check_quality(value: int) -> Complaint | None:
    return None if 1 <= value <= 100 else (f"is {value}", "write a whole number from 1 to 100")


OMISSIBLE: dict[str, str] = {
    "days": r"\d{4}/\d\d/\d\d/(?:.*/)?index\.html",
    "on-this-day": r"on-this-day/.*",
    "data": r"data/.*",
    "json-feeds": r"(?:.*/)?feed\.json",
    "archive-feeds": r"feed-\d.*\.xml",
    "name-feeds": r"(?!topics/)[a-z]+/.*/feed\.xml",
    "topic-feeds": r"topics/.*/feed\.(?:xml|json)",
    "llms": r"llms\.txt",
}
"""What can be left out, and the pattern of its addresses."""


def is_omitted(address: str, omit: tuple[str, ...]) -> bool:
    """True if the page at an address is of a kind that the site does not have."""
    return omitted_addresses(omit).fullmatch(address) is not None


@lru_cache(maxsize=8)
def omitted_addresses(omit: tuple[str, ...]) -> re.Pattern[str]:
    """Return the addresses of all that is left out as one pattern."""
    return re.compile("|".join(f"(?:{OMISSIBLE[name]})" for name in omit) or "(?!)")


def _check_omit(value: tuple[str, ...]) -> Complaint | None:
    for name in value:
        if name not in OMISSIBLE:
            import difflib  # for a mistake alone

            near = difflib.get_close_matches(name, OMISSIBLE, 1)
            remedy = f'did you mean "{near[0]}"?' if near else f"known are: {', '.join(OMISSIBLE)}"
            return f'holds "{name}", which cannot be left out', remedy
    return None


CHECKS: dict[str, Callable[[Any], Complaint | None]] = {
    "site.url": _check_url,
    "site.language": _check_language,
    "site.timezone": check_zone,
    "site.licence_url": _check_web,
    "site.logo": _check_file,
    "loader.period": _check_period,
    "search.full_text": _check_positive,
    "images.widths": _check_widths,
    "images.quality": _check_quality,
    "pages.omit": _check_omit,
    **{f"lists.{field.name}": _check_positive for field in msgspec.structs.fields(ListSettings)},
    **{f"paths.{field.name}": _check_inside for field in msgspec.structs.fields(PathSettings)},
    "paths.output": _check_folder,
}
"""For settings of which not every value will do: value → what is wrong and what to write, or None."""
