"""What machines are told of an article: JSON-LD, and the instants of its dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from newsgen.renderer.figure import described
from newsgen.renderer.json_text import json_text

if TYPE_CHECKING:
    from newsgen.model import PartialDate
    from newsgen.renderer.pages.article import ArticleView
    from newsgen.renderer.views import Link, Site


def linked_data(page: ArticleView, site: Site) -> Markup:
    """Describe an article as a `NewsArticle` in JSON-LD, for a script element.

    A date that is a guess is no `datePublished`: it stands, marked, in `temporal` ('2023-11-22?', EDTF level 1).

    Source: schema.org 28, NewsArticle; JSON-LD 1.1.
    """
    said = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": page.title,
        "description": page.description,
        "url": page.canonical,
        "inLanguage": page.language,
        **_dates(page),
        "author": _things("Person", page.authors),
        "publisher": {"@type": "Organization", "name": site.author or site.title, "url": site.url},
        "about": _things("Thing", page.topics),
        "mentions": _mentions(page),
        "isBasedOn": _origin(page),
        "correction": [
            {"@type": "CorrectionComment", "text": one.text, "datePublished": one.date.iso}
            for one in page.corrections
        ],
        "image": described(page.image, page.shared),
        "license": site.licence_url,
        "creativeWorkStatus": "Withdrawn" if page.withdrawn else "",
    }
    return json_text(dict(_filled(said)))


def when(page: ArticleView) -> str:
    """The article's date for machines, in EDTF: '2023-11-22', '2023-11-22?' if it is a guess, '' if there is none."""
    return f"{page.date.iso}{'?' if page.provisional else ''}" if page.date else ""


def _dates(page: ArticleView) -> dict[str, str]:
    if page.provisional:
        return {"temporal": when(page)}
    changes: list[PartialDate] = [*filter(None, [page.updated]), *(one.date for one in page.corrections)]
    last = max(changes, default=None)
    return {"datePublished": when(page), "dateModified": last.iso if last else ""}


def _mentions(page: ArticleView) -> list[dict[str, Any]]:
    kinds = (("Person", page.people), ("Place", page.places), ("Organization", page.organizations))
    return list(chain.from_iterable(_things(kind, links) for kind, links in kinds))


def _things(kind: str, links: Iterable[Link]) -> list[dict[str, Any]]:
    return [{"@type": kind, "name": link.text} for link in links]


def _origin(page: ArticleView) -> dict[str, Any] | None:
    if page.source is None:
        return None
    origin: dict[str, Any] = {"@type": "CreativeWork", "url": page.source_url}
    return origin | {"publisher": {"@type": "Organization", "name": page.source.text}}


def _filled(said: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """What is not empty, here and one level below."""
    for key, value in said.items():
        if value:
            yield key, {k: v for k, v in value.items() if v} if isinstance(value, dict) else value
