"""Catalogues are read, and every mistake in them is told with its line."""

from __future__ import annotations

import pytest

from newsgen.renderer.words.words import read_po

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
PLURAL = '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'


def messages(text: str, language: str = "fr") -> dict[str, tuple[str, ...]]:
    """What is read, if nothing is wrong."""
    read = read_po("fr.po", (HEAD + text).encode(), language)
    assert not read.problems
    return read.messages


def test_messages_contexts_and_plurals_are_read() -> None:
    """Long ones may be broken over lines."""
    text = (
        PLURAL + '\nmsgid "Dates"\nmsgstr ""\n"Da"\n"tes!"\n'
        '\nmsgctxt "button"\nmsgid "More"\nmsgstr "Plus"\n'
        '\nmsgid "%(num)s day"\nmsgid_plural "%(num)s days"\nmsgstr[0] "un jour"\nmsgstr[1] "%(num)s jours"\n'
    )
    assert messages(text) == {
        "Dates": ("Dates!",),
        "button\x04More": ("Plus",),
        "%(num)s day": ("un jour", "%(num)s jours"),
    }


def test_what_is_fuzzy_or_empty_is_left_out() -> None:
    """It is shown in English."""
    assert messages('\n#, fuzzy\nmsgid "Dates"\nmsgstr "Doutes"\n\nmsgid "People"\nmsgstr ""\n') == {}


def test_plural_forms_are_those_of_the_header_else_of_the_language() -> None:
    """Parentheses around the whole are dropped, so that equal rules are equal."""
    assert read_po("x.po", (HEAD + PLURAL).encode(), "fr").plural == "n != 1"
    assert read_po("x.po", HEAD.encode(), "fr").plural == "n > 1"
    assert read_po("x.po", HEAD.encode(), "zh_Hans").plural == "0"


def entry(one: str, other: str) -> str:
    return HEAD + f'\nmsgid "{one}"\nmsgstr "{other}"\n'


MISTAKES = {
    "strange": (
        entry("By %(author)s", "De %(auteur)s"),
        "fr.po:5: 'By %(author)s': %(auteur)s is no placeholder of it; use %(author)s",
    ),
    "lost": (
        entry("By %(author)s", "De"),
        "fr.po:5: 'By %(author)s': the placeholder %(author)s is missing; use %(author)s",
    ),
    "lost brace": (
        entry("Found: {n}", "Trouvé"),
        "fr.po:5: 'Found: {n}': the placeholder {n} is missing; use {n}",
    ),
    "none there": (entry("Dates", "%(x)s"), "fr.po:5: 'Dates': %(x)s is no placeholder of it; use none"),
    "per cent": (entry("Dates", "100 %"), "fr.po:5: 'Dates': a lone per cent sign; write %% for it"),
    "half a plural": (
        HEAD
        + PLURAL
        + '\nmsgid "%(num)s day"\nmsgid_plural "%(num)s days"\nmsgstr[0] "un jour"\nmsgstr[1] ""\n',
        "fr.po:6: '%(num)s day': 1 of 2 plural forms are translated; translate all, or none",
    ),
    "syntax": (HEAD + "\nmsgid Dates\n", "fr.po:5: "),
    "rule": (
        'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=n;\\n"\n',
        "fr.po:1: the header is wrong: Plural-Forms promises 2 forms, but its rule gives others; see docs/languages.md",
    ),
}


@pytest.mark.parametrize(("text", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_its_line_and_left_out(text: str, message: str) -> None:
    """What is right beside it is read."""
    read = read_po("fr.po", text.encode(), "fr")
    assert str(read.problems[0]).startswith(message)
    assert not read.messages


def test_other_encodings_are_refused() -> None:
    """With the line of the first bad byte."""
    read = read_po("fr.po", (HEAD + '\nmsgid "Dates"\nmsgstr "').encode() + b'\xe9"\n', "fr")
    assert str(read.problems[0]) == "fr.po:6: the catalogue is not UTF-8; save it as UTF-8"
    assert read.plural == ""


def test_right_messages_stay_beside_wrong_ones() -> None:
    text = entry("Dates", "100 %") + '\nmsgid "People"\nmsgstr "Personnes"\n'
    read = read_po("fr.po", text.encode(), "fr")
    assert read.messages == {"People": ("Personnes",)}
    assert len(read.problems) == 1
