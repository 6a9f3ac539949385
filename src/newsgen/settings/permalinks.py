"""Patterns of addresses, as the permalinks of Jekyll, Hugo and WordPress, and the patterns of other generators."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from newsgen.errors import find_similar

DATES = frozenset(
    "year short_year month i_month short_month long_month monthname day i_day y_day yearday hour minute second".split()
)
"""Placeholders that need a date."""
FOLDERS = frozenset("section sections categories slugified_categories".split())
NAMES = frozenset(
    "slug title filename basename name contentbasename slugorfilename slugorcontentbasename path".split()
)
"""Placeholders for the article's name."""
PLACEHOLDERS = DATES | FOLDERS | NAMES | {"output_ext"}
PLACEHOLDER = re.compile(r":([a-z_]+)")

_WORDPRESS = {"monthnum": "month", "postname": "slug", "category": "categories"}
_TAG = re.compile(r"%([a-z]+)%")
_SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9]*\Z")


class SlugStyle(msgspec.Struct, frozen=True):
    """How a generator makes the names in addresses."""

    spelling: Literal["ascii", "lower", "cased"]
    """'ascii': as newsgen's slugs. 'lower': letters of any script in lower case. 'cased': as written."""
    is_titled: bool = False
    """True if an article without `slug` is named after its title, False if after its file."""
    is_dated: bool = False
    """True if the date at the start of a file's name stays."""


JEKYLL = (SlugStyle("cased"),)
HUGO = (SlugStyle("lower", is_titled=True), SlugStyle("lower", is_titled=True, is_dated=True))
_ASCII = (SlugStyle("ascii"),)

GENERATORS: dict[str, tuple[str, tuple[SlugStyle, ...]]] = {
    "jekyll": ("/:categories/:year/:month/:day/:title.html", JEKYLL),
    "hugo": ("/:sections/:slugorfilename/", HUGO),
    "wordpress": ("/:year/:month/:day/:slug/", (SlugStyle("lower", is_titled=True),)),
    "ghost": ("/:slug/", _ASCII),
    "substack": ("/p/:slug", _ASCII),
    "eleventy": ("/:path/", (SlugStyle("cased", is_dated=True), SlugStyle("cased"))),
    "zola": ("/:sections/:slugorfilename/", _ASCII),
    "hexo": ("/:year/:month/:day/:title/", JEKYLL),
    "pelican": ("/:slug.html", (SlugStyle("ascii", is_titled=True),)),
    "newsgen": ("/:year/:month/:day/:slug.html", _ASCII),
}
"""For each generator its own pattern and how it makes names; a later style is another possibility."""


def read_pattern(text: str) -> tuple[str, tuple[SlugStyle, ...]]:
    """Read a setting: a generator's name ("jekyll"), a pattern ("/:year/:slug/"), or both ("jekyll /:year/:title/").

    WordPress's placeholders (%year%) become ours. Without a generator there are no styles.
    """
    first, _, rest = text.partition(" ")
    own, styles = GENERATORS.get(first, ("", ()))
    pattern = (rest.strip() or own) if own else text
    return _TAG.sub(lambda tag: f":{_WORDPRESS.get(tag[1], tag[1])}", pattern), styles


def has_suffix(pattern: str) -> bool:
    """True if a pattern names files with a suffix, such as '.html'."""
    return bool(_SUFFIX.search(pattern)) or pattern.endswith(":output_ext")


def check_pattern(text: str) -> tuple[str, str] | None:
    """Return what is wrong with a pattern and what to write instead."""
    pattern, _ = read_pattern(text)
    names = PLACEHOLDER.findall(pattern)
    if not names:
        remedy = f'write e.g. "/:year/:month/:day/:slug/", or one of {", ".join(GENERATORS)}'
        return f"{text!r} is neither a pattern nor a known generator", remedy
    if wrong := next((name for name in names if name not in PLACEHOLDERS), ""):
        near = find_similar(wrong, PLACEHOLDERS)
        remedy = f"did you mean :{near}?" if near else f"known are: {', '.join(sorted(PLACEHOLDERS))}"
        return f"{text!r} has the unknown placeholder :{wrong}", remedy
    if re.search(r"[?#\\\s]|://", pattern) or {".", ".."} & set(pattern.split("/")):
        return f"{text!r} is not a path inside the site", 'write e.g. "/:year/:month/:day/:slug/"'
    return None


def check_article_pattern(text: str) -> tuple[str, str] | None:
    """Check the pattern of new addresses; each article needs a page of its own."""
    if not text or (wrong := check_pattern(text)):
        return wrong if text else None
    pattern, _ = read_pattern(text)
    if not NAMES.intersection(PLACEHOLDER.findall(pattern)):
        return f"{text!r} gives all articles of a day one address", "add :slug"
    if has_suffix(pattern) and not pattern.endswith((".html", ":output_ext")):
        return f"{text!r} does not end in .html or /", 'write e.g. "/:year/:month/:day/:slug.html"'
    return None


def check_old_patterns(value: str | tuple[str, ...]) -> tuple[str, str] | None:
    """Check the patterns of old addresses."""
    texts = (value,) if isinstance(value, str) else value
    return next((wrong for text in texts if text and (wrong := check_pattern(text))), None)
