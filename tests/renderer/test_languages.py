"""Which catalogue a language finds, and what an archive's own adds."""

from __future__ import annotations

import pytest

from newsgen.renderer.words.words import check_catalogue_name, find_faults, read_words

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


def layer(place: str, **said: str) -> tuple[str, bytes]:
    """A catalogue with these translations."""
    text = "".join(f'\nmsgid "{one}"\nmsgstr "{other}"\n' for one, other in said.items())
    return place, (HEAD + text).encode()


LAYERS = {
    name: (layer(f"{name}.po", Dates=name),)
    for name in ("ar", "zh_Hans", "zh_Hant", "pt_BR", "pt_PT", "sr_Latn", "de")
}


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("ar", "ar"),
        ("ar-EG", "ar"),
        ("zh", "zh_Hans"),
        ("zh-CN", "zh_Hans"),
        ("zh-SG", "zh_Hans"),
        ("zh-TW", "zh_Hant"),
        ("zh-Hant-HK", "zh_Hant"),
        ("pt", "pt_BR"),
        ("pt-PT", "pt_PT"),
        ("pt-AO", "pt_BR"),
        ("sr-Latn", "sr_Latn"),
        ("de_CH", "de"),
        ("DE", "de"),
        ("sr", "Dates"),
        ("fr", "Dates"),
        ("xx-unknown", "Dates"),
        ("en", "Dates"),
    ],
)
def test_a_tag_finds_the_catalogue_of_its_language_and_script(language: str, name: str) -> None:
    """The territory's own first; no catalogue means English."""
    words = read_words(language, LAYERS)
    assert words.gettext("Dates") == name
    assert words.language == language


def test_an_archives_own_catalogue_lies_over_the_shipped_one() -> None:
    """Message by message, and its files mark the words."""
    both = {"de": (layer("a", Dates="Daten", People="Leute"), layer("b", Dates="Tage"))}
    words = read_words("de", both)
    assert (words.gettext("Dates"), words.gettext("People")) == ("Tage", "Leute")
    assert words != read_words("de", {"de": both["de"][:1]})


def test_faults_are_told_and_the_rest_is_used() -> None:
    """Only those of the language that is asked for."""
    wrong = {"de": (layer("a", Dates="Daten"), layer("templates/locales/de.po", Dates="5 %", People="Leute"))}
    words = read_words("de", wrong)
    assert (words.gettext("Dates"), words.gettext("People")) == ("Daten", "Leute")
    assert [str(problem) for problem in find_faults("de", wrong)] == [
        "templates/locales/de.po:5: 'Dates': a lone per cent sign; write %% for it"
    ]
    assert find_faults("fr", wrong) == ()


def test_two_rules_for_plurals_do_not_mix() -> None:
    """A file with another rule is left aside."""
    head = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\nmsgid "Dates"\nmsgstr "Tage"\n'
    mixed = {"de": (layer("a", Dates="Daten"), ("b", head.encode()))}
    assert read_words("de", mixed).gettext("Dates") == "Daten"
    assert [str(problem) for problem in find_faults("de", mixed)] == [
        "b:1: its Plural-Forms are not newsgen's; leave Plural-Forms out, or write plural=n != 1"
    ]


@pytest.mark.parametrize("name", ["de", "pt_BR", "zh-Hans", "sr_Latn_RS"])
def test_names_of_catalogues_are_language_tags(name: str) -> None:
    assert check_catalogue_name("x.po", name) is None


@pytest.mark.parametrize("name", ["german language", "d", "de.old", "1"])
def test_other_names_are_refused(name: str) -> None:
    assert (
        str(check_catalogue_name("x.po", name))
        == f"x.po: {name!r} is no language tag; name the file e.g. fr.po or pt_BR.po"
    )
