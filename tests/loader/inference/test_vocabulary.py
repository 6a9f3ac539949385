"""The vocabulary: the packaged one, an archive's own, the tree of topics."""

from __future__ import annotations

import re
from pathlib import Path

from newsgen.loader.topics.vocabulary import default_vocabulary, read_vocabulary, split_words, word_keys

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
    assert all(len(default_vocabulary().ancestors(name)) < 4 for name in names)


def test_no_phrase_of_the_default_stands_twice_in_a_topic() -> None:
    """A phrase that is written twice would count twice."""
    for topic in default_vocabulary().topics:
        keys = [word_keys(split_words(phrase)) for phrase in topic.phrases]
        assert len(set(keys)) == len(keys), topic.name


def test_index() -> None:
    """Entries stand under their first word, acronyms under the word as typed; what is phrase and hint is a phrase."""
    index = read_vocabulary(OWN).index
    assert set(index) == {"WTO", "trade", "duty", "good"}
    (entry,) = index["trade"]
    assert (entry.rest, entry.topic, entry.strong) == (("war",), 0, True)
    assert [entry.strong for entry in index["duty"]] == [True]
    assert [entry.strong for entry in index["good"]] == [False]


def test_an_own_file_replaces_the_default() -> None:
    """Without `extend` only the file's topics are known."""
    assert [topic.name for topic in read_vocabulary(OWN).topics] == ["Trade"]


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
    assert vocabulary.ancestors("Nuclear wastewater") == ("Nuclear power", "Energy", "Economy")
    assert vocabulary.ancestors("China-Japan relations") == ("International relations", "Politics")
    assert vocabulary.ancestors("Public relations") == ()
    assert read_vocabulary(OWN).ancestors("China-Japan relations") == ()


def test_the_example_of_the_documentation(root: Path) -> None:
    """docs/topics.md shows a file that is read as it says."""
    (example,) = re.findall(
        r"```toml\n(.*?)```", (root / "docs/topics.md").read_text(encoding="utf-8"), re.DOTALL
    )
    vocabulary = read_vocabulary(example)
    assert vocabulary.ancestors("Ferries") == ("Transport",)
