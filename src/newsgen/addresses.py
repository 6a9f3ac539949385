"""Addresses inside site/: slugs, permalinks, redirects, and addresses under other generators."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from urllib.parse import unquote, urlsplit

import msgspec

from newsgen.errors import ContentError, Problem
from newsgen.model import PartialDate, Record, StandalonePage
from newsgen.settings.permalinks import DATES, HUGO, JEKYLL, PLACEHOLDER, SlugStyle, has_suffix, read_pattern

MAX_SLUG = 80
"""Longest slug in characters: with a date and a suffix it stays under every file system's 255 bytes."""

_DEVICES = {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)}
_RESERVED = frozenset({"index", "feed", "a-z"} | _DEVICES)
_SLUG_BYTES = bytes(
    ord(char.lower()) if char.isascii() and char.isalnum() else ord(" ") for char in map(chr, range(256))
)
"""For each byte of a transliterated text the character of a slug, or a space."""
_SERVER_FILES = frozenset({"web.config", "staticwebapp.config.json", "vercel.json", "netlify.toml"})
"""Settings of servers and hosts, besides those that begin with a dot (.htaccess)."""
_APOSTROPHES = b"'`"
_DATE_PREFIX = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?-(?=.)")
_SUFFIX = re.compile(r"\.[^\d.][^.]*\Z")
"""A file's suffix; '.0' at the end of 'release-2.0' is none."""
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


class AddressRules(msgspec.Struct, frozen=True):
    """What decides the addresses of articles: settings, and the addresses that were published before."""

    pattern: str = ""
    """Pattern of new addresses, as in `SiteSettings.addresses`; '' for newsgen's own."""
    old_patterns: tuple[str, ...] = ()
    """Patterns of addresses under other generators, as in `SiteSettings.old_addresses`."""
    published: Mapping[str, str] = {}
    """Each address that was ever built and its record's path, from newsgen.lock."""
    urls: tuple[str, ...] = ()
    """URLs of the site, now and before, each with a trailing '/'."""
    folders: tuple[str, ...] = ("seeds", "articles", "pages")
    """Folders of seeds, articles and pages, relative to the archive's root."""
    unpublished: frozenset[str] = frozenset()
    """Those of `published` that only this machine has built."""


DEFAULT_RULES = AddressRules()


def make_list_part_slug(prefix: str) -> str:
    """Return the name of the part of a list whose keys begin with `prefix`: 'con_' for a name of a device on Windows."""
    return f"{prefix}_" if prefix in _DEVICES else prefix


def article_address(record: Record, rules: AddressRules = DEFAULT_RULES) -> str:
    """Return an article's path inside site/, e.g. 2023/11/22/slug.html; undated/slug.html without a date.

    A pattern in the settings is for articles that were not published at newsgen's own address.
    """
    usual = _make_usual_address(record)
    if not rules.pattern:
        return usual
    pattern, styles = read_pattern(rules.pattern)
    named = record
    if not styles and not record.slug:  # newsgen's own names
        named = msgspec.structs.replace(record, slug=_name_without_date(record.path))
    address = fill_pattern(pattern, named, styles[0] if styles else SlugStyle("ascii"), rules.folders)
    if not address:
        return usual
    if pattern.endswith("/"):
        address += "/index.html"
    elif not has_suffix(pattern):
        address += ".html"
    is_kept = rules.published.get(usual) == record.path != rules.published.get(address)
    is_kept = is_kept and usual not in rules.unpublished
    return usual if is_kept else address


def _make_usual_address(record: Record) -> str:
    folder = record.date.iso.partition("T")[0].replace("-", "/") if record.date else "undated"
    return f"{folder}/{slugify(record.slug or _name_without_date(record.path))}.html"


def _name_without_date(path: str) -> str:
    """Return a file's name without its extension and the date at its start."""
    name = path.rpartition("/")[2]
    stem = name[: name.rfind(".")] if "." in name[1:] else name
    prefix = _DATE_PREFIX.match(stem)
    return stem[prefix.end() :] if prefix else stem


def address_stem(address: str) -> str:
    """Return an address without '.html' or '/index.html': 2023/11/22/slug."""
    return address.removesuffix("index.html").removesuffix(".html").rstrip("/")


def list_possible_old_addresses(record: Record, rules: AddressRules) -> list[str]:
    """List the addresses that an article may have had under the former generator, the most likely first.

    A pattern without a generator is filled by the rules of Jekyll for its posts, else by those of Jekyll and Hugo. Hosts
    serve /x from x.html or from x/index.html.
    """
    found: dict[str, None] = {}
    for text in rules.old_patterns:
        pattern, styles = read_pattern(text)
        for style in styles or (JEKYLL if "_posts/" in find_former_path(record) else JEKYLL + HUGO):
            address = fill_pattern(pattern, record, style, rules.folders)
            if address and has_suffix(pattern):
                found[address] = None
            elif address:
                found |= dict.fromkeys(
                    (f"{address}/index.html", f"{address}.html")[: 1 if pattern[-1] == "/" else 2]
                )
    return list(found)


def fill_pattern(pattern: str, record: Record, style: SlugStyle, folders: Iterable[str]) -> str:
    """Fill a pattern of addresses for an article.

    Args:
        pattern: see `settings.permalinks`.
        record: the article.
        style: how names are made.
        folders: the folders of seeds and articles; the rest of a file's path is its path under the former generator.

    Returns:
        A path without empty parts; '' if the article lacks a date that the pattern wants, or the path is none.
    """
    wanted = PLACEHOLDER.findall(pattern)
    if record.date is None and DATES.intersection(wanted):
        return ""
    values = _list_names(record, style, folders)
    if record.date:
        values |= _list_date_parts(record.date)
    path = PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), pattern)
    path = unquote(path) if style.spelling == "lower" else path  # Hugo keeps the percent signs of a slug
    parts = [part.strip() for part in path.split("/") if part.strip()]
    has_bad_part = any(part in (".", "..") or len(part.encode()) > 250 for part in parts)
    return "" if has_bad_part or "\0" in path else "/".join(parts)


def find_former_path(record: Record) -> str:
    """Return the path that an article had under the former generator: its seed's, or its record's if that is a plain text."""
    if record.seed is None or not record.seed.origin or record.seed.origin.endswith((".txt", ".text")):
        return record.path
    return record.seed.origin


def _list_names(record: Record, style: SlugStyle, folders: Iterable[str]) -> dict[str, str]:
    """Return the values of all placeholders but those for dates."""
    origin = find_former_path(record)
    inside = next((origin[len(start) + 1 :] for start in folders if origin.startswith(f"{start}/")), origin)
    *parents, name = inside.split("/")
    parents = parents[1:] if parents[:1] == ["content"] else parents
    stem = name[: name.rfind(".")] if "." in name[1:] else name
    stem = stem.removesuffix(f".{record.language}") if record.language else stem
    if stem in ("index", "_index") and parents:
        stem = parents.pop()
    short = _DAY_PREFIX.sub("", stem)
    file = _spell(stem if style.is_dated else short, style)
    slug = record.slug or (record.title if style.is_titled else short)
    either = _spell(record.slug, style) if record.slug else file
    sections = [_spell(part, style) for part in parents if part != "_posts"]
    above = parents[: parents.index("_posts")] if "_posts" in parents else []
    categories = list(dict.fromkeys(name.lower() for name in (*above, *record.categories)))
    plain = [_spell(name, style).lower() for name in categories]
    return {
        "slug": _NOT_IN_SLUG.sub("-", slug).strip("-").lower()
        if style.spelling == "cased"
        else _spell(slug, style),
        "title": _spell(record.title if style.is_titled else slug, style),
        "slugorfilename": either,
        "slugorcontentbasename": either,
        **dict.fromkeys(("filename", "basename", "name", "contentbasename"), file),
        "path": "/".join([*sections, file]),
        "section": sections[0] if sections else "",
        "sections": "/".join(sections),
        "categories": "/".join(plain if style.spelling == "ascii" else categories),
        "slugified_categories": "/".join(plain),
        "output_ext": ".html",
    }


def _spell(name: str, style: SlugStyle) -> str:
    """Write a name as addresses have it.

    Source: the rules of Jekyll (slugify in mode "pretty") and of Hugo (paths without special characters).
    """
    if style.spelling == "ascii":
        return slugify(name)
    if style.spelling == "cased":
        return _HYPHENS.sub("-", _replace_others(name, "._~!$&'()+,;=@", "-")).strip("-")
    kept = _replace_others(_NO_CODE.sub("", name), "./\\_#+~@%- \t\n", "").strip()
    return _SPACES.sub(lambda match: match[1] or "-", kept).lower()


def _replace_others(name: str, marks: str, other: str) -> str:
    """Replace all characters that are no letters, digits, combining characters or among `marks`."""
    return "".join(
        char if char.isalnum() or char in marks or unicodedata.category(char)[0] == "M" else other
        for char in name
    )


_DAY_PREFIX = re.compile(r"\A\d{4}-\d{1,2}-\d{1,2}[-_](?=.)")
_NO_CODE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_HYPHENS = re.compile("-+")
_NOT_IN_SLUG = re.compile(r"[\W_]+")
_SPACES = re.compile(r"\s*(-+)\s*|\s+")
_MONTHS = "January February March April May June July August September October November December".split()


def _list_date_parts(date: PartialDate) -> dict[str, str]:
    """Return the values of the placeholders for dates; '' for what the date does not state."""
    month, day = (f"{date.month:02d}" if date.month else ""), (f"{date.day:02d}" if date.day else "")
    of_year = f"{date.first_day.timetuple().tm_yday:03d}" if date.day else ""
    name = _MONTHS[date.month - 1] if date.month else ""
    return {
        "year": f"{date.year:04d}",
        "short_year": f"{date.year % 100:02d}",
        "month": month,
        "i_month": month.lstrip("0"),
        "short_month": name[:3],
        "long_month": name,
        "monthname": name.lower(),
        "day": day,
        "i_day": day.lstrip("0"),
        "y_day": of_year,
        "yearday": of_year.lstrip("0"),
        "hour": date.time[:2],
        "minute": date.time[3:5],
        "second": date.time[6:8],
    }


def map_paths_to_addresses(records: Iterable[Record], rules: AddressRules = DEFAULT_RULES) -> dict[str, str]:
    """Map each record's path to its address.

    Raises:
        ContentError: two articles have the same address; the problem names both files.
    """
    holders: dict[str, str] = {}
    addresses: dict[str, str] = {}
    problems = []
    for record in records:
        address = article_address(record, rules)
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
    if parts[-1].startswith(".") or parts[-1].lower() in _SERVER_FILES:
        raise ValueError(f"{old!r} is a file that servers read as their settings")
    if old.endswith("/") or not _SUFFIX.search(parts[-1]):
        parts.append("index.html")
    return "/".join(parts)


class Redirects(msgspec.Struct, frozen=True):
    """The old addresses of a site."""

    targets: dict[str, str]
    """Old address → new address: stated by a text, or published before."""
    former: dict[str, str]
    """The same for addresses under the former generator, of which some may not have existed."""
    lost: dict[str, str]
    """Lost address → path of the record that was deleted."""
    warnings: tuple[Problem, ...] = ()
    """Old addresses that two articles had."""


def find_redirects(
    records: Iterable[Record | StandalonePage],
    addresses: Mapping[str, str],
    rules: AddressRules = DEFAULT_RULES,
) -> Redirects:
    """Find the new address of each old address.

    Args:
        records: the records and pages of the site.
        addresses: the address of each of them, by path.
        rules: the settings and the published addresses.

    Raises:
        ContentError: a `redirect_from` is outside the site, occurs twice, or is another text's address.
    """
    records = list(records)
    taken = set(addresses.values())
    targets = _find_stated_redirects(records, addresses, taken)
    gone = {}
    for address, path in rules.published.items():
        if address in taken or address in targets:
            continue
        if path in addresses:
            targets[address] = addresses[path]
        else:
            gone[address] = path
    former, warnings = (
        _find_former_addresses(records, addresses, targets, rules) if rules.old_patterns else ({}, [])
    )
    return Redirects(
        targets={old: new for old, new in sorted(targets.items()) if old not in taken},
        former=former,
        lost={address: path for address, path in gone.items() if address not in former},
        warnings=tuple(warnings),
    )


def _find_former_addresses(
    records: Iterable[Record | StandalonePage],
    addresses: Mapping[str, str],
    known: Iterable[str],
    rules: AddressRules,
) -> tuple[dict[str, str], list[Problem]]:
    """Map the addresses under the former generator to the present ones; one that is known otherwise is left out."""
    holders = {address: path for path, address in addresses.items()}
    former: dict[str, str] = {}
    warnings = []
    listed = [
        (record, list_possible_old_addresses(record, rules))
        for record in records
        if isinstance(record, Record)
    ]
    for rank in range(
        max((len(old) for _, old in listed), default=0)
    ):  # the most likely of all articles first
        for record, old in listed:
            holder = holders.setdefault(old[rank], record.path) if rank < len(old) else record.path
            if holder != record.path and rank == 0:
                message = f"this article and {holder} both had the address {old[0]}, which leads there"
                warnings.append(
                    Problem(record.path, 1, 0, message, "give one of them another slug:", "old-address")
                )
            elif holder == record.path and rank < len(old):
                former[old[rank]] = addresses[record.path]
    known = {*known, *addresses.values()}
    return {old: new for old, new in sorted(former.items()) if old not in known}, warnings


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
