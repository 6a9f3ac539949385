"""An article for machines: a citation line, BibTeX, RIS, and linked data (JSON-LD)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from newsgen.addresses import address_stem
from newsgen.model import ArticleImage, PartialDate
from newsgen.renderer.locale.dates import join_words, long_date
from newsgen.renderer.outputs.data import encode_json_for_html
from newsgen.renderer.site import Site
from newsgen.renderer.views import ArticleView, Link, LinkPreviewImage

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TEX = str.maketrans(
    {mark: "\\" + mark for mark in "$&#%_"}
    | {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",  # '\{' would count as an open brace
        "}": r"\textbraceright{}",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
    }
)
_URL = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})
_UNSPLIT = re.compile(r"[,&{}\\]|\b(?:and|of|the|for|others)\b|[^\x00-\u024f]", re.IGNORECASE)
"""Matches names that BibTeX must not split: offices, firms, scripts that put the family name first."""


def format_citation_line(page: ArticleView, site: Site) -> str:
    """Cite an article in one line: 'Ida Dahl. “Talks open.” Harbour Wire, November 22, 2023. The Record. https://…'.

    Source: the order is that of The Chicago Manual of Style, 17th edition, §14.191 (news online).
    """
    pgettext, title = site.words.pgettext, page.title.strip()
    has_stop = title.endswith((".", "?", "!", "…", "。", "？", "！", "؟"))
    parts = []
    if page.authors:
        authors = join_words([author.text for author in page.authors], site.language)
        parts.append(_add_full_stop(authors, site))
    if has_stop:
        parts.append(pgettext("citation", "“%(title)s”", title=title))
    else:
        parts.append(pgettext("citation", "“%(title)s.”", title=title))
    date = long_date(page.date, site.language) if page.date else site.words.gettext("undated")
    shown = site.words.gettext("[%(date)s?]", date=date) if page.provisional else date
    parts.append(pgettext("citation", "%(source)s, %(date)s.", source=_publication(page, site), date=shown))
    if page.source:
        parts.append(_add_full_stop(site.title, site))
    parts.extend(_add_full_stop(note, site) for note in _notes(page, site))
    if page.canonical:
        parts.append(page.canonical)
    return " ".join(parts)


def write_bibtex(page: ArticleView, site: Site) -> str:
    r"""Write a BibTeX entry, `@article{2023-11-22-talks-open, …}`.

    A second pair of braces keeps the capitals of a title; TeX's special characters are escaped.

    Source: O. Patashnik, BibTeXing (1988), §3.
    """
    date = page.date
    year = f"  year = {{{date.year:04d}}}" if date else ""
    day = f"  day = {{{date.day}}}" if date and date.day else ""
    names = [author.text for author in page.authors]
    authors = " and ".join(f"{{{_tex(name)}}}" if _UNSPLIT.search(name) else _tex(name) for name in names)
    publication, url = _tex(_publication(page, site)), page.canonical.translate(_URL)
    notes = "; ".join(_notes(page, site))
    lines = [
        f"  author = {{{authors}}}" if authors else "",
        f"  title = {{{{{_tex(page.title)}}}}}",
        f"  journal = {{{publication}}}" if publication else "",
        year,
        day,
        f"  url = {{{url}}}" if url else "",
        f"  note = {{{notes}}}" if notes else "",
        f"  month = {_MONTHS[date.month - 1]}" if date and date.month else "",
    ]
    key = address_stem(page.address).replace("/", "-")
    return f"@article{{{key},\n" + ",\n".join(filter(None, lines)) + "\n}"


def write_ris(page: ArticleView, site: Site) -> str:
    """Write a RIS record of a newspaper article (`TY  - NEWS`).

    Source: RIS Format Specifications, Research Information Systems (2011).
    """
    date = page.date
    lines = [
        "TY  - NEWS",
        *[f"AU  - {_join_lines(author.text)}" for author in page.authors if author.text],
        f"TI  - {_join_lines(page.title)}" if page.title else "",
        f"T2  - {_join_lines(publication)}" if (publication := _publication(page, site)) else "",
        f"PY  - {date.year:04d}\nDA  - {_format_ris_date(date)}" if date else "",
        *[f"KW  - {_join_lines(topic.text)}" for topic in page.topics if topic.text],
        f"LA  - {_join_lines(page.language)}" if page.language else "",
        f"DB  - {_join_lines(site.title)}" if site.title else "",
        f"UR  - {_join_lines(page.canonical)}" if page.canonical else "",
        *[f"N1  - {_join_lines(note)}" for note in _notes(page, site)],
        "ER  - ",
    ]
    return "\n".join(filter(None, lines))


def _publication(page: ArticleView, site: Site) -> str:
    return page.source.text if page.source else site.title


def _notes(page: ArticleView, site: Site) -> list[str]:
    """List notes: that the date is a guess, that the article is withdrawn."""
    guess = [site.words.gettext("Date inferred, not confirmed")] if page.provisional else []
    return guess + ([site.words.pgettext("citation", "Withdrawn")] if page.withdrawn else [])


def _add_full_stop(text: str, site: Site) -> str:
    return text if text.endswith((".", "。")) else site.words.pgettext("citation", "%(part)s.", part=text)


def _join_lines(text: str) -> str:
    """Join a text into one line."""
    return " ".join(text.split())


def _tex(text: str) -> str:
    return _join_lines(text).translate(_TEX)


def _format_ris_date(date: PartialDate) -> str:
    """Write a date for RIS: YYYY/MM/DD/, with unknown parts empty."""
    return "/".join(
        [f"{date.year:04d}", *(f"{part:02d}" if part else "" for part in (date.month, date.day)), ""]
    )


def make_linked_data(page: ArticleView, site: Site) -> Markup:
    """Describe an article as a `NewsArticle` in JSON-LD, for a script element.

    A guessed date is not a `datePublished`; it goes into `temporal`, marked '2023-11-22?' (EDTF level 1).

    Source: schema.org 28, NewsArticle; JSON-LD 1.1.
    """
    date = format_edtf_date(page)
    changes = [correction.date for correction in page.corrections]
    changes += [page.updated] if page.updated else []
    publisher = _drop_empty({"@type": "Organization", "name": site.author or site.title, "url": site.url})
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
        "publisher": publisher,
        "about": _describe_names("Thing", page.topics),
        "mentions": [
            *_describe_names("Person", page.people),
            *_describe_names("Place", page.places),
            *_describe_names("Organization", page.organizations),
        ],
        "isBasedOn": _describe_source(page.source.text, page.source_url) if page.source else None,
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


def _describe_source(name: str, url: str) -> dict[str, Any]:
    publisher = {"@type": "Organization", "name": name}
    return _drop_empty({"@type": "CreativeWork", "url": url, "publisher": publisher})


def _describe_names(kind: str, links: Iterable[Link]) -> list[dict[str, str]]:
    return [{"@type": kind, "name": link.text} for link in links]


def _describe_image(image: ArticleImage | None, shared: LinkPreviewImage) -> dict[str, Any]:
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
