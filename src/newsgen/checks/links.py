"""Internal links and anchors that lead nowhere."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from newsgen.checks.model import Generation, Subject
from newsgen.errors import Problem

_LINK = re.compile(r"""<[a-zA-Z][^<>]*?\s(?:href|src)=(?:"([^"<>]*)"|'([^'<>]*)')""")
_ANCHOR = re.compile(r"""<[a-zA-Z][^<>]*?\s(?:id|name)=(?:"([^"<>]*)"|'([^'<>]*)')""")


def check_links(subject: Subject) -> Iterator[Problem]:
    """Find links in pages of the site to a file or an anchor that the site does not have.

    A link in an article's text is reported at its line in the record, any other at the page.
    """
    archive, generation, root = subject.archive, subject.generation, subject.root
    pages = {path for path in generation.files if path.endswith(".html")}
    records = {address: path for path, address in archive.addresses.items()}
    anchors: dict[str, set[str]] = {}
    for page in sorted(pages):
        text = _read(generation, page)
        if text is None:
            yield Problem(
                page, 0, 0, "the site's list names this file, but it is gone", "build again", "no-file"
            )
            continue
        if page == "404.html":  # its links are absolute, for it is shown at any depth
            continue
        for link in dict.fromkeys(html.unescape(one or two) for one, two in _LINK.findall(text)):
            problem = _problem(link, page, generation, anchors)
            if problem:
                yield _placed(problem, link, page, records, root)


def _problem(link: str, page: str, generation: Generation, anchors: dict[str, set[str]]) -> str:
    """What is wrong with one link; '' if nothing is, or if it leads out of the site."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return f'link "{link}" is no address'
    if parts.scheme or parts.netloc:
        return ""
    target = (
        posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))
        if parts.path
        else page
    )
    if parts.path.startswith("/"):
        return f'link "{link}" begins with "/": it breaks under a sub-path and on disk'
    if parts.path.endswith("/") or target == ".":
        return f'link "{link}" ends in a folder: it breaks on disk'
    if target not in generation.files and target != "build.json":
        return f'link "{link}" leads to {target}, which is not in the site'
    if parts.fragment and target.endswith(".html"):
        if target not in anchors:
            found = _ANCHOR.findall(_read(generation, target) or "")
            anchors[target] = {html.unescape(one or two) for one, two in found}
        if unquote(parts.fragment) not in anchors[target]:
            return f'link "{link}" names an anchor that {target} does not have'
    return ""


def _placed(problem: str, link: str, page: str, records: dict[str, str], root: Path) -> Problem:
    """Point to the record's line if the link stands in its text."""
    remedy = "mend the link"
    path = records.get(page)
    if path:
        for number, line in enumerate(
            (root / path).read_text(encoding="utf-8", errors="replace").split("\n"), 1
        ):
            column = line.find(link)
            if column >= 0:
                return Problem(path, number, column + 1, problem, remedy, "broken-link")
    return Problem(
        page, 0, 0, problem, f"{remedy} in the template or the text that makes this page", "broken-link"
    )


def _read(generation: Generation, page: str) -> str | None:
    """A page's text; None if it is gone."""
    try:
        return (generation.folder / page).read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return None
