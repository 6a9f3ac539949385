"""The frozen values that templates see; what is special to one kind of page stands beside it in `pages`.

Every `href` is an address inside site/, e.g. 2023/11/index.html. A template writes `page.root` before it
('' on the front page, '../../' on 2023/11/index.html), so that all links are relative and the same link value
is shared by every page that shows it.
"""

from __future__ import annotations

import msgspec

from newsgen.model import PartialDate
from newsgen.renderer.direction import direction
from newsgen.renderer.licences import terms_of
from newsgen.renderer.theme import Theme
from newsgen.renderer.view import View as View
from newsgen.renderer.words import ENGLISH, Words
from newsgen.settings.values import Settings


class Link(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A name and where it leads."""

    text: str
    href: str
    """Address inside site/; '' where there is no page, and the template shows the text alone."""
    count: int = 0
    """Articles behind it; 0 where the page does not show it."""


class DateLink(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A year, a month or a day and where it leads."""

    date: PartialDate
    href: str
    count: int
    """Articles in it."""


class NavigationLink(msgspec.Struct, frozen=True, gc=False):
    """An entry of the navigation."""

    text: str
    href: str
    """Address inside site/, or the whole address if it is `outside`."""
    outside: bool = False


class Site(msgspec.Struct, frozen=True, gc=False):
    """What every template sees as `site`: settings only, never counts, so that a new article leaves old pages alone."""

    title: str
    url: str
    """Absolute, with a trailing '/'; '' if unknown."""
    language: str
    """BCP 47 tag of the interface, and of titles, names and texts that state no other."""
    timezone: str
    """IANA name of the archive's zone, e.g. Asia/Tokyo."""
    direction: str
    """'ltr' or 'rtl'."""
    description: str
    author: str
    licence: str
    licence_url: str
    """Where the terms can be read; '' if the settings do not say and nobody knows them by their name."""
    navigation: tuple[NavigationLink, ...]
    logo: str
    """Address of the picture in the masthead; '' for none."""
    logo_alt: str
    """What it says, if it stands instead of the title."""
    footer: str
    """A line for the foot of every page, in Markdown; the filter `footer` renders it."""
    footer_links: tuple[tuple[str, str], ...]
    """Pairs of a link in it, as written, and the address inside site/."""
    assets: dict[str, str]
    """Address of each asset with its version, by name: {'site.css': 'assets/site.css?v=1f0c9a2b'}."""
    limit: int
    """Articles on a list before it is split by time."""
    feed_limit: int
    latest: int
    """Articles on the front page."""
    words: Words = ENGLISH
    """The words of the interface."""
    search: int | None = None
    """Articles up to which whole texts are searched; None for a site without search."""
    omit: tuple[str, ...] = ()
    """What the site leaves out: names of `newsgen.settings.values.OMISSIBLE`."""


class Teaser(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An article in a list."""

    title: str
    href: str
    dek: str
    """The standfirst, else the first words of the text."""
    date: PartialDate | None
    provisional: bool
    withdrawn: bool
    language: str
    """BCP 47 tag; '' if it is the site's."""
    direction: str
    """'ltr' or 'rtl'; '' if it is the site's."""


class Section(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Articles of a list under one head: a day, a month, a year, or none of them."""

    date: PartialDate | None
    """None: these are undated, or less precise than the list."""
    href: str
    """Address of the period's page; '' for none."""
    articles: tuple[Teaser, ...]


class Chart(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """How many articles fell into each month or year of a span."""

    unit: str
    """'month' or 'year'."""
    first: PartialDate
    last: PartialDate
    counts: tuple[int, ...]
    """One number for each unit from first to last."""
    peak: PartialDate
    """The earliest unit with the most articles."""

    @property
    def most(self) -> int:
        """Articles of that unit."""
        return max(self.counts)


def site_from(settings: Settings, theme: Theme, name: str = "") -> Site:
    """Gather what templates see of the settings; `name` is the title if none is set."""
    site = settings.site
    words = theme.words(site.language)
    return Site(
        title=site.title or name or words.gettext("News archive"),
        url=site.url,
        language=site.language,
        timezone=site.timezone,
        direction=direction(site.language),
        description=site.description,
        author=site.author,
        licence=site.licence,
        licence_url=site.licence_url or terms_of(site.licence),
        navigation=_navigation(words),
        logo=site.logo,
        logo_alt=site.logo_alt,
        footer=site.footer,
        footer_links=(),
        assets=theme.addresses,
        limit=settings.lists.limit,
        feed_limit=settings.lists.feed,
        latest=settings.lists.latest,
        words=words,
        search=settings.search.full_text if settings.search.enabled else None,
        omit=settings.pages.omit,
    )


def _navigation(words: Words) -> tuple[NavigationLink, ...]:
    """The five words under the masthead; their pages exist in every archive."""
    return (
        NavigationLink(words.gettext("Dates"), "dates/index.html"),
        NavigationLink(words.gettext("Topics"), "topics/index.html"),
        NavigationLink(words.gettext("People"), "people/index.html"),
        NavigationLink(words.gettext("Places"), "places/index.html"),
        NavigationLink(words.gettext("About"), "about.html"),
    )


def root_of(address: str) -> str:
    """The way from a page to the top of site/, e.g. '../../' for 2023/11/index.html."""
    return "../" * address.count("/")
