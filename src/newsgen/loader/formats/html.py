"""HTML with front matter, as in Jekyll and Eleventy: one article in each file."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from newsgen.loader.front_matter import read_draft
from newsgen.loader.text import decode_seed
from newsgen.model import Draft


def parse_html_seed(file: str, data: bytes) -> Iterator[Draft]:
    """Yield the article of an .html file, as Markdown; nothing if it has no front matter.

    Raises:
        ContentError: see `decode_seed`; or the front matter cannot be read.
    """
    text, seed = decode_seed(file, data)
    draft, _ = read_draft(seed, text, "markdown")
    if draft is None:
        return
    from newsgen.loader.html import convert_html  # most archives have no HTML

    yield msgspec.structs.replace(draft, text=convert_html(draft.text))
