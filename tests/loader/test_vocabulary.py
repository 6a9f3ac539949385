"""The vocabulary of topics: the packaged one, an archive's own, its mistakes; words as its rules compare them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from newsgen.errors import ContentError
from newsgen.loader.topics.vocabulary import (
    default_vocabulary,
    extract_acronym,
    read_vocabulary,
    split_words,
    stem_word,
)
from tests.support.cases import check_messages, read_cases

TABLES = json.loads((Path(__file__).parent / "data" / "tables.json").read_text(encoding="utf-8"))
OWN = '[[topic]]\nname = "Trade"\nphrases = ["WTO", "trade wars", "duties"]\nhints = ["duties", "goods"]\n'


def test_the_default_is_whole() -> None:
    """At least 150 topics, no name twice, each code once, each broader topic there, the tree at most 4 deep."""
    topics = default_vocabulary().topics
    names = [topic.name for topic in topics]
    codes = [topic.code for topic in topics if topic.code]
    assert len(topics) >= 150
    assert len(codes) >= 80
    assert len(set(names)) == len(names)
    assert len(set(codes)) == len(codes)
    assert {topic.broader for topic in topics} <= {"", *names}
    assert all(len(default_vocabulary().find_ancestors(name)) < 4 for name in names)


def test_an_own_file_extends_the_default() -> None:
    """With `extend = true` both hold; of one name the file's topic does."""
    vocabulary = read_vocabulary("extend = true\n" + OWN)
    assert len(vocabulary.topics) == len(default_vocabulary().topics)
    (trade,) = [topic for topic in vocabulary.topics if topic.name == "Trade"]
    assert trade.phrases == ("WTO", "trade wars", "duties")


def test_language() -> None:
    """The file's language is that of its topics, unless a topic has its own."""
    text = 'language = "de"\n' + OWN + OWN.replace("Trade", "Commerce") + 'language = "fr"\n'
    assert [topic.language for topic in read_vocabulary(text).topics] == ["de", "fr"]


def test_ancestors() -> None:
    """The nearest first; relations of two countries belong to International relations."""
    vocabulary = default_vocabulary()
    assert vocabulary.find_ancestors("Nuclear wastewater") == ("Nuclear power", "Energy", "Economy")
    assert vocabulary.find_ancestors("China-Japan relations") == ("International relations", "Politics")
    assert vocabulary.find_ancestors("Public relations") == ()
    assert read_vocabulary(OWN).find_ancestors("China-Japan relations") == ()


def test_the_example_of_the_documentation(root: Path) -> None:
    """docs/topics.md shows a file that is read as it says."""
    (example,) = re.findall(
        r"```toml\n(.*?)```", (root / "docs/topics.md").read_text(encoding="utf-8"), re.DOTALL
    )
    vocabulary = read_vocabulary(example)
    assert vocabulary.find_ancestors("Ferries") == ("Transport",)


TOPIC = '[[topic]]\nname = "Trade"\nphrases = ["tariff"]\n'


@pytest.mark.parametrize(("text", "messages"), read_cases(Path(__file__).parent / "data" / "topics-bad.txt"))
def test_what_is_wrong_is_told_with_its_place(text: str, messages: list[str]) -> None:
    """All mistakes at once, each with its line, column and remedy; a circle at each of its topics alone."""
    with pytest.raises(ContentError) as error:
        read_vocabulary(f"{text}\n")
    check_messages(error.value, messages)


def test_topics_of_the_default_may_be_broader_where_it_is_extended() -> None:
    """`extend = true` makes the default's topics known, and only that."""
    text = TOPIC + 'broader = "Economy"\n'
    assert read_vocabulary("extend = true\n" + text).find_ancestors("Trade") == ("Economy",)
    with pytest.raises(ContentError, match="'Economy' is not a topic"):
        read_vocabulary(text)


@pytest.mark.parametrize(("line", "words"), TABLES["words of a line"])
def test_split(line: str, words: list[str]) -> None:
    """Words are as typed; abbreviations lose their points, links are dropped, unspaced scripts are cut up."""
    assert split_words(line) == words


@pytest.mark.parametrize(("word", "key"), TABLES["keys of words"])
def test_key(word: str, key: str) -> None:
    """Singular, plural, possessive and capitals fall together; words that only look plural stay."""
    assert stem_word(word) == key


@pytest.mark.parametrize(("word", "found"), TABLES["acronyms"])
def test_acronym(word: str, found: str) -> None:
    """Two capitals or more make an acronym, digits alone do not."""
    assert extract_acronym(word) == found
