"""One seed to all that can be known of it without the others."""

from __future__ import annotations

import pickle

from newsgen.loader.analyse import InferenceData, infer_fields_except_date
from newsgen.model import ParsedArticle, PartialDate, SeedRef

SEED = SeedRef("seeds/x.txt", "0" * 64)
LEAD = "KYOTO, Nov. 22 (Kyodo) -- Prime Minister Kishida Fumio met guests from Beijing on Wednesday."
WIRE = f"Ministers meet\nBy Jane Doe\n{LEAD}\n"


def test_what_is_stated_is_not_inferred() -> None:
    stated = {"title": "Mine", "people": ("A B",), "date": PartialDate(2023), "layout": "post"}
    found = infer_fields_except_date(
        ParsedArticle(SEED, "Prime Minister Kishida Fumio came to Tokyo.", "markdown", stated),
        InferenceData(),
    )
    assert found.front | stated == found.front
    assert not found.inferred.keys() & stated.keys()
    assert "places" in found.inferred


JAPANESE = (
    "太宰府で初の日中韓サミット\n"
    + "三首脳は共同声明を発表し、今後は三か国の持ち回りで毎年サミットを開くことを決めた。" * 4
)


def test_a_language_is_said_where_it_is_not_the_sites() -> None:
    found = infer_fields_except_date(ParsedArticle(SEED, JAPANESE, "plain"), InferenceData())
    assert found.front["language"] == "ja"
    assert found.inferred["language"].evidence
    assert found.text.language == "ja"
    home = infer_fields_except_date(ParsedArticle(SEED, JAPANESE, "plain"), InferenceData(language="ja-JP"))
    assert "language" not in home.front
    assert home.text.language == "ja"


def test_rules_for_english_do_not_fire_on_other_languages() -> None:
    stated = {"title": "T", "language": "fr"}
    found = infer_fields_except_date(
        ParsedArticle(SEED, "Prime Minister Kishida Fumio came to Tokyo.", "markdown", stated),
        InferenceData(),
    )
    assert (found.text.language, found.front["language"]) == ("fr", "fr")
    assert "people" not in found.front


GERMAN = (
    "Kabinett tritt zurück\n\nDie Ministerin May Jones sagte in Berlin, dass sie und der Kanzler nicht mehr im Amt "
    "sind und auch das Kabinett am Mittwoch geht.\n"
)


def test_a_text_in_another_language_says_so_and_is_read_by_its_rules() -> None:
    found = infer_fields_except_date(ParsedArticle(SEED, GERMAN, "plain"), InferenceData(language="en-GB"))
    assert found.front["language"] == "de"
    assert found.inferred["language"].rule == "stop words"
    assert found.text.language == "de"
    assert (found.front["people"], found.front["places"]) == (("May Jones",), ("Berlin",))
    assert "topics" not in found.front


def test_the_sites_own_language_is_not_repeated() -> None:
    english = infer_fields_except_date(
        ParsedArticle(SEED, WIRE * 3, "plain"), InferenceData(language="en-GB")
    )
    german = infer_fields_except_date(ParsedArticle(SEED, GERMAN, "plain"), InferenceData(language="de-AT"))
    assert (english.text.language, german.text.language) == ("en", "de")
    assert "language" not in english.front | english.inferred | german.front | german.inferred


def test_an_analysis_travels_between_processes() -> None:
    found = infer_fields_except_date(ParsedArticle(SEED, WIRE, "plain"), InferenceData())
    assert pickle.loads(pickle.dumps(found)) == found
