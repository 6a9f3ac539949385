"""The words of the interface in one language: message → translation.

A message is the English text itself; what has no translation stays English. Named placeholders, `%(name)s`, keep
their names in every language, and a per cent sign is written '%%', as in gettext.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import msgspec

from newsgen.renderer.dates import number

CONTEXT = "\x04"
"""Between a context and its message in a key. Source: GNU gettext manual §11.2.5 (pgettext)."""


class Words(msgspec.Struct, frozen=True, eq=False):
    """A catalogue, ready for use; two are equal if they were made of the same files for the same language."""

    language: str = "en"
    """BCP 47 tag of the interface, as the settings write it, e.g. 'zh-CN'."""
    messages: dict[str, tuple[str, ...]] = {}
    """Translation of each message by its key, one for each plural form; a plural's key is its singular."""
    plural: str = "n != 1"
    """C expression that gives the number of the plural form for a number `n`."""
    fingerprint: str = ""
    """Hex digest of the files it was made of; '' for the English of the program itself."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Words) and self._name() == other._name()

    def __hash__(self) -> int:
        return hash(self._name())

    def _name(self) -> tuple[str, str]:
        return self.language, self.fingerprint

    @property
    def lacking(self) -> bool:
        """True if there is no translation, and the language is not English."""
        return not self.fingerprint and self.language.lower().partition("-")[0] != "en"

    def forms(self, key: str, *english: str) -> tuple[str, ...]:
        """The translation of a message in every plural form; `english` if there is none."""
        return self.messages.get(key) or english

    def form(self, count: int) -> int:
        """Number of the plural form for a count."""
        return plural_form(count, self.plural)

    def gettext(self, message: str, **values: object) -> str:
        """Translate a message and fill in its placeholders; without values they stay, for the caller to fill in."""
        text = self.forms(message, message)[0]
        return text % values if values else text.replace("%%", "%")

    def pgettext(self, context: str, message: str, **values: object) -> str:
        """Translate a message whose English has several meanings; `context` tells which."""
        return self.forms(context + CONTEXT + message, message)[0] % values

    def ngettext(self, one: str, many: str, num: int, **values: object) -> str:
        """Translate a message with a number, which stands for `%(num)s`."""
        forms = self.messages.get(one)
        chosen = forms[self.form(num)] if forms else (one if num == 1 else many)
        return chosen % {"num": number(num, self.language), **values}


ENGLISH = Words()


def plural_form(count: int, expression: str) -> int:
    """Number of the plural form that a count wants by a C expression over `n`.

    Source: GNU gettext manual §11.2.6 (plural forms).
    """
    return _rule(expression)(abs(count))


@lru_cache(maxsize=32)
def _rule(expression: str) -> Callable[[int], int]:
    from gettext import c2py

    return c2py(expression)
