"""What machines are told of an article: JSON-LD, and the instants of its dates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from newsgen.renderer.figure import described
from newsgen.renderer.json_text import json_text

if TYPE_CHECKING:
    from newsgen.renderer.pages.article import ArticleView
    from newsgen.renderer.views import Link, Site


def linked_data(page: ArticleView, site: Site) -> Markup:
    """Describe an article as a `NewsArticle` in JSON-LD, for a script element.

    A date that is a guess is no `datePublished`: it stands, marked, in `temporal` ('2023-11-22?', EDTF level 1).

    Source: schema.org 28, NewsArticle; JSON-LD 1.1.
    """
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": page.title,
        "description": page.description,
        "url": page.canonical,
        "inLanguage": page.language,
        **_dates(page),
        "author": _things("Person", page.authors),
        "publisher": _filled({"@type": "Organization", "name": site.author or site.title, "url": site.url}),
        "about": _things("Thing", page.topics),
        "mentions": [
            *_things("Person", page.people),
            *_things("Place", page.places),
            *_things("Organization", page.organizations),
        ],
        "isBasedOn": _origin(page),
        "correction": [
            {"@type": "CorrectionComment", "text": one.text, "datePublished": one.date.iso}
            for one in page.corrections
        ],
        "image": described(page.image, page.shared),
        "license": site.licence_url,
        "creativeWorkStatus": "Withdrawn" if page.withdrawn else "",
    }
    return json_text(_filled(said))


def when(page: ArticleView) -> str:
    """The article's date for machines, in EDTF: '2023-11-22', '2023-11-22?' if it is a guess, '' if there is none."""
    return f"{page.date.iso}{'?' if page.provisional else ''}" if page.date else ""


def _dates(page: ArticleView) -> dict[str, str]:
    if page.provisional:
        return {"temporal": when(page)}
    if not page.corrections:
        return {"datePublished": when(page), "dateModified": page.updated.iso if page.updated else ""}
    changes = [one.date for one in page.corrections]
    last = max([page.updated, *changes] if page.updated else changes)
    return {"datePublished": when(page), "dateModified": last.iso}


def _things(kind: str, links: Iterable[Link]) -> list[dict[str, str]]:
    return [{"@type": kind, "name": link.text} for link in links]


def _origin(page: ArticleView) -> dict[str, Any] | None:
    if page.source is None:
        return None
    publisher = {"@type": "Organization", "name": page.source.text}
    return _filled({"@type": "CreativeWork", "url": page.source_url, "publisher": publisher})


def _filled(said: dict[str, Any]) -> dict[str, Any]:
    """What is not empty."""
    return {key: value for key, value in said.items() if value}
