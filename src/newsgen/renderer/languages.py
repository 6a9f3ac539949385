"""Which catalogue a language tag asks for."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache

from newsgen.errors import Problem
from newsgen.renderer.words import ENGLISH, Words

Layers = Mapping[str, tuple[tuple[str, bytes], ...]]
"""Path and bytes of the catalogues of each language, the default theme's before the archive's own, by name: 'zh_Hans'."""

_NAME = re.compile(r"[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8})*")


def words_for(language: str, layers: Layers) -> Words:
    """The words in a language; without a catalogue, or where it lacks a message, they are English.

    'zh-CN', 'zh-SG' and 'zh' find zh_Hans, 'ar-EG' finds ar, 'pt' finds pt_BR: a catalogue fits if language and
    script are the same, the territory's own before any other.
    """
    name = _name_for(language, layers)
    return _joined(language, name, layers[name])[0] if name else Words(language=language)


def faults_in(language: str, layers: Layers) -> tuple[Problem, ...]:
    """What is wrong with the catalogues that `words_for` reads; what they say wrongly stays English."""
    name = _name_for(language, layers)
    return _joined(language, name, layers[name])[1] if name else ()


def _name_for(language: str, layers: Layers) -> str:
    if language.startswith("en") and not any(name.startswith("en") for name in layers):
        return ""  # English needs neither a catalogue nor babel's tables
    wanted = _likely(language)
    names = sorted(name for name in layers if _likely(name)[:2] == wanted[:2])
    return min(names, key=lambda name: _likely(name)[2] != wanted[2], default="")


def check_name(place: str, name: str) -> Problem | None:
    """Complain of a catalogue whose name is no language tag."""
    if _NAME.fullmatch(name):
        return None
    return Problem(place, 0, 0, f"{name!r} is no language tag", "name the file e.g. fr.po or pt_BR.po")


@lru_cache(maxsize=8)
def _joined(
    language: str, name: str, layers: tuple[tuple[str, bytes], ...]
) -> tuple[Words, tuple[Problem, ...]]:
    """Lay the archive's translations over those of the default theme."""
    from newsgen.renderer.po import CODE, read_po

    messages: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    plural = ""
    for place, data in layers:
        read = read_po(place, data, name.replace("-", "_"))
        problems += read.problems
        if read.plural and plural not in ("", read.plural):
            wanted = f"leave Plural-Forms out, or write plural={plural}"
            problems.append(Problem(place, 1, 0, "its Plural-Forms are not newsgen's", wanted, CODE))
            continue
        plural = read.plural or plural
        messages |= read.messages
    digest = hashlib.sha256(b"\0".join(data for _, data in layers)).hexdigest()
    return Words(language, messages, plural or ENGLISH.plural, digest), tuple(problems)


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
