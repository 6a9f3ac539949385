"""topics.toml is checked, and what is wrong is told with its place."""

from __future__ import annotations

import pytest

from newsgen.errors import ContentError
from newsgen.loader.topics.vocabulary import parse_vocabulary

TOPIC = '[[topic]]\nname = "Trade"\nphrases = ["tariff"]\n'


def test_a_file_without_settings() -> None:
    """A topic needs a name and phrases; all else has a default."""
    parsed = parse_vocabulary(TOPIC, "topics.toml", {})
    assert parsed.topics == ({"name": "Trade", "phrases": ["tariff"]},)
    assert (parsed.language, parsed.extend, parsed.relations) == ("en", False, True)


def test_settings_stand_before_the_topics() -> None:
    """Language, extension and relations hold for the whole file."""
    parsed = parse_vocabulary(
        'language = "de"\nextend = true\nrelations = false\n' + TOPIC, "topics.toml", {}
    )
    assert (parsed.language, parsed.extend, parsed.relations) == ("de", True, False)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[topic]\n", "topics.toml:1:8: no TOML"),
        ('name = "x', "topics.toml:1: no TOML"),
        ("extends = true\n" + TOPIC, "topics.toml:1:1: unknown key 'extends'; did you mean 'extend'?"),
        ('extend = "yes"\n' + TOPIC, "topics.toml:1:1: 'extend' has the wrong type; write true or false"),
        ("topic = 3\n", "topics.toml:1:1: 'topic' is no list of tables; head each topic with [[topic]]"),
        (
            TOPIC + '[[topic]]\nname = "Y"\nphrases = ["a"]\nphrase = ["b"]\n',
            "topics.toml:7:1: unknown key 'phrase'; did you mean 'phrases'?",
        ),
        (
            '[[topic]]\nname = "Y"\n  phrases = "a"\n',
            "topics.toml:3:3: 'phrases' has the wrong type; write a list of texts in brackets",
        ),
        ('[[topic]]\nname = "Y"\nphrases = ["a", 3]\n', "topics.toml:3:1: 'phrases' has the wrong type"),
        ('[[topic]]\nphrases = ["a"]\n', 'topics.toml:1:1: a topic has no name; write name = "…"'),
        (TOPIC + '[[topic]]\nname = "Y"\n', "topics.toml:4:1: a topic has no phrases"),
        (
            TOPIC + 'code = "medtop:1"\n',
            "topics.toml:4:1: code 'medtop:1' is no Media Topic; write medtop: and eight digits",
        ),
        (TOPIC + TOPIC, "topics.toml:5:1: topic 'Trade' stands here a second time; join the two"),
        (TOPIC + 'broader = "Trad"\n', "topics.toml:4:1: 'Trad' is no topic; did you mean 'Trade'?"),
        (TOPIC + 'broader = "Trade"\n', "topics.toml:4:1: topics contain each other: Trade → Trade"),
    ],
)
def test_bad(text: str, message: str) -> None:
    """Each mistake names its line, column and remedy."""
    with pytest.raises(ContentError) as error:
        parse_vocabulary(text, "topics.toml", {})
    assert str(error.value).startswith(message)


def test_all_mistakes_are_told_at_once() -> None:
    """A file with three mistakes has three problems."""
    with pytest.raises(ContentError) as error:
        parse_vocabulary('[[topic]]\nname = 3\nphrase = ["b"]\n', "topics.toml", {})
    assert [problem.line for problem in error.value.problems] == [1, 2, 3]


def test_circles_of_several_topics() -> None:
    """A circle is told at each of its topics."""
    two = TOPIC + 'broader = "Goods"\n[[topic]]\nname = "Goods"\nphrases = ["g"]\nbroader = "Trade"\n'
    with pytest.raises(ContentError) as error:
        parse_vocabulary(two, "topics.toml", {})
    assert [problem.line for problem in error.value.problems] == [4, 8]
    assert "Goods → Trade → Goods" in str(error.value)


def test_a_circle_elsewhere_is_not_told_of_a_topic_that_leads_there() -> None:
    """Only topics in the circle are to blame; the search ends."""
    text = TOPIC + 'broader = "A"\n[[topic]]\nname = "A"\nphrases = ["a"]\nbroader = "A"\n'
    with pytest.raises(ContentError) as error:
        parse_vocabulary(text, "topics.toml", {})
    assert [problem.line for problem in error.value.problems] == [8]


def test_topics_of_the_default_may_be_broader_where_it_is_extended() -> None:
    """`extend = true` makes the default's topics known, and only that."""
    text = TOPIC + 'broader = "Economy"\n'
    assert parse_vocabulary("extend = true\n" + text, "topics.toml", {"Economy": ""}).extend
    with pytest.raises(ContentError, match="'Economy' is no topic"):
        parse_vocabulary(text, "topics.toml", {"Economy": ""})
