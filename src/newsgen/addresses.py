"""Addresses inside site/: slugs, permalinks, redirects."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from urllib.parse import unquote, urlsplit

from newsgen.errors import ContentError, Problem
from newsgen.model import Record, StandalonePage

MAX_SLUG = 80
"""Longest slug in characters: with a date and a suffix it stays under every file system's 255 bytes."""

_RESERVED = frozenset({"index", "feed", "a-z", "con", "prn", "aux", "nul"}) | {
    f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)
}
_SLUG_BYTES = bytes(
    ord(char.lower()) if char.isascii() and char.isalnum() else ord(" ") for char in map(chr, range(256))
)
"""For each byte of a transliterated text the character of a slug, or a space."""
_APOSTROPHES = b"'`"
_DATE_PREFIX = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?-(?=.)")
_MEANINGFUL = re.compile(r"[+#*%$€£¥@=<>^~|\\]")
_CHINESE = "[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
"""A pattern; compiled only if a name is not ASCII."""


def slugify(text: str) -> str:
    """Make a slug: `[a-z0-9-]`, at most 80 characters, transliterated.

    A slug that is empty, or reserved by file systems or newsgen, gets a short hash of the text.
    """
    return _make_safe(_make_whole_slug(text), text)


def slugify_name(name: str) -> str:
    """Make the slug of a topic or a name, at most 80 characters.

    A hash keeps names apart whose slugs may be equal: names with meaningful characters ('C++'), with Chinese characters
    (贸易, trade, and 毛衣, sweater, are both transliterated as maoyi), and long names.
    """
    slug = _make_safe(whole := _make_whole_slug(name), name)
    is_chinese = not name.isascii() and re.search(_CHINESE, name)
    if is_chinese or len(whole) > MAX_SLUG or _MEANINGFUL.search(name):
        return f"{_cut(slug, MAX_SLUG - 9)}-{_short_hash(name)}"
    return slug


def _make_whole_slug(text: str) -> str:
    if not text.isascii():
        from anyascii import anyascii  # its tables are large, and most archives never need them

        text = anyascii(text)
    return b"-".join(text.encode("ascii", "replace").translate(_SLUG_BYTES, _APOSTROPHES).split()).decode()


def _make_safe(whole: str, text: str) -> str:
    """Shorten a slug; add a hash if it is empty or reserved."""
    slug = _cut(whole, MAX_SLUG)
    if not slug or slug in _RESERVED:
        slug = f"{slug or 'x'}-{_short_hash(text)}"
    return slug


def _cut(slug: str, length: int) -> str:
    """Cut a slug between words; within a word if less than half of the slug would remain."""
    if len(slug) <= length:
        return slug
    words = slug[: length + 1].rpartition("-")[0]
    return (words if len(words) > length // 2 else slug[:length]).strip("-")


def article_address(record: Record) -> str:
    """Return an article's path inside site/, e.g. 2023/11/22/slug.html; undated/slug.html without a date."""
    folder = record.date.iso.partition("T")[0].replace("-", "/") if record.date else "undated"
    return f"{folder}/{slugify(record.slug or _name_without_date(record.path))}.html"


def _name_without_date(path: str) -> str:
    """Return a file's name without its extension and the date at its start."""
    name = path.rpartition("/")[2]
    stem = name[: name.rfind(".")] if "." in name[1:] else name
    prefix = _DATE_PREFIX.match(stem)
    return stem[prefix.end() :] if prefix else stem


def map_paths_to_addresses(records: Iterable[Record]) -> dict[str, str]:
    """Map each record's path to its address.

    Raises:
        ContentError: two articles have the same address; the problem names both files.
    """
    holders: dict[str, str] = {}
    addresses: dict[str, str] = {}
    problems = []
    for record in records:
        address = article_address(record)
        holder = holders.setdefault(address, record.path)
        if holder != record.path:
            message = f"this article and {holder} both have the address {address}"
            problems.append(
                Problem(record.path, 1, 0, message, "give one of them another slug: or date:", "same-address")
            )
        addresses[record.path] = address
    if problems:
        raise ContentError(problems)
    return addresses


def normalize_old_address(old: str) -> str:
    """Turn an old address from front matter into a path inside site/.

    'p/my-post' and '/p/my-post/' become p/my-post/index.html (hosts serve it at both); 'a/b.html' stays.

    Raises:
        ValueError: the address is outside the site or names no file.
    """
    parts = unquote(urlsplit(old).path).strip("/").split("/")
    if any(part in ("", ".", "..") or "\\" in part or "\0" in part for part in parts):
        raise ValueError(f"{old!r} is not an address inside the site")
    if old.endswith("/") or "." not in parts[-1]:
        parts.append("index.html")
    return "/".join(parts)


def find_redirects_and_lost(
    records: Iterable[Record | StandalonePage], addresses: Mapping[str, str], published: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Find the new address of each old address.

    Args:
        records: the records and pages of the site.
        addresses: the address of each of them, by path.
        published: each address that was ever published and its record's path, from newsgen.lock.

    Returns:
        Old address → new address; and lost address → path of the record that was deleted.

    Raises:
        ContentError: a `redirect_from` is outside the site, occurs twice, or is another text's address.
    """
    taken = set(addresses.values())
    targets = _find_stated_redirects(records, addresses, taken)
    lost = {}
    for address, path in published.items():
        if address in taken or address in targets:
            continue
        if path in addresses:
            targets[address] = addresses[path]
        else:
            lost[address] = path
    return {old: new for old, new in sorted(targets.items()) if old not in taken}, lost


def _find_stated_redirects(
    records: Iterable[Record | StandalonePage], addresses: Mapping[str, str], taken: set[str]
) -> dict[str, str]:
    """Map the addresses under `redirect_from` to the addresses of their records."""
    targets: dict[str, str] = {}
    problems = []
    for record in records:
        if not record.redirect_from:
            continue
        target = addresses[record.path]
        for old in record.redirect_from:
            try:
                address = normalize_old_address(old)
            except ValueError as error:
                problems.append(
                    Problem(record.path, 1, 0, f"redirect_from: {error}", "write e.g. 2019/old.html")
                )
                continue
            if address in taken and address != target:
                message = f"redirect_from {old!r} is the address of another text"
                problems.append(Problem(record.path, 1, 0, message, "remove it", "same-address"))
            elif targets.setdefault(address, target) != target:
                message = f"redirect_from {old!r} is claimed by two texts"
                problems.append(Problem(record.path, 1, 0, message, "leave it with one", "same-address"))
    if problems:
        raise ContentError(problems)
    return targets


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
