"""Words of the interface: translation, placeholders, plural forms; which way a text runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsgen.renderer.locale.translations import (
    CONTEXT,
    ENGLISH,
    Translations,
    check_catalogue_name,
    direction,
    find_catalogue_mistakes,
    needs_language_styles,
    read_po,
    read_translations,
    text_direction,
)

TABLES = json.loads(Path(__file__).with_name("tables.json").read_text(encoding="utf-8"))
ARABIC = "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5"
WORDS = Translations(
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
    assert WORDS.gettext("By %(author)s") == "Von %(author)s"
    assert WORDS.pgettext("button", "Search") == "Suchen"
    assert WORDS.gettext("Search") == "Search"
    assert WORDS.gettext("100 %% sure") == "zu 100 % sicher"


def test_numbers_choose_the_form_and_are_written_as_the_language_does() -> None:
    """What has no translation follows the English rule."""
    counted = [WORDS.ngettext("%(num)s article", "%(num)s articles", n) for n in (1, 12_000)]
    assert counted == ["1 Artikel", "12.000 Artikel!"]
    arabic = Translations(language="ar", plural=ARABIC, fingerprint="2")
    for words in (ENGLISH, arabic):
        counted = [words.ngettext("%(num)s day", "%(num)s days", n) for n in (0, 1, 2)]
        assert counted == ["0 days", "1 day", "2 days"]


def test_words_are_told_apart_by_language_and_files_and_known_to_be_missing() -> None:
    """The messages themselves need not be compared; English is never missing."""
    assert Translations(language="de", fingerprint="1") == WORDS
    assert Translations(language="de", fingerprint="2") != WORDS
    assert len({WORDS, Translations(language="de", fingerprint="1"), ENGLISH}) == 2
    assert [Translations(language=tag).is_missing for tag in ("en", "en-GB", "EN", "de")] == [
        False,
        False,
        False,
        True,
    ]


HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


def layer(place: str, **said: str) -> tuple[str, bytes]:
    """A catalogue with these translations."""
    text = "".join(f'\nmsgid "{one}"\nmsgstr "{other}"\n' for one, other in said.items())
    return place, (HEAD + text).encode()


LAYERS = {
    name: (layer(f"{name}.po", Dates=name),)
    for name in ("ar", "zh_Hans", "zh_Hant", "pt_BR", "pt_PT", "sr_Latn", "de")
}


@pytest.mark.parametrize(("language", "name"), TABLES["catalogue of a tag"].items())
def test_a_tag_finds_the_catalogue_of_its_language_and_script(language: str, name: str) -> None:
    """The territory's own first; no catalogue means English."""
    words = read_translations(language, LAYERS)
    assert words.gettext("Dates") == name
    assert words.language == language


def test_an_archives_own_catalogue_lies_over_the_shipped_one() -> None:
    """Message by message, and its files mark the words."""
    both = {"de": (layer("a", Dates="Daten", People="Leute"), layer("b", Dates="Tage"))}
    words = read_translations("de", both)
    assert (words.gettext("Dates"), words.gettext("People")) == ("Tage", "Leute")
    assert words != read_translations("de", {"de": both["de"][:1]})


def test_faults_are_told_and_the_rest_is_used() -> None:
    """Only those of the language that is asked for."""
    wrong = {"de": (layer("a", Dates="Daten"), layer("templates/locales/de.po", Dates="5 %", People="Leute"))}
    words = read_translations("de", wrong)
    assert (words.gettext("Dates"), words.gettext("People")) == ("Daten", "Leute")
    assert [str(problem) for problem in find_catalogue_mistakes("de", wrong)] == [
        "templates/locales/de.po:5: 'Dates': a single per cent sign; write %% for it"
    ]
    assert find_catalogue_mistakes("fr", wrong) == ()


def test_two_rules_for_plurals_do_not_mix() -> None:
    """A file with another rule is left aside."""
    head = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\nmsgid "Dates"\nmsgstr "Tage"\n'
    mixed = {"de": (layer("a", Dates="Daten"), ("b", head.encode()))}
    assert read_translations("de", mixed).gettext("Dates") == "Daten"
    assert [str(problem) for problem in find_catalogue_mistakes("de", mixed)] == [
        "b:1: its Plural-Forms are not newsgen's; leave Plural-Forms out, or write plural=n != 1"
    ]


def test_names_of_catalogues_are_language_tags() -> None:
    """Others are refused."""
    assert [check_catalogue_name("x.po", name) for name in ("de", "pt_BR", "zh-Hans", "sr_Latn_RS")] == [
        None
    ] * 4
    for name in ("german language", "d", "de.old", "1"):
        message = f"x.po: {name!r} is not a language tag; name the file e.g. fr.po or pt_BR.po"
        assert str(check_catalogue_name("x.po", name)) == message


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


@pytest.mark.parametrize(
    ("text", "message"),
    TABLES["catalogues with a mistake"].values(),
    ids=TABLES["catalogues with a mistake"],
)
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


@pytest.mark.parametrize(("tag", "way"), TABLES["direction of a tag"].items())
def test_direction_of_a_language(tag: str, way: str) -> None:
    """The script subtag decides, else the language; private subtags do not."""
    assert direction(tag) == way


@pytest.mark.parametrize(("text", "way"), TABLES["direction of a text"].items())
def test_direction_of_a_text(text: str, way: str) -> None:
    """The first strong letter decides; without one, the default (here 'rtl')."""
    assert text_direction(text, "rtl") == way


@pytest.mark.parametrize(("language", "own"), TABLES["own type"].items())
def test_some_languages_want_the_sheet_for_their_script(language: str, own: bool) -> None:
    assert needs_language_styles(language) is own
