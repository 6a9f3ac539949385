"""Values as JSON that can stand anywhere in a page."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import msgspec
from markupsafe import Markup

_ESCAPES = {
    b"<": rb"\u003c",
    b">": rb"\u003e",
    b"&": rb"\u0026",
    "\u2028".encode(): rb"\u2028",
    "\u2029".encode(): rb"\u2029",
}


def encode_json_text(value: Any) -> Markup:
    r"""Encode as JSON without '<', '>' and '&': in a script element neither `</script>` nor `<!--` can arise.

    In JSON these stand in strings alone, where '\u003c' means the same.

    Source: RFC 8259 §7; HTML §4.12.1.3 (restrictions for contents of script elements).
    """
    return Markup(encode_json(value).decode())  # safe: see above


def encode_json(value: Any) -> bytes:
    """Encode as `encode_json_text` does, as UTF-8."""
    data = msgspec.json.encode(value)
    for mark, escape in _ESCAPES.items():
        data = data.replace(mark, escape)
    return data


def encode_view(value: Any) -> Markup:
    """Encode a value of a template; parts of views become objects with the names of their fields."""
    return encode_json_text(_named(value))


def _named(value: Any) -> Any:
    if isinstance(value, msgspec.Struct) and value.__struct_config__.array_like:
        return {name: _named(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, dict):
        return {key: _named(part) for key, part in value.items()}
    return [_named(part) for part in value] if isinstance(value, list | tuple) else value


def hash_script(text: str) -> str:
    """Name the text of a script element in a policy: 'sha256-…'.

    Source: Content Security Policy Level 3 §2.3.1 (hash-source).
    """
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
