"""Describe an article in JSON-LD (linked data)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from newsgen.model import Image
from newsgen.renderer.outputs.data import encode_json_for_html
from newsgen.renderer.site import Site
from newsgen.renderer.views import ArticleView, Link, SharedPicture


def make_linked_data(page: ArticleView, site: Site) -> Markup:
    """Describe an article as a `NewsArticle` in JSON-LD, for a script element.

    A guessed date is not a `datePublished`; it goes into `temporal`, marked '2023-11-22?' (EDTF level 1).

    Source: schema.org 28, NewsArticle; JSON-LD 1.1.
    """
    date = format_edtf_date(page)
    changes = [correction.date for correction in page.corrections]
    changes += [page.updated] if page.updated else []
    article = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": page.title,
        "description": page.description,
        "url": page.canonical,
        "inLanguage": page.language,
        "temporal": date if page.provisional else "",
        "datePublished": "" if page.provisional else date,
        "dateModified": max(changes).iso if changes and not page.provisional else "",
        "author": _describe_names("Person", page.authors),
        "publisher": _drop_empty(
            {"@type": "Organization", "name": site.author or site.title, "url": site.url}
        ),
        "about": _describe_names("Thing", page.topics),
        "mentions": [
            *_describe_names("Person", page.people),
            *_describe_names("Place", page.places),
            *_describe_names("Organization", page.organizations),
        ],
        "isBasedOn": _drop_empty(
            {
                "@type": "CreativeWork",
                "url": page.source_url,
                "publisher": {"@type": "Organization", "name": page.source.text},
            }
        )
        if page.source
        else None,
        "correction": [
            {"@type": "CorrectionComment", "text": correction.text, "datePublished": correction.date.iso}
            for correction in page.corrections
        ],
        "image": _describe_image(page.image, page.shared) if page.shared else None,
        "license": site.licence_url,
        "creativeWorkStatus": "Withdrawn" if page.withdrawn else "",
    }
    return encode_json_for_html(_drop_empty(article))


def format_edtf_date(page: ArticleView) -> str:
    """Write the article's date in EDTF: '2023-11-22', '2023-11-22?' for a guess, '' for none."""
    return f"{page.date.iso}{'?' if page.provisional else ''}" if page.date else ""


def _drop_empty(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value}


def _describe_names(kind: str, links: Iterable[Link]) -> list[dict[str, str]]:
    return [{"@type": kind, "name": link.text} for link in links]


def _describe_image(image: Image | None, shared: SharedPicture) -> dict[str, Any]:
    """Describe the picture for link previews. Source: schema.org 28, ImageObject."""
    is_own = image and image.shown and shared.url.endswith(image.shown.href)
    return _drop_empty(
        {
            "@type": "ImageObject",
            "url": shared.url,
            "width": shared.width,
            "height": shared.height,
            "caption": image.caption if image and is_own else "",
            "creditText": image.credit if image and is_own else "",
        }
    )
