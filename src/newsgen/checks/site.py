"""Check the site as a whole: missing articles, lost addresses, its size, and texts that must not be public."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterable, Iterator, Mapping

from newsgen.addresses import address_stem, article_address
from newsgen.builder.output import stat_folder, warn_of_large_site
from newsgen.builder.paths import INDEX
from newsgen.builder.search.index import read_addresses_of_index
from newsgen.checks.links import find_linked_files
from newsgen.checks.model import CheckedArchive
from newsgen.errors import Problem
from newsgen.model import Record
from newsgen.pipeline.problems import find_template_problems
from newsgen.pipeline.report import warn_of_lost_addresses
from newsgen.record.summary import BEGINNING
from newsgen.renderer.theme.mistakes import find_unused_overrides

_MOST = 5
"""Most articles to name."""
_SAMPLE = 3
"""Pages of each template that are rendered."""


def check_missing_pages(checked: CheckedArchive) -> Iterator[Problem]:
    """Find shown articles without a page: the site is older than the records."""
    addresses = checked.archive.addresses
    missing = sorted(path for path, address in addresses.items() if address not in checked.files)
    for number, path in enumerate(missing[:_MOST], 1):
        more = f" (nor have {len(missing) - _MOST:,} more)" if number == _MOST < len(missing) else ""
        message = f"this article has no page at {addresses[path]}{more}"
        yield Problem(path, 1, 0, message, "run: newsgen build", "stale-site")


def check_damaged_files(checked: CheckedArchive) -> Iterator[Problem]:
    """Find files of the site without the bytes that the build wrote; a build looks at their size, time and inode only."""
    folder = checked.opened.project.output.name
    for path, sha256 in checked.files.items():
        data = checked.read_file(path)
        if data is not None and hashlib.sha256(data).hexdigest() != sha256:
            message = "has other bytes than the build wrote"
            yield Problem(f"{folder}/{path}", 0, 0, message, "delete it, then build again", "damaged-file")


def check_lost_addresses(checked: CheckedArchive) -> Iterator[Problem]:
    """Find published addresses without a page now."""
    lost = checked.opened.lost
    for address, problem in zip(sorted(lost), warn_of_lost_addresses(lost), strict=True):
        if successor := find_moved_article(checked, address):
            message = f"{address} was published and has no page now; this article has its slug"
            yield Problem(successor, 1, 0, message, problem.expected, "missing-alias")
        else:
            yield problem


def find_moved_article(checked: CheckedArchive, address: str) -> str:
    """Find the only shown article with the slug of a lost address; return its path, '' if there is none or several."""
    slug = _find_slug(address)
    found = [path for path, other in checked.archive.addresses.items() if _find_slug(other) == slug]
    return found[0] if len(found) == 1 else ""


def _find_slug(address: str) -> str:
    return address_stem(address).rpartition("/")[2]


def check_site_size(checked: CheckedArchive) -> Iterator[Problem]:
    """Warn if the site is near the 1 GB limit of GitHub Pages."""
    folder = checked.opened.project.output
    sizes = ((path, stamp.size) for path, stamp in stat_folder(folder).items())
    if problem := warn_of_large_site(sizes, folder.name):
        yield problem


def check_templates(checked: CheckedArchive) -> Iterator[Problem]:
    """Find mistakes in the archive's own templates, rendered on a sample, and parts of them that have no effect."""
    theme = checked.opened.theme
    if theme.own:
        yield from find_template_problems(checked.opened, most=_SAMPLE)
    yield from find_unused_overrides(theme)
    yield from theme.find_faults(checked.opened.project.settings.site.language)


_TEXTS = (".html", ".xml", ".json", ".jsonl", ".txt")
_WORD = re.compile(r"\w+")
_LEAST = 30
"""Fewest characters of a text's beginning that identify it; at most `BEGINNING`, because more can contain markup."""


def check_leaked_drafts(checked: CheckedArchive) -> Iterator[Problem]:
    """Find pages, addresses and first words of texts that are held back, and first words of withdrawn articles."""
    archive = checked.archive
    held = [text for text in checked.opened.held if isinstance(text, Record)]
    shown = {*archive.addresses.values(), *archive.pages, *archive.redirects}
    hidden = {article_address(record, checked.opened.rules): record.path for record in held}
    hidden = {address: path for address, path in hidden.items() if address not in shown}
    for address, path in sorted(hidden.items()):
        if address in checked.files:
            message = f"this text is held back, but it is at {address}"
            yield Problem(path, 1, 0, message, "build again, without --drafts and --future", "leak")
    withdrawn = [record for record in archive.records if record.status == "withdrawn"]
    public = {_first_words(record) for record in archive.records if record.status != "withdrawn"}
    private = {record.path for record in (*held, *withdrawn)}
    for address in read_addresses_of_index(checked.opened.project.output / INDEX):
        path = hidden.get(address) or checked.opened.lock.addresses.get(address, "")
        if path in private:
            message = f"the search index holds this text, which is not public, at {address}"
            yield Problem(path, 1, 0, message, "build again", "leak")
    secrets = hidden | {
        words: record.path
        for record in (*held, *withdrawn)
        if len(words := _first_words(record)) >= _LEAST and words not in public
    }
    found: dict[str, list[str]] = {}
    for file, secret in _find_secrets(checked, secrets, hidden):
        found.setdefault(secret, []).append(file)
    leaks: dict[str, set[str]] = {}
    for secret in _leave_out_public_words(checked, found, hidden):
        leaks.setdefault(secrets[secret], set()).update(found[secret])
    for path, places in leaks.items():
        first, *more = sorted(places)
        subjects = f"{first} and {len(more):,} more show" if more else f"{first} shows"
        message = f"{subjects} this text, which is not public"
        yield Problem(path, 1, 0, message, "build again, or correct the template", "leak")


def _find_secrets(
    checked: CheckedArchive, secrets: Mapping[str, str], hidden: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield each file of the site with each secret that it shows: first words of a text, or a hidden address it links to."""
    if not secrets:
        return
    pattern = re.compile(b"|".join(sorted((re.escape(secret.encode()) for secret in secrets), reverse=True)))
    url = re.escape(checked.opened.project.settings.site.url)
    for file in sorted(checked.files):
        if file.endswith(_TEXTS) and file not in hidden and (data := checked.read_file(file)):
            matches = sorted({match.decode() for match in pattern.findall(data)})
            links = find_linked_files(data, file) if matches and file.endswith(".html") else None
            for secret in matches:
                start = re.compile(f"(?:[\"'>\\s]|{url or '$'}){re.escape(secret)}".encode())
                is_linked = secret in links if links is not None else start.search(data) is not None
                if secret not in hidden or is_linked:
                    yield file, secret


def _leave_out_public_words(
    checked: CheckedArchive, found: Iterable[str], hidden: Mapping[str, str]
) -> Iterable[str]:
    """Return hidden addresses, and those first words that no public text has."""
    words = {text: f" {' '.join(_WORD.findall(html.unescape(text)))}" for text in found if text not in hidden}
    for public in checked.texts if words else ():
        if public.status != "withdrawn":
            source = (checked.root / public.path).read_text(encoding="utf-8-sig", errors="replace")
            whole = f" {' '.join(_WORD.findall(source))}"
            words = {text: part for text, part in words.items() if part not in whole}
    return [text for text in found if text in hidden or text in words]


def _first_words(record: Record) -> str:
    """Return the beginning of a text as HTML."""
    return html.escape(record.excerpt[:BEGINNING], quote=False)
