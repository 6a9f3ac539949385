"""People, organizations and places of a whole text."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from newsgen.loader.names import Names, infer_names
from newsgen.loader.names.aliases import Aliases
from newsgen.loader.text import Text
from newsgen.model import Guess

NEWSLETTER = """The Riverside Letter
News for our neighbors along the river

Happy New Year to all! Last Week we met at the library. In January the board voted to close Reading Room B.
Nice weather is expected. Mobile users should update their apps.
Mayor Anita Flores welcomed Dr. Kwame Mensah of the Riverside Garden Society on Monday. "We love it," Flores said.
Upcoming Events
Spring Book Sale, Saturday, April 6
""".split("\n")


def values(guess: Guess[tuple[str, ...]] | None) -> tuple[str, ...]:
    """The names of a guess; () for none."""
    return guess.value if guess else ()


def read(path: Path) -> Text:
    """A text whose first two lines are headline and dek."""
    return Text("seeds/x.txt", tuple(path.read_text("utf-8").split("\n")), title_line=1, dek_line=2)


def test_reference_seed(shared: Path) -> None:
    """The reference seed names exactly its five people, and its places and organizations."""
    names = infer_names(read(next((shared / "seeds").glob("*.txt"))))
    people = {"Xi Jinping", "Kishida Fumio", "Liu Jianchao", "Natsuo Yamaguchi", "Cai Qi"}
    assert set(values(names.people)) == people
    assert values(names.people)[0] == "Xi Jinping"
    assert {"Beijing", "San Francisco", "Fukushima", "Taiwan", "China", "Japan"} <= set(values(names.places))
    wanted = {"Communist Party of China", "Komeito", "International Atomic Energy Agency"}
    assert wanted <= set(values(names.organizations))


def test_evidence_quotes_the_line(shared: Path) -> None:
    """Each value has one piece of evidence, whose words stand in the line it names."""
    text = read(next((shared / "seeds").glob("*.txt")))
    names = infer_names(text)
    for guess in (names.people, names.organizations, names.places):
        assert guess is not None
        assert isinstance(guess.inference.evidence, dict)
        assert list(guess.inference.evidence) == list(guess.value)
        for evidence in guess.inference.evidence.values():
            match = re.fullmatch(r'line (\d+): "(.+)"', str(evidence))
            assert match
            assert match[2] in text.lines[int(match[1]) - 1]


def test_newsletter() -> None:
    """Greetings, headings and sentence beginnings of a newsletter are no names."""
    names = infer_names(Text("x.txt", tuple(NEWSLETTER), title_line=1, dek_line=2))
    assert values(names.people) == ("Anita Flores", "Kwame Mensah")
    assert values(names.organizations) == ("Riverside Garden Society",)
    assert values(names.places) == ()


def test_a_name_across_a_line_break() -> None:
    """A name that a line break parts is found, under the line it starts in."""
    lines = (
        "A visit",
        "",
        "On that Tuesday morning, Prime Minister Koizumi",
        "Junichiro of Japan met the leader Kim Jong Il.",
    )
    people = infer_names(Text("x.txt", lines, title_line=1)).people
    assert people is not None
    assert people.inference.evidence == {
        "Koizumi Junichiro": 'line 3: "Prime Minister Koizumi Junichiro"',
        "Kim Jong Il": 'line 4: "Kim Jong Il"',
    }


def test_another_language() -> None:
    """English rules do not fire on a text in another language."""
    text = Text("x.txt", ("Angela Merkel hat in Berlin mit Emmanuel Macron gesprochen.",), language="de")
    assert infer_names(text) == Names()


def test_nothing_to_find() -> None:
    """A text without names gives no guess, not an empty one."""
    assert infer_names(Text("x.txt", ("it rained all day.", ""))) == Names()


def test_aliases() -> None:
    """names.toml joins a short form to a name that the text does not hold."""
    aliases = Aliases(people={"Xi": "Xi Jinping", "Xi Jinping": "Xi Jinping"})
    names = infer_names(Text("x.txt", ("Yesterday, Xi spoke in Beijing.",)), aliases)
    assert values(names.people) == ("Xi Jinping",)


@pytest.mark.parametrize(
    ("kind", "gold", "precision", "recall"),
    [
        ("people", "people", 0.85, 0.55),
        ("organizations", "orgs", 0.70, 0.45),
        ("places", "places", 0.85, 0.60),
    ],
)
def test_wikinews(shared: Path, kind: str, gold: str, precision: float, recall: float) -> None:
    """On news articles marked by hand precision and recall reach what is promised."""
    hits = wrong = missed = 0
    for line in (shared / "corpora/plain/wikinews/articles.jsonl").read_text("utf-8").splitlines():
        article = json.loads(line)
        names = infer_names(Text("x.txt", tuple(article["text"].split("\n")), title_line=1))
        accepted = [{_key(n) for n in (*e["names"], e["id"])} for e in article[gold]]
        found: set[int] = set()
        for name in values(getattr(names, kind)):
            at = next((i for i, known in enumerate(accepted) if _fits(_key(name), known)), None)
            wrong += at is None
            found |= set() if at is None else {at}
        hits += len(found)
        missed += len(accepted) - len(found)
    assert hits / (hits + wrong) >= precision
    assert hits / (hits + missed) >= recall


def _key(name: str) -> str:
    """A name in small letters without signs."""
    return re.sub(r"[^a-z0-9]+", " ", name.casefold()).strip()


def _fits(name: str, accepted: set[str]) -> bool:
    """True if a name equals one of those accepted, or shares all its words with one."""
    words = set(name.split())
    return name in accepted or any(
        len(a) > 4 and (words <= set(a.split()) or set(a.split()) <= words) for a in accepted
    )
