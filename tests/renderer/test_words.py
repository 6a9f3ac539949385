"""Words of the interface: translation, placeholders, plural forms."""

from __future__ import annotations

import pytest

from newsgen.renderer.words.words import CONTEXT, ENGLISH, Words, plural_form

ARABIC = "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5"
WORDS = Words(
    language="de",
    messages={
        "By %(author)s": ("Von %(author)s",),
        "%(num)s article": ("%(num)s Artikel", "%(num)s Artikel!"),
        f"button{CONTEXT}Search": ("Suchen",),
        "100 %% sure": ("zu 100 %% sicher",),
    },
    fingerprint="1",
)


def test_a_message_is_translated_and_filled() -> None:
    """The context tells apart what English does not; what has no translation stays English."""
    assert WORDS.gettext("By %(author)s", author="Ida") == "Von Ida"
    assert WORDS.pgettext("button", "Search") == "Suchen"
    assert WORDS.gettext("Search") == "Search"
    assert WORDS.gettext("100 %% sure") == "zu 100 % sicher"


def test_without_values_placeholders_stay() -> None:
    """A caller may fill them in many times."""
    assert WORDS.gettext("By %(author)s") == "Von %(author)s"


def test_numbers_choose_the_form_and_are_written_as_the_language_does() -> None:
    assert WORDS.ngettext("%(num)s article", "%(num)s articles", 1) == "1 Artikel"
    assert WORDS.ngettext("%(num)s article", "%(num)s articles", 12_000) == "12.000 Artikel!"
    assert [ENGLISH.ngettext("%(num)s day", "%(num)s days", n) for n in (0, 1, 2)] == [
        "0 days",
        "1 day",
        "2 days",
    ]


def test_an_untranslated_plural_follows_english() -> None:
    """Whatever the rule of the language is."""
    arabic = Words(language="ar", plural=ARABIC, fingerprint="2")
    assert [arabic.ngettext("one", "many", n) for n in (0, 1, 2, 11)] == ["many", "one", "many", "many"]


@pytest.mark.parametrize(
    ("count", "form"),
    [(0, 0), (1, 1), (2, 2), (3, 3), (10, 3), (11, 4), (99, 4), (100, 5), (103, 3), (-2, 2)],
)
def test_arabic_has_six_forms(count: int, form: int) -> None:
    assert plural_form(count, ARABIC) == form


def test_words_of_the_same_files_are_equal() -> None:
    """The messages themselves need not be compared."""
    assert Words(language="de", fingerprint="1") == WORDS
    assert Words(language="de", fingerprint="2") != WORDS
    assert len({WORDS, Words(language="de", fingerprint="1"), ENGLISH}) == 2


@pytest.mark.parametrize(
    ("language", "lacking"), [("en", False), ("en-GB", False), ("de", True), ("EN", False)]
)
def test_a_language_without_catalogue_is_known(language: str, lacking: bool) -> None:
    """English is never lacking."""
    assert Words(language=language).lacking is lacking
