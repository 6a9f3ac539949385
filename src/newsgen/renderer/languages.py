"""Which catalogue a language tag asks for."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from newsgen.errors import ContentError, Problem
from newsgen.renderer.words import Words

Layers = Mapping[str, tuple[tuple[str, bytes], ...]]
"""Path and bytes of the catalogues of each language, the default theme's before the archive's own, by name: 'zh_Hans'."""

_NAME = re.compile(r"[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8})*")


def words_for(language: str, layers: Layers) -> Words:
    """Read the catalogue for a language tag; without one, or where it lacks a message, the words are English.

    'zh-CN', 'zh-SG' and 'zh' find zh_Hans, 'ar-EG' finds ar, 'pt' finds pt_BR: a catalogue fits if language and
    script are the same, the territory's own before any other.

    Raises:
        ContentError: what is wrong with the catalogues.
    """
    names = sorted(name for name in layers if _likely(name)[:2] == _likely(language)[:2])
    names.sort(key=lambda name: _likely(name)[2] != _likely(language)[2])
    return _joined(language, names[0], layers[names[0]]) if names else Words(language=language)


def check_name(place: str, name: str) -> Problem | None:
    """Complain of a catalogue whose name is no language tag."""
    if _NAME.fullmatch(name):
        return None
    return Problem(place, 0, 0, f"{name!r} is no language tag", "name the file e.g. fr.po or pt_BR.po")


def _joined(language: str, name: str, layers: tuple[tuple[str, bytes], ...]) -> Words:
    """Lay the archive's translations over those of the default theme."""
    from newsgen.renderer.po import read_po

    messages: dict[str, tuple[str, ...]] = {}
    plural = ""
    for place, data in layers:
        read = read_po(place, data, _locale(name))
        if plural not in ("", read.plural):
            wanted = f"leave Plural-Forms out, or write plural={plural}"
            raise ContentError(
                Problem(place, 1, 0, "its Plural-Forms are not newsgen's", wanted, "catalogue")
            )
        plural = read.plural
        messages |= read.messages
    digest = hashlib.sha256(b"\0".join(data for _, data in layers)).hexdigest()
    return Words(language, messages, plural, digest)


def _locale(name: str) -> str:
    return name.replace("-", "_")


def _likely(tag: str) -> tuple[str, str, str]:
    """Language, script and territory of a tag, what it leaves out filled in as it most likely is.

    Source: UTS #35 §4.3 (likely subtags).
    """
    from babel.core import get_global

    likely = get_global("likely_subtags")
    language, *rest = re.split("[-_]", tag)
    language = language.lower()
    script = next((part.title() for part in rest if len(part) == 4 and part.isalpha()), "")
    territory = next((part.upper() for part in rest if len(part) == 2 or part.isdigit()), "")
    known = [f"{language}_{script}", f"{language}_{territory}", language]
    found = next((likely[key] for key in known if key in likely), f"{language}_{script}_{territory}")
    parts = found.split("_")
    return parts[0], script or parts[1], territory or (parts[2] if len(parts) > 2 else "")
