"""Page → bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from itertools import repeat
from operator import contains
from typing import Any

from newsgen.errors import ContentError
from newsgen.renderer.environment import Environment
from newsgen.renderer.outputs.omit import without_links
from newsgen.renderer.page import Page
from newsgen.renderer.site import Site
from newsgen.renderer.template_errors import FAILURES, blame

_TO_SPACE = str.maketrans(dict.fromkeys("\v\f\r\x1c\x1d\x1e\x1f\x85", " "))
_FORBIDDEN = f"[\x00-\x08\x0e-\x1b\x7f-\x9f\ufdd0-\ufdef{''.join(chr(p << 16 | e) for p in range(17) for e in (0xFFFE, 0xFFFF))}]"
"""It is compiled only where a page holds one."""

_CONTROLS = (*range(9), *range(11, 32), 127)
_IN_JSON = (127,)
"""Those that may stand in JSON as they are. Source: RFC 8259 §7."""
_WIDE = tuple(
    (pattern[0], re.compile(pattern, re.DOTALL))
    for pattern in (
        b"\xc2[\x80-\x9f]",
        b"\xef(?:\xb7[\x90-\xaf]|\xbf[\xbe\xbf])",
        *(bytes([lead]) + b"[\x8f\x9f\xaf\xbf]\xbf[\xbe\xbf]" for lead in range(0xF0, 0xF5)),
    )
)
"""What is forbidden outside ASCII, as UTF-8, by its first byte."""
_FEW = 12
"""Places at which a pattern is tried before it is searched for: a search takes 3 µs in a page of 12 KB."""


def render(page: Page, environment: Environment, site: Site) -> bytes:
    """Render one page as UTF-8 with '\\n' line ends and one at the end.

    Raises:
        ContentError: the template failed, or the article's text changed since it was planned.
    """
    view = page.view  # it is gathered anew each time
    if page.write is not None:
        return _cleaned(page.write(view, site, environment.texts), _IN_JSON)
    if page.template in environment.doubtful:
        text = _render_carefully(page, view, environment, site)
    else:
        try:
            text = environment.get_template(page.template).render(page=view, site=site)
        except FAILURES:
            text = _render_carefully(page, view, environment, site)
            environment.doubtful.add(page.template)
    return clean(without_links(text, view.root, site.omit) if site.omit else text)


def prepare(pages: Iterable[Page], environment: Environment) -> None:
    """Render the texts of articles before their pages, one after another; no more than `Texts` caches.

    What fails is told when it is the page's turn.
    """
    for page in pages:
        if page.template == "article.html":
            with suppress(ContentError, *FAILURES):
                view = page.view
                if not view.withdrawn:
                    environment.texts.html(view.body, view.root)


def _render_carefully(page: Page, view: Any, environment: Environment, site: Site) -> str:
    """Render by Jinja's own code.

    Raises:
        ContentError: the template is missing or wrong.
    """
    try:
        return environment.careful.get_template(page.template).render(page=view, site=site)
    except FAILURES as error:
        body = getattr(view, "body", None)
        what = f" (while rendering {page.path}{f' from {body.path}' if body else ''})"
        raise blame(environment.sources, error, page.template, what) from error


def clean(text: str) -> bytes:
    """Encode a page without the characters that HTML and XML forbid; those that part words become spaces.

    Source: XML 1.0 §2.2 (Char); HTML §13.2.3.5 (noncharacters and controls).
    """
    return _cleaned(text.encode("utf-8", "ignore"))


def _cleaned(data: bytes, controls: tuple[int, ...] = _CONTROLS) -> bytes:
    """Do what `clean` does to a page in UTF-8, of which it may be known that it holds no others of `_CONTROLS`."""
    if not _is_clean(data, controls):
        data = re.sub(_FORBIDDEN, "", data.decode().translate(_TO_SPACE)).encode()
    return data if data.endswith(b"\n") else data + b"\n"


def _is_clean(data: bytes, controls: tuple[int, ...]) -> bool:
    """Tell whether nothing must be taken out: looking for one byte at a time takes a tenth of a look at each sign."""
    if any(map(contains, repeat(data), controls)):
        return False
    return not any(lead in data and _holds(data, lead, pattern) for lead, pattern in _WIDE)


def _holds(data: bytes, lead: int, pattern: re.Pattern[bytes]) -> bool:
    """Tell whether a pattern is found: at its first byte while this is rare, for a search reads all that is between."""
    at = data.find(lead)
    for _ in range(_FEW):
        if at < 0:
            return False
        if pattern.match(data, at):
            return True
        at = data.find(lead, at + 1)
    return at >= 0 and pattern.search(data, at) is not None
