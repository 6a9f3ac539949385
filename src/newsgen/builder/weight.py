"""The size of a site: a warning before it is too large for GitHub Pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from newsgen.builder.output import read_manifest
from newsgen.builder.paths import INDEX, Places
from newsgen.errors import Problem

MOST = 900_000_000
"""Bytes of a site above which there is a warning: the limit of GitHub Pages is 1 GB."""

_KINDS: tuple[tuple[str, str, str], ...] = (
    (
        "the search index",
        f"{INDEX}/",
        "let only the beginnings of texts be searched ([search] full_text = 1), or nothing (enabled = false)",
    ),
    (
        "pictures",
        r".*\.(?i:webp|avif|jpe?g|png|gif)",
        "show smaller pictures: docs/pictures.md",
    ),
    (
        "feeds",
        r"(?:.*/)?feed[^/]*\.(?:xml|json)",
        'leave feeds out ([pages] omit, e.g. "topic-feeds")',
    ),
    ("data", "data/", 'leave the data out ([pages] omit = ["data"])'),
    ("articles", r"(?:\d{4}/(?:.*/)?|undated/)(?!index\.html)[^/]+\.html", ""),
    ("lists", r".*\.html", ""),
)
"""For each kind of file the pattern of its paths, of which the first match counts, and how to make such files smaller."""
_ELSE = "publish it elsewhere, or split the archive: docs/hosting.md"


def weigh(sizes: Iterable[tuple[str, int]], folder: str) -> Problem | None:
    """Warn if a site is too large, and suggest what to leave out.

    Args:
        sizes: path and size in bytes of each file of the site, including the search index.
        folder: the site's folder, as in the settings.
    """
    weights: Counter[str] = Counter()
    files = 0
    for path, size in sizes:
        weights[next((kind for kind, pattern, _ in _KINDS if re.match(pattern, path)), "other files")] += size
        files += 1
    total = weights.total()
    if total <= MOST:
        return None
    parts = ", ".join(
        f"{kind} {_megabytes(size)}" for kind, size in weights.most_common(3) if size > total / 100
    )
    message = f"the site has {_megabytes(total)} in {files:,} files ({parts}), and GitHub Pages ends at 1 GB"
    remedies = {kind: remedy for kind, _, remedy in _KINDS if remedy}
    best = max(remedies, key=lambda kind: weights[kind])
    remedy = f"{remedies[best]}; or {_ELSE}" if weights[best] > total / 10 else _ELSE
    return Problem(folder, 0, 0, message, remedy, "site-size")


def weigh_built(places: Places) -> Problem | None:
    """Warn if the site that was just built is too large; its manifest has the sizes."""
    manifest = read_manifest(places.manifest)
    sizes = [(path, entry.stamp.size) for path, entry in manifest.entries.items()]
    sizes += [(f"{INDEX}/{path}", stamp.size) for path, stamp in manifest.index.files.items()]
    return weigh(sizes, places.output.name)


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.0f} MB"
