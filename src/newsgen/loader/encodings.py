"""Which legacy encoding a text is in; the door to charset-normalizer."""

from __future__ import annotations

import re
from typing import Final

_MARKS: Final = frozenset("€‚„…‹‘’“”•–—™›\xa0¡£§©«®°´·»½¿")
_WESTERN: Final = (
    "àâæçéèêëîïôœùûüÿ",
    "äöüß",
    "áéíñóúü",
    "áàâãçéêíóôõúü",
    "àèéìíîòóùú",
    "åäöæøéü",
    "áéèëïíóöüú",
)
"""Letters beyond ASCII of French, German, Spanish, Portuguese, Italian, the Nordic languages, Dutch."""
_LEGACY: Final = [
    *(
        "cp1250",
        "cp1251",
        "cp1252",
        "cp1253",
        "cp1254",
        "cp1255",
        "cp1256",
        "cp1257",
        "cp1258",
        "iso8859_2",
        "iso8859_7",
    ),
    *("koi8_r", "koi8_u", "cp866", "mac_roman", "cp874", "gb18030", "big5", "cp932", "euc_jp", "cp949"),
]
"""Encodings that the detector may choose from: those of the Encoding Standard (encoding.spec.whatwg.org §4)."""


def detect(data: bytes) -> str:
    """Return the encoding of a text that is not UTF-8, in Python's spelling, e.g. 'windows-1252'; '' if none fits."""
    if _is_western(data):
        return "windows-1252"
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=_LEGACY).best()
    if best is None:
        return ""
    return re.sub(r"^cp(?=125\d$)", "windows-", best.encoding).replace("_", "-")


def _is_western(data: bytes) -> bool:
    """Return whether windows-1252 gives the letters of a single western language: a detector errs on short texts."""
    try:
        seen = set(data.translate(None, bytes(range(128))).decode("windows-1252").lower())
    except UnicodeDecodeError:
        return False
    return any(seen - _MARKS <= set(letters) for letters in _WESTERN)
