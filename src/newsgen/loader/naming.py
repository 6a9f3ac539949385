"""Where a new record goes: articles/YYYY/YYYY-MM-DD-slug.md."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from newsgen.addresses import MAX_SLUG, slugify
from newsgen.model import PartialDate

_DATED = re.compile(r"\d{4}(?:-\d{2}){0,2}-")


def record_paths(
    articles: Sequence[tuple[str, PartialDate | None, str]], taken: Collection[str], folder: str = "articles"
) -> list[str]:
    """Name the files of new records.

    Two of them that would share a name, and one whose name is taken, get the first digits of their seeds' hashes, so
    that the order of the seeds changes nothing.

    Args:
        articles: slug or title, date and the sha256 of the seed of each.
        taken: paths that exist.
        folder: where records stand.

    Returns:
        Paths relative to the archive's root, e.g. articles/2023/2023-11-22-slug.md, articles/2023/2023-11-slug.md,
        articles/undated/slug.md.
    """
    wanted = [_path(folder, title, date) for title, date, _ in articles]
    used = {path.lower() for path in taken}
    hashes: dict[str, list[str]] = {}
    for path, (_, _, sha256) in zip(wanted, articles, strict=True):
        hashes.setdefault(path, []).append(sha256)
    return [
        path
        if len(hashes[path]) == 1 and path.lower() not in used
        else _longer(path, sha256, hashes[path], used)
        for path, (_, _, sha256) in zip(wanted, articles, strict=True)
    ]


def _path(folder: str, title: str, date: PartialDate | None) -> str:
    slug = slugify(title)
    if date is None:
        return f"{folder}/undated/{slug}.md"
    return f"{folder}/{date.year:04d}/{date.iso[:10]}-{slug}.md"


def _longer(path: str, sha256: str, others: Sequence[str], used: set[str]) -> str:
    """Add as many digits of the seed's hash, six at least, as make the name new for all that would share it."""
    names = ((n, [_with_digits(path, other[:n]) for other in others]) for n in range(6, 64))
    digits = next((n for n, made in names if len(set(made)) == len(made) and used.isdisjoint(made)), 64)
    return _with_digits(path, sha256[:digits])


def _with_digits(path: str, digits: str) -> str:
    """Put digits behind the name; a long slug makes room, for an address cut to its length would lose them."""
    folder, _, name = path.removesuffix(".md").rpartition("/")
    dated = _DATED.match(name)
    date = dated[0] if dated else ""
    slug = name.removeprefix(date)
    return f"{folder}/{date}{slug[: MAX_SLUG - len(digits) - 1].rstrip('-')}-{digits}.md"
