"""Where a new record goes: articles/YYYY/YYYY-MM-DD-slug.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from newsgen.addresses import slugify
from newsgen.model import PartialDate


def record_paths(
    articles: Sequence[tuple[str, PartialDate | None, str]], taken: Collection[str], folder: str = "articles"
) -> list[str]:
    """Name the files of new records.

    Two of them that would share a name, and one whose name is taken, get the first digits of their seed's hash, so
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
    counts = Counter(path.lower() for path in wanted)
    used = {path.lower() for path in taken}
    paths = []
    for path, (_, _, sha256) in zip(wanted, articles, strict=True):
        clash = counts[path.lower()] > 1 or path.lower() in used
        paths.append(f"{path[:-3]}-{_digits(path, sha256, used)}.md" if clash else path)
    return paths


def _path(folder: str, title: str, date: PartialDate | None) -> str:
    slug = slugify(title)
    if date is None:
        return f"{folder}/undated/{slug}.md"
    return f"{folder}/{date.year:04d}/{date.iso[:10]}-{slug}.md"


def _digits(path: str, sha256: str, used: Collection[str]) -> str:
    """Return as many digits of a hash as make the name new."""
    return next(
        sha256[:n] for n in range(6, 65) if n == 64 or f"{path[:-3]}-{sha256[:n]}.md".lower() not in used
    )
