"""The table of front matter keys: newsgen's own, and keys of other generators with the same meaning."""

from __future__ import annotations

from typing import Literal, cast

import msgspec

from newsgen.errors import find_similar

FIELDS = tuple(
    "title dek date updated slug topics people places organizations authors source language status corrections "
    "canonical redirect_from image boilerplate inferred seed".split()
)
"""newsgen's own keys in the documented order, in which records are written and new keys inserted."""

Form = Literal["plain", "commas", "hides", "switch", "locks", "shows", "address", "web"]
"""How another generator's value is read: like our own; as a list or a text with commas; as a switch that hides the article
(`switch`: if it is one); as a password that hides it; as a switch that shows it; as an old address that may contain
placeholders; as a web address, if it is one."""


class Key(msgspec.Struct, frozen=True):
    """A key and its meaning."""

    name: str
    """The normalized name, see `snake_case_key`; a '.' joins a mapping's key and a key inside it."""
    field: str
    """newsgen's own key with the same meaning, or a part of its value, e.g. 'source.url'."""
    form: Form = "plain"
    """How its value is read."""


_FOREIGN = """
title: headline  # schema.org
slug: basename post_name  # Pelican, WordPress
dek: standfirst deck subtitle  # newsrooms
dek: extra.subtitle params.subtitle  # Zola, Hugo
dek: description  # Hugo, Jekyll, Eleventy, Zola, Astro
dek: excerpt custom_excerpt  # Jekyll, Ghost, WordPress
dek: summary  # Hugo, Pelican
dek: extra.description extra.summary params.description params.summary  # Zola, Hugo
dek: lede abstract meta_description  # newsrooms, Ghost
date: publishdate publish_date pubdate pub_date  # Hugo, Astro
date: published_at published_on published_date post_date date_published  # Ghost, Substack, schema.org
date: datepublished created_at created  # schema.org, Zettlr
updated: lastmod  # Hugo
updated: modified  # Pelican
updated: last_modified_at last_modified  # Jekyll
updated: updateddate datemodified date_modified lastmodified  # Astro, schema.org
updated: updated_at modified_at last_updated lastupdated  # Ghost
updated: updated_on updated_date date_updated dateupdated extra.updated  # newsrooms, Zola
people: persons person  # newsrooms
people: taxonomies.people  # Zola
places: locations location place  # newsrooms
organizations: organisations organization organisation orgs  # newsrooms
authors: author  # Hugo, Jekyll, Eleventy, Pelican
authors: byline by creator writer  # newsrooms
authors: extra.author extra.authors taxonomies.authors taxonomies.author  # Zola
authors: params.author params.authors taxonomy.author  # Hugo, Grav
source: publisher  # newsrooms
source.url: source_url  # Hugo
language: lang  # Pelican, Jekyll
language: locale  # Jekyll, Open Graph
canonical: canonical_url canonicalurl original_url  # Hugo, Ghost, Eleventy
canonical (web): redirect_to redirectto  # Jekyll, Hugo
image: feature_image  # Ghost
image.alt: feature_image_alt  # Ghost
image.caption: feature_image_caption  # Ghost
image: featured_image  # Hugo, WordPress
image: cover images  # Hugo, Zola
image: cover_image heroimage hero_image hero  # Eleventy, Astro
image.alt: image_alt cover_alt featured_image_alt cover_image_alt  # Jekyll, Astro
image.caption: image_caption featured_image_caption cover_caption  # Jekyll
image: thumbnail banner  # Jekyll, Pelican
image: featuredimage coverimage header_image lead_image teaser_image image_url top_img  # Eleventy, Hugo, Hexo
image: header.image header.overlay_image header.teaser  # Jekyll
image: extra.image extra.cover extra.banner extra.thumbnail params.image params.cover  # Zola, Hugo
image: og_image  # Open Graph
topics (commas): tags tag  # all
topics (commas): taxonomies.tags taxonomies.tag taxonomies.topics taxonomies.topic  # Zola
topics (commas): categories category  # all
topics (commas): taxonomies.categories taxonomies.category  # Zola
topics (commas): taxonomy.tag taxonomy.category extra.tags extra.categories params.tags params.categories  # Grav, Zola, Hugo
topics (commas): keywords  # Hugo, Jekyll
topics (commas): topic section subjects subject  # newsrooms
status (hides): draft  # Hugo, Jekyll, Zola, Eleventy
status (switch): private hidden unlisted  # Hexo, Docusaurus
status (locks): password  # Hexo, WordPress
status (shows): published  # Jekyll
status (shows): is_published  # Substack
redirect_from (address): aliases alias  # Hugo, Zola
redirect_from (address): permalink  # Jekyll, Eleventy
redirect_from (address): url  # Hugo, Pelican
redirect_from (address): path  # Zola
"""
"""Lines 'field (form): keys  # who uses them'."""


KEYS: dict[str, Key] = {name: Key(name, name) for name in FIELDS}
for _line in _FOREIGN.strip().splitlines():
    _head, _, _names = _line.partition("#")[0].partition(":")
    _field, _, _form = _head.rstrip(")").partition(" (")
    KEYS |= {name: Key(name, _field, cast(Form, _form or "plain")) for name in _names.split()}
"""All known keys by normalized name. If two keys of a record mean the same field, newsgen's own overrides the other, and
others override each other in the order of this table (but their lists are joined)."""

RANK: dict[str, int] = {name: rank for rank, name in enumerate(KEYS)}
"""Index of each key in `KEYS`."""


def snake_case_key(name: str) -> str:
    """Write a key in lower case with '_' for '-': 'Publish-Date' → 'publish_date'."""
    return name.lower().replace("-", "_")


def find_field(name: str) -> str:
    """Find the field that a key means, in any notation: 'Publish-Date' → 'date'; '' if the key is unknown."""
    key = KEYS.get(snake_case_key(name))
    return key.field if key else ""


def suggest_key(name: str) -> str:
    """Find the known key that is most similar to an unknown one: 'tittle' → 'title'; '' if none is similar.

    A key inside another, as in `Record.unknown` ('source.nmae'), is compared with the keys known there.
    """
    parent, dot, last = name.rpartition(".")
    known = PARTS.get(parent, ()) if dot else (*FIELDS, *KEYS)
    near = find_similar(snake_case_key(last), known, 0.75)
    return f"{parent}{dot}{near}" if near else ""


IGNORED = frozenset(
    "layout type template theme weight order toc comments comment math mathjax katex mermaid sitemap markup cascade "
    "outputs render sidebar nav navigation menu menus sticky pin pinned featured expirydate expires guid post_id wordpress_id "
    "disqus_id eleventynavigation eleventyexcludefromcollections bundle headless css js scripts styles robots".split()
)
"""Keys with which other generators steer their own pages: kept in the file, and no warning names them."""

PARTS: dict[str, tuple[str, ...]] = {
    "source": ("name", "url"),
    "image": ("src", "alt", "caption", "credit"),
    "seed": ("file", "sha256", "encoding", "item"),
    "corrections": ("date", "text"),
    "inferred": FIELDS,
}
"""For each of newsgen's own keys that is a mapping the keys inside it."""
