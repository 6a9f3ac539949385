"""What machines are told of an article: JSON-LD, and the instants of its dates."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec
from markupsafe import Markup

from newsgen.model import Correction, Image
from newsgen.renderer.outputs.json_text import json_text

if TYPE_CHECKING:
    from newsgen.renderer.site import Site
    from newsgen.renderer.views import ArticleView, Link, Shared


class _Thing(msgspec.Struct, frozen=True, gc=False):
    """A person, a place, an organization or a topic."""

    type: str = msgspec.field(name="@type")
    name: str


class _Work(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """What an article is based on."""

    type: str = msgspec.field(name="@type")
    url: str = ""
    publisher: _Thing


class _Article(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """A `NewsArticle`, without what is empty; to write it takes two thirds of the time of as many keys and values."""

    context: str = msgspec.field(name="@context")
    type: str = msgspec.field(name="@type")
    headline: str = ""
    description: str = ""
    url: str = ""
    in_language: str = ""
    temporal: str = ""
    date_published: str = ""
    date_modified: str = ""
    author: tuple[_Thing, ...] = ()
    publisher: dict[str, str] = {}
    about: tuple[_Thing, ...] = ()
    mentions: tuple[_Thing, ...] = ()
    is_based_on: _Work | None = None
    correction: tuple[dict[str, str], ...] = ()
    image: dict[str, Any] | None = None
    license: str = ""
    creative_work_status: str = ""


def linked_data(page: ArticleView, site: Site) -> Markup:
    """Describe an article as a `NewsArticle` in JSON-LD, for a script element.

    A date that is a guess is no `datePublished`: it stands, marked, in `temporal` ('2023-11-22?', EDTF level 1).

    Source: schema.org 28, NewsArticle; JSON-LD 1.1.
    """
    date = when(page)
    said = _Article(
        context="https://schema.org",
        type="NewsArticle",
        headline=page.title,
        description=page.description,
        url=page.canonical,
        in_language=page.language,
        temporal=date if page.provisional else "",
        date_published="" if page.provisional else date,
        date_modified=_modified(page),
        author=_things("Person", page.authors),
        publisher=_publisher(site.author or site.title, site.url),
        about=_things("Thing", page.topics),
        mentions=(
            *_things("Person", page.people),
            *_things("Place", page.places),
            *_things("Organization", page.organizations),
        ),
        is_based_on=_origin(page) if page.source else None,
        correction=tuple([_correction(one) for one in page.corrections]) if page.corrections else (),
        image=_image_object(page.image, page.shared) if page.shared else None,
        license=site.licence_url,
        creative_work_status="Withdrawn" if page.withdrawn else "",
    )
    return json_text(said)


def when(page: ArticleView) -> str:
    """The article's date for machines, in EDTF: '2023-11-22', '2023-11-22?' if it is a guess, '' if there is none."""
    return f"{page.date.iso}{'?' if page.provisional else ''}" if page.date else ""


def _modified(page: ArticleView) -> str:
    """When a known article was changed last; '' if never."""
    if page.provisional or not (page.corrections or page.updated):
        return ""
    changes = [one.date for one in page.corrections]
    return max([page.updated, *changes] if page.updated else changes).iso


def _things(kind: str, links: Iterable[Link]) -> tuple[_Thing, ...]:
    return tuple([_Thing(kind, link.text) for link in links]) if links else ()


@lru_cache(maxsize=8)
def _publisher(name: str, url: str) -> dict[str, str]:
    said = {"@type": "Organization", "name": name, "url": url}
    return {key: value for key, value in said.items() if value}


def _correction(one: Correction) -> dict[str, str]:
    return {"@type": "CorrectionComment", "text": one.text, "datePublished": one.date.iso}


def _origin(page: ArticleView) -> _Work:
    assert page.source is not None
    return _Work(type="CreativeWork", url=page.source_url, publisher=_Thing("Organization", page.source.text))


def _image_object(image: Image | None, picture: Shared | None) -> dict[str, Any] | None:
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
