"""The translations that come with newsgen are complete and right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tools.messages import HEAD, LOCALES, POT, messages, po_text, updated

from newsgen.renderer.locale.translations import CONTEXT, read_po

CATALOGUES = sorted(LOCALES.glob("*.po"))
MESSAGES = messages()


def without_places(text: str) -> str:
    """A catalogue without the comments that tell where its messages stand."""
    return re.sub(r"^#: .*\n", "", text, flags=re.MULTILINE)


def test_the_sheet_for_translators_holds_every_message() -> None:
    """`python -m tools.messages` writes it anew."""
    fresh = po_text(HEAD, MESSAGES, {})
    assert without_places(POT.read_text(encoding="utf-8")) == without_places(fresh)


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_catalogue_translates_every_message(path: Path) -> None:
    """None is missing, fuzzy or left over; each has every plural form, and the placeholders of the English."""
    text = path.read_text(encoding="utf-8")
    fresh = updated(text, MESSAGES)
    assert without_places(text) == without_places(fresh), "run python -m tools.messages, then translate"
    read = read_po(path.name, text.encode(), path.stem)
    assert [str(problem) for problem in read.problems] == []
    keys = {(m.context + CONTEXT if m.context else "") + m.one for m in MESSAGES}
    assert sorted(keys - read.messages.keys()) == []
    assert "fuzzy" not in text


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_number_above_two_is_always_shown(path: Path) -> None:
    """Only the forms for none, one and two may say it in words."""
    read = read_po(path.name, path.read_bytes(), path.stem)
    for message in MESSAGES:
        if message.many and "%(num)s" in message.many:
            late = read.messages[message.one][-3:] if path.stem == "ar" else read.messages[message.one][-1:]
            assert [form for form in late if "%(num)s" not in form and form] == [], message.one


def test_arabic_has_six_forms_and_chinese_one() -> None:
    """Source: Unicode CLDR, language plural rules."""
    forms = {
        path.stem: {
            len(read_po(path.name, path.read_bytes(), path.stem).messages[message.one])
            for message in MESSAGES
            if message.many
        }
        for path in CATALOGUES
    }
    assert forms["ar"] == {6}
    assert forms["zh_Hans"] == {1}


def test_two_meanings_of_an_english_word_have_two_translations_or_one_message() -> None:
    """A context that no translation needs would be a burden on translators."""
    assert {message.context for message in MESSAGES} == {"", "button", "citation", "filter"}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_marks_are_those_of_the_script(path: Path) -> None:
    """No straight quotation mark, no Latin comma or question mark beside a letter of another script."""
    wrong = re.compile(r"[\u0600-\u06ff\u4e00-\u9fff][,?;!\"]|[\u4e00-\u9fff][:.]")
    for key, forms in read_po(path.name, path.read_bytes(), path.stem).messages.items():
        for form in forms:
            assert not wrong.search(form), (key, form)
            assert form.count("|") == key.count("|"), (key, form)
