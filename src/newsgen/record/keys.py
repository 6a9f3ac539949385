"""The one table of front matter keys: ours, and those of other generators that mean the same."""

from __future__ import annotations

from typing import Literal, cast

import msgspec

FIELDS = tuple(
    "title dek date updated slug topics people places organizations authors source language status corrections "
    "canonical redirect_from image inferred seed".split()
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


_FOREIGN = """
title: headline  # schema.org
slug: basename post_name  # Pelican, WordPress
dek: standfirst deck subtitle  # newsrooms
dek: description  # Hugo, Jekyll, Eleventy, Zola, Astro
dek: excerpt custom_excerpt  # Jekyll, Ghost, WordPress
dek: summary  # Hugo, Pelican
date: publishdate pubdate  # Hugo, Astro
date: published_at published_on published_date post_date date_published  # Ghost, Substack, schema.org
date: datepublished created_at created  # schema.org, Zettlr
updated: lastmod  # Hugo
updated: modified  # Pelican
updated: last_modified_at last_modified  # Jekyll
updated: updateddate datemodified date_modified lastmodified  # Astro, schema.org
updated: updated_at modified_at last_updated lastupdated  # Ghost
people: persons person  # newsrooms
places: locations location place  # newsrooms
organizations: organisations organization organisation orgs  # newsrooms
authors: author  # Hugo, Jekyll, Eleventy, Pelican
authors: byline by creator  # newsrooms
source: publisher  # newsrooms
source.url: source_url  # Hugo
language: lang  # Pelican, Jekyll
language: locale  # Jekyll, Open Graph
canonical: canonical_url canonicalurl original_url  # Hugo, Ghost, Eleventy
image: feature_image  # Ghost
image.alt: feature_image_alt  # Ghost
image.caption: feature_image_caption  # Ghost
image: featured_image  # Hugo, WordPress
image: cover images  # Hugo, Zola
image: cover_image heroimage hero_image  # Eleventy, Astro
image.alt: image_alt cover_alt  # Jekyll, Astro
image: thumbnail banner  # Jekyll, Pelican
topics (commas): tags tag  # all
topics (commas): taxonomies.tags  # Zola
topics (commas): categories category  # all
topics (commas): taxonomies.categories  # Zola
topics (commas): keywords  # Hugo, Jekyll
topics (commas): topic section  # newsrooms
status (hides): draft  # Hugo, Jekyll, Zola, Eleventy
status (shows): published  # Jekyll
status (shows): is_published  # Substack
redirect_from (address): aliases alias  # Hugo, Zola
redirect_from (address): permalink  # Jekyll, Eleventy
redirect_from (address): url  # Hugo, Pelican
"""
"""Lines 'field (form): keys  # who uses them'."""


def _read_table(table: str) -> list[Key]:
    keys = []
    for line in table.strip().splitlines():
        head, _, names = line.partition("#")[0].partition(":")
        field, _, form = head.rstrip(")").partition(" (")
        keys += [Key(name, field, cast(Form, form or "plain")) for name in names.split()]
    return keys


KEYS: dict[str, Key] = {
    key.name: key for key in [*(Key(name, name) for name in FIELDS), *_read_table(_FOREIGN)]
}
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
