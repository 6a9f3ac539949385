"""Translations of the interface, read from GNU gettext's .po files; directions of languages.

A message is the English text itself, and stays English without a translation. Named placeholders, `%(name)s`, have
the same names in all languages, and '%%' is a per cent sign, as in gettext.
"""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from newsgen.errors import Problem
from newsgen.renderer.locale.dates import format_number

if TYPE_CHECKING:
    from babel.messages.catalog import Message

CONTEXT = "\x04"
"""Separates context and message in a key. Source: GNU gettext manual §11.2.5 (pgettext)."""


class Translations(msgspec.Struct, frozen=True, eq=False):
    """The translations into one language; equal if made from the same files for the same language."""

    language: str = "en"
    """BCP 47 tag of the interface, as the settings write it, e.g. 'zh-CN'."""
    messages: dict[str, tuple[str, ...]] = {}
    """Translations of each message by key, one for each plural form; the key of a plural is its singular."""
    plural: str = "n != 1"
    """C expression for the index of the plural form for a number `n`."""
    fingerprint: str = ""
    """Hex digest of the catalogue files; '' for newsgen's own English."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Translations) and hash(self) == hash(other)

    def __hash__(self) -> int:
        return hash((self.language, self.fingerprint))

    @property
    def is_missing(self) -> bool:
        """True if the language is not English and has no translations."""
        return not self.fingerprint and self.language.lower().partition("-")[0] != "en"

    def forms(self, key: str, *english: str) -> tuple[str, ...]:
        """Return the translation of a message in all plural forms; `english` if there is none."""
        return self.messages.get(key) or english

    def gettext(self, message: str, **values: object) -> str:
        """Translate a message and fill in its placeholders; without values, the placeholders stay."""
        text = self.forms(message, message)[0]
        return text % values if values else text.replace("%%", "%")

    def pgettext(self, context: str, message: str, **values: object) -> str:
        """Translate a message whose English has several meanings; `context` says which is meant."""
        return self.forms(context + CONTEXT + message, message)[0] % values

    def ngettext(self, singular: str, plural: str, num: int, **values: object) -> str:
        """Translate a message with a number, which replaces `%(num)s`."""
        forms = self.messages.get(singular)
        chosen = forms[choose_plural_index(num, self.plural)] if forms else (singular if num == 1 else plural)
        return chosen % {"num": format_number(num, self.language), **values}


ENGLISH = Translations()


def choose_plural_index(count: int, expression: str) -> int:
    """Return the index of the plural form for a count, by a C expression of `n`.

    Source: GNU gettext manual §11.2.6 (plural forms).
    """
    return _compile_rule(expression)(abs(count))


@lru_cache(maxsize=32)
def _compile_rule(expression: str) -> Callable[[int], int]:
    from gettext import c2py  # not needed by a build that renders nothing

    return c2py(expression)


Layers = Mapping[str, tuple[tuple[str, bytes], ...]]
"""Path and bytes of the catalogues of each language, e.g. 'zh_Hans', the default theme's before the archive's."""

_TAG = re.compile(r"[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8})*")


def read_translations(language: str, layers: Layers) -> Translations:
    """Read the translations into a language; messages without a translation stay English.

    'zh-CN', 'zh-SG' and 'zh' find zh_Hans, 'ar-EG' finds ar, 'pt' finds pt_BR: language and script of a catalogue must
    match, and one of the same territory is preferred.
    """
    name = _find_catalogue(language, layers)
    return _read_layers(language, name, layers[name])[0] if name else Translations(language=language)


def find_catalogue_mistakes(language: str, layers: Layers) -> tuple[Problem, ...]:
    """Find mistakes in the catalogues that `read_translations` reads; wrong translations are not used."""
    name = _find_catalogue(language, layers)
    return _read_layers(language, name, layers[name])[1] if name else ()


def _find_catalogue(language: str, layers: Layers) -> str:
    if language.startswith("en") and not any(name.startswith("en") for name in layers):
        return ""  # English needs neither a catalogue nor babel's tables
    wanted = _complete_tag(language)
    names = sorted(name for name in layers if _complete_tag(name)[:2] == wanted[:2])
    return min(names, key=lambda name: _complete_tag(name)[2] != wanted[2], default="")


def check_catalogue_name(place: str, name: str) -> Problem | None:
    """Report a catalogue whose name is not a language tag."""
    if _TAG.fullmatch(name):
        return None
    return Problem(place, 0, 0, f"{name!r} is not a language tag", "name the file e.g. fr.po or pt_BR.po")


@lru_cache(maxsize=8)
def _read_layers(
    language: str, name: str, layers: tuple[tuple[str, bytes], ...]
) -> tuple[Translations, tuple[Problem, ...]]:
    """Read the catalogues of a language; the archive's translations override those of the default theme."""
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
    return Translations(language, messages, plural or ENGLISH.plural, digest), tuple(problems)


def _complete_tag(tag: str) -> tuple[str, str, str]:
    """Return language, script and territory of a tag; missing parts get their most likely value.

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


CODE = "catalogue"
"""Code of problems in catalogues."""
_PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w\}")
"""'{n}' is filled in by the script of the search page."""
_LOOSE = re.compile(r"%(?!%|\(\w+\)s)")


class Catalogue(msgspec.Struct, frozen=True):
    """The content of a .po file."""

    messages: dict[str, tuple[str, ...]] = {}
    """As in `Translations`, without fuzzy, empty or wrong translations."""
    plural: str = ""
    """As in `Translations`; '' if the file cannot be read."""
    problems: tuple[Problem, ...] = ()
    """Mistakes, by line."""


def read_po(place: str, data: bytes, language: str) -> Catalogue:
    """Read a catalogue; a wrong translation is reported and left out, so that pages show English instead.

    The plural forms of the language, e.g. 'pt_BR', apply if the header has none.

    Source: GNU gettext manual §3 (the format of PO files).
    """
    from babel.messages.pofile import PoFileError
    from babel.messages.pofile import read_po as parse

    try:
        text = data.decode("utf-8-sig")
        catalogue = parse(io.StringIO(text), locale=language, abort_invalid=True)
        plural, forms = catalogue.plural_expr, catalogue.num_plurals
        if plural[:1] == "(" and plural[-1] == ")" and "(" not in plural[1:]:
            plural = plural[1:-1]  # parentheses around the whole expression
        if any(not 0 <= choose_plural_index(count, plural) < forms for count in range(1000)):
            raise ValueError(f"Plural-Forms promises {forms} forms, but its rule gives others")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return _unreadable(place, line, "the catalogue is not UTF-8", "save it as UTF-8")
    except PoFileError as error:
        return _unreadable(place, error.lineno + 1, str(error.args[0]), "write it as gettext does")
    except (ValueError, LookupError) as error:
        return _unreadable(place, 1, f"the header is wrong: {error}", "see docs/languages.md")
    messages = [
        message for message in catalogue if message.id and not message.fuzzy and any(_strings(message))
    ]
    wrong = {_key(message): list(_problems(place, message, forms)) for message in messages}
    right = {_key(message): _strings(message) for message in messages if not wrong[_key(message)]}
    return Catalogue(right, plural, tuple(chain.from_iterable(wrong.values())))


def _unreadable(place: str, line: int, what: str, wanted: str) -> Catalogue:
    return Catalogue(problems=(Problem(place, line, 0, what, wanted, CODE),))


def _key(message: Message) -> str:
    text = message.id if isinstance(message.id, str) else message.id[0]
    return message.context + CONTEXT + text if message.context else text


def _strings(message: Message) -> tuple[str, ...]:
    text = message.string
    return (text,) if isinstance(text, str) else tuple(text or ())


def _problems(place: str, message: Message, forms: int) -> Iterator[Problem]:
    english = (message.id,) if isinstance(message.id, str) else message.id
    known = {name for text in english for name in _PLACEHOLDER.findall(text)}
    strings = _strings(message)

    def problem(what: str, wanted: str) -> Problem:
        return Problem(place, message.lineno or 1, 0, f"{english[0]!r}: {what}", wanted, CODE)

    if len(english) > 1 and (len(strings) != forms or not all(strings)):
        given = sum(map(bool, strings))
        yield problem(f"{given} of {forms} plural forms are translated", "translate all, or none")
    for string in filter(None, strings):
        found = set(_PLACEHOLDER.findall(string))
        if strange := sorted(found - known):
            wanted = f"use {', '.join(sorted(known)) or 'none'}"
            yield problem(f"{strange[0]} is not a placeholder of this message", wanted)
        if lost := sorted(known - found - ({"%(num)s"} if len(english) > 1 else set())):
            yield problem(f"the placeholder {lost[0]} is missing", f"use {', '.join(sorted(known))}")
        if _LOOSE.search(string):
            yield problem("a single per cent sign", "write %% for it")


_LANGUAGES = frozenset("ar arc azb bal ckb dv fa glk he iw ji ks lrc mzn nqo pnb ps sd syr ug ur yi".split())
_SCRIPTS = frozenset("adlm arab aran hebr mand mend nkoo rohg samr syrc thaa yezi".split())


@cache
def direction(language: str) -> str:
    """Return 'rtl' or 'ltr' for a BCP 47 tag; a script subtag overrides the language ('ku-Arab', 'az-Arab', 'fa-Latn').

    Source: RFC 5646 §2.2.3; scripts whose letters have Bidi_Class R or AL.
    """
    primary, *rest = language.lower().replace("_", "-").split("-")
    for part in rest:
        if len(part) == 1:
            break
        if len(part) == 4 and part.isalpha():
            return "rtl" if part in _SCRIPTS else "ltr"
    return "rtl" if primary in _LANGUAGES else "ltr"


def text_direction(text: str, default: str) -> str:
    """Return the direction of the first strong letter, else `default`.

    Source: UAX #9 rules P2 and P3.
    """
    if text.isascii():
        return "ltr" if text[:1].isalpha() or any(map(str.isalpha, text[:40])) else default
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind == "L":
            return "ltr"
        if kind in ("R", "AL"):
            return "rtl"
    return default


_IDEOGRAPHIC = frozenset(("zh", "yue", "wuu", "nan", "hak", "lzh", "ja", "ko"))


@cache
def needs_language_styles(language: str) -> bool:
    """Return whether a text in this language needs the style sheet languages.css."""
    primary = language.lower().replace("_", "-").partition("-")[0]
    return primary in _IDEOGRAPHIC or direction(language) == "rtl"
