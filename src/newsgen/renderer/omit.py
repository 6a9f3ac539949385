"""Links to pages that the settings leave out: they are taken from every page, and their texts stay."""

from __future__ import annotations

import html
import re

from newsgen.page_settings import left_out

_LINK = re.compile(
    r'<a\b([^<>]*?) href="([^"]*)"([^<>]*)>(.*?)</a>|<link\b[^<>]*? href="([^"]*)"[^<>]*>\n?', re.DOTALL
)
_KEPT = re.compile(r' (?:class|lang|dir)="[^"]*"')


def without_links(text: str, root: str, omit: tuple[str, ...]) -> str:
    """Take the links to what is left out from a page of HTML or XML.

    Args:
        text: the page.
        root: the way from it to the top of the site, which leads each of its links.
        omit: what the site leaves out, names of `OMISSIBLE`.
    """

    def shown(match: re.Match[str]) -> str:
        before, href, after, inner, relation = match.groups()
        target = html.unescape(href if href is not None else relation).partition("#")[0]
        if not target.startswith(root) or not left_out(target[len(root) :], omit):
            return match[0]
        kept = "".join(_KEPT.findall(f"{before or ''}{after or ''}"))
        return f"<span{kept}>{inner}</span>" if kept else inner or ""

    return _LINK.sub(shown, text)
