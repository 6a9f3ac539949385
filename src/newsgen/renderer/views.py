"""The frozen values that templates see; what is special to one kind of page stands beside it in `pages`.

Every `href` is an address inside site/, e.g. 2023/11/index.html. A template writes `page.root` before it
('' on the front page, '../../' on 2023/11/index.html), so that all links are relative and the same link value
is shared by every page that shows it.
"""

from __future__ import annotations

import msgspec

from newsgen.model import PartialDate
from newsgen.renderer.view import View as View


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


def root_of(address: str) -> str:
    """The way from a page to the top of site/, e.g. '../../' for 2023/11/index.html."""
    return "../" * address.count("/")
