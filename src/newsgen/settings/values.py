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
from newsgen.errors import suggest_name
from newsgen.model import PartialDate
from newsgen.settings.permalinks import check_article_pattern, check_old_patterns


class SiteSettings(msgspec.Struct, frozen=True):
    """[site]: what readers see of the archive."""

    title: str = ""
    """Name in the masthead; '' means the folder's name."""
    url: str = ""
    """Absolute URL of the published site, e.g. https://example.org/news/; '' if unknown."""
    language: str = "en"
    """BCP 47 tag of the interface and of texts without their own language."""
    description: str = ""
    """One sentence for the masthead, feeds and search engines."""
    author: str = ""
    """Publisher of the archive; shown in feeds and the footer."""
    licence: str = ""
    """Terms of use of the texts, e.g. 'CC BY 4.0'; shown in the footer."""
    licence_url: str = ""
    """URL of these terms; '' if the name is enough."""
    logo: str = ""
    """Picture in the masthead: a file in static/, e.g. 'logo.svg'; '' for none."""
    logo_alt: str = ""
    """Alternative text of the logo. If it is given, the logo replaces the title; otherwise both are shown."""
    footer: str = ""
    """A line of Markdown for the foot of every page."""
    timezone: str = "UTC"
    """IANA name of the archive's time zone, for the start of days and for times without an offset, e.g. Asia/Tokyo."""
    addresses: str = ""
    """Pattern of the addresses of articles, e.g. '/:year/:month/:slug/', or a generator's name; '' for newsgen's own.

    An article that was published at newsgen's own address stays there."""
    old_addresses: str | tuple[str, ...] = ()
    """Patterns, or names of generators, of the addresses at which the articles were before; each redirects."""
    old_urls: str | tuple[str, ...] = ()
    """Absolute URLs at which the site was before; links in texts to pages there become links to the articles here."""


class NavigationEntry(msgspec.Struct, frozen=True):
    """[[navigation]]: one table for each entry of the navigation; without any, the theme's navigation is used."""

    text: str = ""
    """What the entry says."""
    href: str = ""
    """A page of the site ('topics/index.html'), a file in pages/ ('pages/contact.md'), or an http(s) or mailto address."""


class PathSettings(msgspec.Struct, frozen=True):
    """[paths]: folders, relative to the settings file."""

    seeds: str = "seeds"
    """Texts as they were received; newsgen never writes to a seed."""
    articles: str = "articles"
    """Records: one Markdown file an article."""
    templates: str = "templates"
    """Templates, style sheets and translations that replace those of the default theme."""
    pages: str = "pages"
    """Standalone pages, one Markdown file each."""
    static: str = "static"
    """Files that are copied into the site as they are."""
    output: str = "site"
    """The built site."""


class LoaderSettings(msgspec.Struct, frozen=True):
    """[loader]: facts about the seeds, and what is inferred."""

    period: str = ""
    """Span of the articles, 'A..B' with years, months or days, e.g. '2004..2008'; dates without a year get theirs from it."""
    infer: bool = False
    """Whether each load and build infers missing topics, names and deks of records that were not made from a seed."""


class ListSettings(msgspec.Struct, frozen=True):
    """[lists]: how long lists are."""

    limit: int = 100
    """Articles on a topic, person or year page; a longer list is split into years, then months."""
    feed: int = 20
    """Entries in a feed."""
    latest: int = 12
    """Articles on the front page."""
    names: int = 1_000
    """Most topics, people … of an article; each is shown on the page of each, so the site grows with their square."""
    pictures: bool | Literal["auto"] = "auto"
    """Whether lists show pictures; 'auto' means: if three of the newest ten articles have one."""


class TextLimitSettings(msgspec.Struct, frozen=True):
    """[texts]: how large a file of articles/ or pages/ may be; a larger one is refused."""

    size: int = 5_000
    """Most kilobytes (1,000 bytes) of a file."""
    cells: int = 100_000
    """Most cells of all tables of a file; a million takes 1.5 GB of memory."""


class SearchSettings(msgspec.Struct, frozen=True):
    """[search]: the search page."""

    enabled: bool = True
    """Whether the site has a search page."""
    full_text: int = 10_000
    """Most articles for which whole texts are indexed; with more, only headline, dek, names and the first 300 words."""


class ImageSettings(msgspec.Struct, frozen=True):
    """[images]: copies of pictures, and cards for social media; both need Pillow: `pip install 'newsgen[images]'`."""

    widths: tuple[int, ...] = (480, 960, 1440)
    """Widths of the copies in pixels; no copy is wider than its picture."""
    quality: int = 80
    """Quality of the copies, from 1 to 100."""
    cards: bool | Literal["auto"] = "auto"
    """Whether each article without a picture gets a card; 'auto' means: if the site has a URL and at most 2,000 articles."""


class PageSettings(msgspec.Struct, frozen=True):
    """[pages]: pages that are left out."""

    omit: tuple[str, ...] = ()
    """Kinds of pages, from the list below; links to these pages are left out, too."""


class Settings(msgspec.Struct, frozen=True):
    """All settings of an archive."""

    site: SiteSettings = SiteSettings()
    paths: PathSettings = PathSettings()
    loader: LoaderSettings = LoaderSettings()
    lists: ListSettings = ListSettings()
    texts: TextLimitSettings = TextLimitSettings()
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
"""What is wrong with a value, and what to write instead."""

SCHEMES = ("http", "https", "mailto")
"""Schemes of addresses outside the site."""
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_MAX_LENGTH = 1_000_000
"""Greatest length of a list."""
_NOT_IN_URL = re.compile(r"[\s<>\"\x00-\x1f\x7f]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def parse_period(text: str) -> tuple[datetime.date, datetime.date]:
    """Read 'A..B', where A and B are years, months or days; one may be missing ('2004..'). 'A' means 'A..A'.

    Raises:
        ValueError: an end is not a date, or the span ends before it begins.
    """
    first, dots, last = text.partition("..") if ".." in text else (text, "", text)
    begin = PartialDate.parse(first).first_day if first.strip() or not dots else datetime.date.min
    end = PartialDate.parse(last).last_day if last.strip() else datetime.date.max
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


def _check_urls(value: str | tuple[str, ...]) -> Complaint | None:
    urls = (value,) if isinstance(value, str) else value
    return next((wrong for url in urls if (wrong := _check_url(url))), None)


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
    if 0 < value <= _MAX_LENGTH:
        return None
    return f"is {value}", f"write a whole number from 1 to {_MAX_LENGTH:,}"


def _check_folder(value: str) -> Complaint | None:
    if not value.strip("./\\ ") or "\0" in value:
        return f"{value!r} is not a folder of its own", 'write a folder\'s name, e.g. "site"'
    return None


def _check_inside(value: str) -> Complaint | None:
    if value.startswith(("/", "\\", "~")) or ":" in value or ".." in re.split(r"[/\\]", value):
        return f"{value!r} is outside the archive", "name a folder inside it"
    return _check_folder(value)


def has_scheme(href: str) -> bool:
    """True if an address has a scheme, and so is outside the site."""
    return bool(_SCHEME.match(href))


def check_href(value: str) -> Complaint | None:
    """Check the form of a navigation entry's address, but not whether it exists."""
    scheme = _SCHEME.match(value)
    if scheme and scheme[1].lower() not in SCHEMES:
        return f"{value!r} is not an address that a reader can follow", f"begin it with {', '.join(SCHEMES)}"
    if not value or value.startswith("//") or re.search(r"[\s<>\"\\\x00-\x1f\x7f]", value):
        return f"{value!r} is not an address", "write e.g. topics/index.html or https://example.org/"
    return None


def _check_web(value: str) -> Complaint | None:
    if value and (not value.lower().startswith(("http://", "https://")) or check_href(value)):
        return f"{value!r} is not a web address", "write e.g. https://example.org/terms"
    return None


def _check_widths(value: tuple[int, ...]) -> Complaint | None:
    if 1 <= len(value) <= 8 and all(16 <= width <= 8192 for width in value):
        return None
    return "has no valid widths", "write e.g. [480, 960, 1440]: one to eight numbers from 16 to 8192"


def _check_quality(value: int) -> Complaint | None:
    return None if 1 <= value <= 100 else (f"is {value}", "write a whole number from 1 to 100")


OMISSIBLE: dict[str, str] = {
    "days": r"\d{4}/\d\d/\d\d/(?:[^/]{1,3}/)*index\.html",  # a day's parts by initial, but no article
    "on-this-day": r"on-this-day/.*",
    "data": r"data/.*",
    "json-feeds": r"(?:.*/)?feed\.json",
    "archive-feeds": r"feed-\d.*\.xml",
    "name-feeds": r"(?!topics/)[a-z]+/.*/feed\.xml",
    "topic-feeds": r"topics/.*/feed\.(?:xml|json)",
    "llms": r"llms\.txt",
}
"""For each kind of page that can be left out the pattern of its addresses."""


def is_omitted(address: str, omit: tuple[str, ...]) -> bool:
    """True if the settings leave out the page at an address."""
    return _compile_omitted(omit).fullmatch(address) is not None


@lru_cache(maxsize=8)
def _compile_omitted(omit: tuple[str, ...]) -> re.Pattern[str]:
    """Compile a pattern of the addresses of all pages that are left out."""
    return re.compile(make_omitted_pattern(omit))


def make_omitted_pattern(omit: tuple[str, ...]) -> str:
    """Write a pattern of the addresses of all pages that are left out."""
    return "|".join(f"(?:{OMISSIBLE[name]})" for name in omit) or "(?!)"


def _check_omit(value: tuple[str, ...]) -> Complaint | None:
    for name in value:
        if name not in OMISSIBLE:
            remedy = suggest_name(name, OMISSIBLE, f"known are: {', '.join(OMISSIBLE)}")
            return f'holds "{name}", which cannot be left out', remedy
    return None


CHECKS: dict[str, Callable[[Any], Complaint | None]] = {
    "site.url": _check_url,
    "site.addresses": check_article_pattern,
    "site.old_addresses": check_old_patterns,
    "site.old_urls": _check_urls,
    "site.language": _check_language,
    "site.timezone": check_zone,
    "site.licence_url": _check_web,
    "site.logo": _check_file,
    "loader.period": _check_period,
    "search.full_text": _check_positive,
    "images.widths": _check_widths,
    "images.quality": _check_quality,
    "pages.omit": _check_omit,
    **{
        f"{section}.{field.name}": _check_positive
        for section, values in (("lists", ListSettings), ("texts", TextLimitSettings))
        for field in msgspec.structs.fields(values)
        if field.type is int
    },
    **{f"paths.{field.name}": _check_inside for field in msgspec.structs.fields(PathSettings)},
    "paths.output": _check_folder,
}
"""For settings that do not take every value: a function that returns what is wrong and what to write, or None."""
