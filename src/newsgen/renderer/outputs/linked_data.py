"""An article as linked data (JSON-LD), and its date for machines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from newsgen.model import Image
from newsgen.renderer.outputs.json_text import encode_json_text
from newsgen.renderer.site import Site
from newsgen.renderer.views import ArticleView, Link, SharedPicture


def write_linked_data(page: ArticleView, site: Site) -> Markup:
    """Describe an article as a `NewsArticle` in JSON-LD, for a script element.

    A date that is a guess is no `datePublished`: it stands, marked, in `temporal` ('2023-11-22?', EDTF level 1).

    Source: schema.org 28, NewsArticle; JSON-LD 1.1.
    """
    date = format_machine_date(page)
    article = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": page.title,
        "description": page.description,
        "url": page.canonical,
        "inLanguage": page.language,
        "temporal": date if page.provisional else "",
        "datePublished": "" if page.provisional else date,
        "dateModified": _modified(page),
        "author": _things("Person", page.authors),
        "publisher": _without_empty(
            {"@type": "Organization", "name": site.author or site.title, "url": site.url}
        ),
        "about": _things("Thing", page.topics),
        "mentions": [
            *_things("Person", page.people),
            *_things("Place", page.places),
            *_things("Organization", page.organizations),
        ],
        "isBasedOn": _source(page),
        "correction": [
            {"@type": "CorrectionComment", "text": one.text, "datePublished": one.date.iso}
            for one in page.corrections
        ],
        "image": _image(page.image, page.shared) if page.shared else None,
        "license": site.licence_url,
        "creativeWorkStatus": "Withdrawn" if page.withdrawn else "",
    }
    return encode_json_text(_without_empty(article))


def format_machine_date(page: ArticleView) -> str:
    """Write the article's date for machines, in EDTF: '2023-11-22', '2023-11-22?' if it is a guess, '' if there is none."""
    return f"{page.date.iso}{'?' if page.provisional else ''}" if page.date else ""


def _without_empty(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value}


def _modified(page: ArticleView) -> str:
    """Find when an article of a known date was changed last; '' if never."""
    changes = [correction.date for correction in page.corrections]
    if page.updated:
        changes.append(page.updated)
    return max(changes).iso if changes and not page.provisional else ""


def _things(kind: str, links: Iterable[Link]) -> list[dict[str, str]]:
    return [{"@type": kind, "name": link.text} for link in links]


def _source(page: ArticleView) -> dict[str, Any] | None:
    """Describe what an article is based on."""
    if page.source is None:
        return None
    publisher = {"@type": "Organization", "name": page.source.text}
    return _without_empty({"@type": "CreativeWork", "url": page.source_url, "publisher": publisher})


def _image(image: Image | None, shared: SharedPicture) -> dict[str, Any]:
    """Describe the picture for social media. Source: schema.org 28, ImageObject."""
    is_own = image and image.shown and shared.url.endswith(image.shown.href)
    return _without_empty(
        {
            "@type": "ImageObject",
            "url": shared.url,
            "width": shared.width,
            "height": shared.height,
            "caption": image.caption if image and is_own else "",
            "creditText": image.credit if image and is_own else "",
        }
    )
