"""Page → bytes."""

from __future__ import annotations

import re

from newsgen.renderer.environment import FAILURES, Environment, blamed, load_template
from newsgen.renderer.omit import without_links
from newsgen.renderer.page import Page
from newsgen.renderer.views import Site

_TO_SPACE = str.maketrans(dict.fromkeys("\v\f\r\x1c\x1d\x1e\x1f\x85", " "))
_FORBIDDEN = re.compile(
    f"[\x00-\x08\x0e-\x1b\x7f-\x9f\ufdd0-\ufdef{''.join(chr(p << 16 | e) for p in range(17) for e in (0xFFFE, 0xFFFF))}]"
)


def render(page: Page, environment: Environment, site: Site) -> bytes:
    """Render one page as UTF-8 with '\\n' line ends and one at the end.

    Raises:
        ContentError: the template failed, or the article's text changed since it was planned.
    """
    template = load_template(environment, page.template, _while(page))
    try:
        text = template.render(page=page.view, site=site)
    except FAILURES as error:
        raise blamed(environment, error, page.template, _while(page)) from error
    return clean(without_links(text, page.view.root, site.omit) if site.omit else text)


def clean(text: str) -> bytes:
    """Encode a page without the characters that HTML and XML forbid; those that part words become spaces.

    Source: XML 1.0 §2.2 (Char); HTML §13.2.3.5 (noncharacters and controls).
    """
    if not text.replace("\n", "").isprintable():  # ten times faster than looking for them one by one
        text = _FORBIDDEN.sub("", text.translate(_TO_SPACE))
    data = text.encode("utf-8", "ignore")
    return data if data.endswith(b"\n") else data + b"\n"


def _while(page: Page) -> str:
    body = getattr(page.view, "body", None)
    return f" (while rendering {page.path}{f' from {body.path}' if body else ''})"
