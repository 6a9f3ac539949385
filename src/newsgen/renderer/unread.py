"""Parts of views that no template of a theme shows, so that they need not be gathered."""

from __future__ import annotations

import re

from newsgen.renderer.template_text import named_by
from newsgen.renderer.theme import Theme

_DEAR = (("article.html", "turn"), ("group.html", "company"))
"""Templates, each with the part of its view that takes longest to gather."""


def unread(theme: Theme) -> tuple[str, ...]:
    """Name the parts that are certainly shown by none of the theme's templates."""
    return tuple(field for template, field in _DEAR if not _may_read(theme, template, field))


def _may_read(theme: Theme, template: str, field: str) -> bool:
    """False if neither a template nor any that it extends, includes or imports can come to a field of `page`.

    Where it is named, where `page` is handed on as a whole, or where the name of a template is computed, it may be read.
    """
    sign = re.compile(rf"\b{field}\b|\bpage\b(?!\.[a-z])")
    names = [template]
    for name in names:
        text = theme.templates.get(name)
        if text is None or sign.search(text):
            return True
        uncommented = text.replace("{#", "  ")  # what looks like a comment may stand in a string
        names += {other for _, other in named_by(uncommented)}.difference(names)
    return False
