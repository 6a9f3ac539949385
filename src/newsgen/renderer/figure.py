"""An article's picture as templates and machines show it."""

from __future__ import annotations

from typing import Any

import msgspec
from markupsafe import Markup

from newsgen.markdown.figures import figure_html, is_outside
from newsgen.model import DECORATIVE, Image, Record
from newsgen.renderer.safe_urls import safe_url

CARD = 1200, 630
"""Pixels of a card."""


class Shared(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The picture by which an article is shown elsewhere."""

    url: str
    """Absolute."""
    width: int
    """Pixels; 0 if it is not known, like `height`."""
    height: int
    alt: str
    large: bool
    """It is wide enough to stand above the text."""


def figure(image: Image, root: str, lead: bool = False, language: str = "") -> Markup:
    """Write a picture with caption and credit; nothing for one that is not in the site.

    Args:
        image: the picture.
        root: way from the page to the top of the site.
        lead: it stands at the top of the page, and is fetched at once.
        language: BCP 47 tag of its words; '' if it is the page's.
    """
    return Markup(
        figure_html(image, root, lead=lead, language=language)
    )  # safe: figure_html escapes all texts


def shared(record: Record, url: str) -> Shared | None:
    """Choose the picture for social media: the article's own if all of them show its kind, else its card.

    Args:
        record: the article.
        url: of the site, with a trailing '/'; without one nothing but a picture elsewhere has an address.
    """
    image = record.image
    shown = image.shown if image else None
    if image and shown and url and not shown.address.endswith((".svg", ".webp")):
        alt = "" if image.alt == DECORATIVE else image.alt
        return Shared(url + shown.href, shown.width, shown.height, alt, shown.width >= 300)
    if record.card and url:
        return Shared(url + record.card, *CARD, record.title, True)
    if image and is_outside(image.src) and (src := safe_url(image.src)) and not src.startswith("mailto:"):
        return Shared(src, 0, 0, image.alt, True)
    return None


def described(image: Image | None, picture: Shared | None) -> dict[str, Any] | None:
    """Describe it as an ImageObject. Source: schema.org 28, ImageObject."""
    if picture is None:
        return None
    own = image if image and image.shown and picture.url.endswith(image.shown.href) else Image("")
    said = {
        "@type": "ImageObject",
        "url": picture.url,
        "width": picture.width,
        "height": picture.height,
        "caption": own.caption,
        "creditText": own.credit,
    }
    return {key: value for key, value in said.items() if value}
