"""Filters that make whole files, and the templates that say nothing else.

Through a template a text is copied six times on its way to bytes, and the data of a year are megabytes. So what such a
template would make is taken from its filter at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from markupsafe import Markup

Write = Callable[..., bytes]
"""Gives a file of JSON in UTF-8, whatever it ends with."""

_ALONE = re.compile(r"\{\{ page \| (\w+)(\(site\))? \}\}\n?")


def filter_of(write: Write) -> Callable[..., Markup]:
    """Make the filter that shows a file in a template, without the end of its last line."""

    def shown(*args: Any) -> Markup:
        return Markup(write(*args).decode().removesuffix("\n"))  # safe: a file is shown as it is

    return shown


def writers_by_template(
    templates: Mapping[str, str], writers: Mapping[str, Write]
) -> dict[str, Callable[[Any, Any], bytes]]:
    """Find the templates that are one filter of the whole page.

    Args:
        templates: their texts by name.
        writers: what writes files, by the filter's name.

    Returns:
        What makes the bytes of a page of page and site, by the template's name.
    """
    found: dict[str, Callable[[Any, Any], bytes]] = {}
    for name, text in templates.items():
        alone = _ALONE.fullmatch(text)
        if alone and alone[1] in writers:
            found[name] = partial(_written, writers[alone[1]], bool(alone[2]))
    return found


def _written(write: Write, with_site: bool, page: Any, site: Any) -> bytes:
    return write(page, site) if with_site else write(page)
