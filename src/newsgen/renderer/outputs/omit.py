"""Links to pages that the settings leave out: they are taken from every page, and their texts stay."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from newsgen.settings.values import omitted_addresses

_LINK = re.compile(
    r'<a\b([^<>]*?) href="([^"]*)"([^<>]*)>(.*?)</a>|<link\b[^<>]*? href="([^"]*)"[^<>]*>\n?', re.DOTALL
)
_HREF = re.compile(r'<(?:a|link)\b(?=[^<>]*? href="([^"]*)")')
"""The addresses that `_LINK` may find, and more: to look for them alone takes half the time."""
_KEPT = re.compile(r' (?:class|lang|dir)="[^"]*"')


def without_links(text: str, root: str, omit: tuple[str, ...]) -> str:
    """Take the links to what is left out from a page of HTML or XML.

    Args:
        text: the page.
        root: the way from it to the top of the site, which leads each of its links.
        omit: what the site leaves out, names of `OMISSIBLE`.
    """
    hrefs = _HREF.findall(text)
    lines = "\n".join(hrefs)
    if "&" not in lines and not _beginnings(root, omit).search(f"\n{lines}\n"):
        return text  # as most pages: to look at all addresses at once takes a third of the time
    gone = set(_gone(hrefs, root, omit))
    if not gone:
        return text

    def shown(match: re.Match[str]) -> str:
        before, href, after, inner, relation = match.groups()
        if (href if href is not None else relation) not in gone:
            return match[0]
        kept = "".join(_KEPT.findall(f"{before or ''}{after or ''}"))
        return f"<span{kept}>{inner}</span>" if kept else inner or ""

    return _LINK.sub(shown, text)


@lru_cache(maxsize=64)
def _beginnings(root: str, omit: tuple[str, ...]) -> re.Pattern[str]:
    """How a line begins that may be the address of what is left out."""
    return re.compile(rf"\n{re.escape(root)}(?:{omitted_addresses(omit).pattern})[\n#]")


def _gone(hrefs: Iterable[str], root: str, omit: tuple[str, ...]) -> Iterator[str]:
    """Yield the addresses, as they are written on a page, of what is left out."""
    fullmatch, start = omitted_addresses(omit).fullmatch, len(root)
    for href in hrefs:
        target = html.unescape(href).partition("#")[0] if "&" in href or "#" in href else href
        if target.startswith(root) and fullmatch(target, start):
            yield href
