"""Values as JSON that can stand anywhere in a page."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Any

import msgspec
from markupsafe import Markup

_ESCAPES = (
    (b"<", rb"\u003c"),
    (b">", rb"\u003e"),
    (b"&", rb"\u0026"),
)
_SEPARATORS = re.compile(b"\xe2\x80[\xa8\xa9]")
"""U+2028 and U+2029; one search for both takes a quarter of two."""


def json_text(value: Any) -> Markup:
    r"""Encode as JSON without '<', '>' and '&': in a script element neither `</script>` nor `<!--` can arise.

    In JSON these stand in strings alone, where '\u003c' means the same.

    Source: RFC 8259 §7; HTML §4.12.1.3 (restrictions for contents of script elements).
    """
    return Markup(json_bytes(value).decode())  # safe: see above


def json_bytes(value: Any) -> bytes:
    """Encode as `json_text` does, as UTF-8."""
    data = msgspec.json.encode(value)
    for mark, escape in _ESCAPES:
        data = data.replace(mark, escape)
    if not data.isascii() and _SEPARATORS.search(data):
        data = data.replace("\u2028".encode(), rb"\u2028").replace("\u2029".encode(), rb"\u2029")
    return data


def json_of(value: Any) -> Markup:
    """Encode what a template has in its hands; parts of views are objects with the names of their fields."""
    return json_text(_named(value))


def _named(value: Any) -> Any:
    if isinstance(value, msgspec.Struct) and value.__struct_config__.array_like:
        return {name: _named(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, dict):
        return {key: _named(one) for key, one in value.items()}
    return [_named(one) for one in value] if isinstance(value, list | tuple) else value


def script_hash(text: str) -> str:
    """Name the text of a script element in a policy: 'sha256-…'.

    Source: Content Security Policy Level 3 §2.3.1 (hash-source).
    """
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
