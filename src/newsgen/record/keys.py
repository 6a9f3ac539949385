"""The one table of front matter keys: ours, and those of other generators that mean the same."""

from __future__ import annotations

from typing import Literal

import msgspec

FIELDS = (
    *("title", "dek", "date", "updated", "slug", "topics", "people", "places", "organizations", "authors"),
    *(
        "source",
        "language",
        "status",
        "corrections",
        "canonical",
        "redirect_from",
        "image",
        "inferred",
        "seed",
    ),
)
"""Our keys in the documented order, in which records are written and new keys inserted."""

Form = Literal["plain", "commas", "hides", "shows", "address"]
"""How a foreign value is read: as our key's own; as a list that may be one text with commas; as a switch that
hides, or shows, the article; as an old address that may also hold placeholders."""


class Key(msgspec.Struct, frozen=True):
    """One key and what it means here."""

    name: str
    """In lower case with '_' for '-', as `normalize_key` makes it; a '.' joins a mapping's key and one inside it."""
    field: str
    """The key of ours that means the same; 'source.url' and the like for a part of one."""
    form: Form = "plain"
    """How its value is read."""
    users: str = "newsgen"
    """Whose key it is, for the documentation."""


def _table(rows: str, form: Form = "plain") -> list[Key]:
    """Read rows 'field: users: name name …'."""
    cells = [[cell.strip() for cell in row.split(":")] for row in rows.strip().splitlines()]
    return [Key(name, field, form, users) for field, users, names in cells for name in names.split()]


_ROWS = [
    *(Key(name, name) for name in FIELDS),
    *_table("""
        title: schema.org: headline
        slug: Pelican, WordPress: basename post_name
        dek: newsrooms: standfirst deck subtitle
        dek: Hugo, Jekyll, Eleventy, Zola, Astro: description
        dek: Jekyll, Ghost, WordPress: excerpt custom_excerpt
        dek: Hugo, Pelican: summary
        date: Hugo, Astro: publishdate pubdate
        date: Ghost, Substack, schema.org: published_at published_on published_date post_date date_published
        date: schema.org, Zettlr: datepublished created_at created
        updated: Hugo: lastmod
        updated: Pelican: modified
        updated: Jekyll: last_modified_at last_modified
        updated: Astro, schema.org: updateddate datemodified date_modified lastmodified
        updated: Ghost: updated_at modified_at last_updated lastupdated
        people: newsrooms: persons person
        places: newsrooms: locations location place
        organizations: newsrooms: organisations organization organisation orgs
        authors: Hugo, Jekyll, Eleventy, Pelican: author
        authors: newsrooms: byline by creator
        source: newsrooms: publisher
        source.url: Hugo: source_url
        language: Pelican, Jekyll: lang
        language: Jekyll, Open Graph: locale
        canonical: Hugo, Ghost, Eleventy: canonical_url canonicalurl original_url
        image: Ghost: feature_image
        image.alt: Ghost: feature_image_alt
        image.caption: Ghost: feature_image_caption
        image: Hugo, WordPress: featured_image
        image: Hugo, Zola: cover images
        image: Eleventy, Astro: cover_image heroimage hero_image
        image.alt: Jekyll, Astro: image_alt cover_alt
        image: Jekyll, Pelican: thumbnail banner
        """),
    *_table(
        """
        topics: all: tags tag
        topics: Zola: taxonomies.tags
        topics: all: categories category
        topics: Zola: taxonomies.categories
        topics: Hugo, Jekyll: keywords
        topics: newsrooms: topic section
        """,
        "commas",
    ),
    *_table("status: Hugo, Jekyll, Zola, Eleventy: draft", "hides"),
    *_table("status: Jekyll: published\nstatus: Substack: is_published", "shows"),
    *_table(
        """
        redirect_from: Hugo, Zola: aliases alias
        redirect_from: Jekyll, Eleventy: permalink
        redirect_from: Hugo, Pelican: url
        """,
        "address",
    ),
]

KEYS: dict[str, Key] = {key.name: key for key in _ROWS}
"""Every key that is understood, by its normal form. Where two keys of one record mean the same field, ours is
taken before theirs, and theirs in the order of this table (lists of several foreign keys are joined)."""

RANK: dict[str, int] = {name: rank for rank, name in enumerate(KEYS)}
"""Place of each key in `KEYS`."""


def normalize_key(name: str) -> str:
    """Bring a key as it is written to the form of `KEYS`: 'Publish-Date' → 'publish_date'."""
    return name.lower().replace("-", "_")


def suggest_key(name: str) -> str:
    """Find the key that was meant by an unknown one: 'tittle' → 'title'; '' if none is near.

    A key inside another, as `Record.unknown` names it ('source.nmae'), is compared with the keys known there.
    """
    parent, dot, last = name.rpartition(".")
    known = PARTS.get(parent, ()) if dot else (*FIELDS, *KEYS)
    import difflib  # for a mistake alone

    near = difflib.get_close_matches(normalize_key(last), known, 1, 0.75)
    return f"{parent}{dot}{near[0]}" if near else ""


PARTS: dict[str, tuple[str, ...]] = {
    "source": ("name", "url"),
    "image": ("src", "alt", "caption", "credit"),
    "seed": ("file", "sha256", "encoding"),
    "corrections": ("date", "text"),
    "inferred": FIELDS,
}
"""The keys inside those of ours that are mappings."""
