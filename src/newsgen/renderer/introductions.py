"""What a file of pages/ says about a topic, a name or the archive itself, above the lists of that page."""

from __future__ import annotations

import msgspec

from newsgen.archive.model import Archive
from newsgen.model import Body, StandalonePage
from newsgen.renderer.direction import direction
from newsgen.renderer.site import Site


class Introduction(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A text above a list; its body is a reference, as an article's is."""

    body: Body
    language: str
    """BCP 47 tag."""
    direction: str
    """'ltr' or 'rtl'."""


def introduction(archive: Archive, address: str, site: Site) -> Introduction | None:
    """Find the text for the page at an address; None if there is none."""
    page = archive.introductions.get(address) if archive.introductions else None
    return introduction_from(page, site) if page else None


def introduction_from(page: StandalonePage, site: Site) -> Introduction:
    """Make it of a file of pages/."""
    language = page.language or site.language
    return Introduction(page.body, language, direction(language))
