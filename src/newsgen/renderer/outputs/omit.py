"""Links to pages that the settings leave out: they are taken from every page, and their texts stay."""

from __future__ import annotations

import html
import re

from newsgen.settings.values import is_omitted

_LINK = re.compile(
    r'<a\b([^<>]*?) href="([^"]*)"([^<>]*)>(.*?)</a>|<link\b[^<>]*? href="([^"]*)"[^<>]*>\n?', re.DOTALL
)
_KEPT = re.compile(r' (?:class|lang|dir)="[^"]*"')


def remove_links(text: str, root: str, omit: tuple[str, ...]) -> str:
    """Take the links to what is left out from a page of HTML or XML.

    Args:
        text: the page.
        root: the way from it to the top of the site, with which each of its links begins.
        omit: what the site leaves out, names of `OMISSIBLE`.
    """

    def replace(match: re.Match[str]) -> str:
        before, href, after, inner, relation = match.groups()
        target = html.unescape(href if relation is None else relation).partition("#")[0]
        if not target.startswith(root) or not is_omitted(target.removeprefix(root), omit):
            return match[0]
        attributes = "".join(_KEPT.findall(f"{before or ''}{after or ''}"))
        return f"<span{attributes}>{inner}</span>" if attributes else inner or ""

    return _LINK.sub(replace, text)
