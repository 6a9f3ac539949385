"""People, organizations and places that a text names."""

from __future__ import annotations

import json
import re
from itertools import islice, product
from pathlib import Path

import pytest

from newsgen.loader.analyse import infer_names
from newsgen.loader.names.aliases import Aliases
from newsgen.loader.names.capitalized import load_word_lists
from newsgen.loader.text import SeedText
from tests.support.cases import read_cases
from tests.support.waiting import not_endless


def find(text: SeedText, aliases: Aliases = Aliases()) -> dict[str, tuple[str, ...]]:  # noqa: B008 - it is frozen
    """The names of each kind that the text has."""
    return {kind: guess.value for kind, guess in infer_names(text, aliases).items() if guess}


def read(path: Path) -> SeedText:
    """A text whose first two lines are headline and dek."""
    return SeedText("seeds/x.txt", tuple(path.read_text("utf-8").split("\n")), title_line=1, dek_line=2)


def test_evidence_quotes_the_line(shared: Path) -> None:
    """Each value has one piece of evidence, whose words stand in the line it names."""
    text = read(next((shared / "seeds").glob("*.txt")))
    names = infer_names(text, Aliases())
    for guess in names.values():
        assert guess is not None
        assert isinstance(guess.inference.evidence, dict)
        assert list(guess.inference.evidence) == list(guess.value)
        for evidence in guess.inference.evidence.values():
            match = re.fullmatch(r'line (\d+): "(.+)"', str(evidence))
            assert match
            assert match[2] in text.lines[int(match[1]) - 1]


def test_aliases() -> None:
    """names.toml joins a short form to a name that the text does not hold, also where no rule would find it."""
    aliases = Aliases(
        people={"Xi": "Xi Jinping", "Xi Jinping": "Xi Jinping", "Grand Duke Wladek": "Wladek I"},
        organizations={"Old Lady": "Bank of England", "Bank of England": "Bank of England"},
        places={"Burma": "Myanmar", "Middle Earth": "Arda"},
    )
    line = "Yesterday Xi spoke to Grand Duke Wladek and the Old Lady near Burma and Middle Earth."
    assert find(SeedText("x.txt", (line,)), aliases) == {
        "people": ("Xi Jinping", "Wladek I"),
        "organizations": ("Bank of England",),
        "places": ("Myanmar", "Arda"),
    }


def test_the_most_prominent_come_first() -> None:
    """Headline, dek and first paragraph count more; who is named there or twice is never left out as named by the way."""
    lines = (
        "Visit to Osaka is seen as useful",
        "Songs by singer Carly Simon were heard in Kobe",
        "In Nara the mayor spoke of the actor Tom Hanks.",
        "It went on in Kyoto, then in Tokyo. By singer Nick Rhodes nothing was heard.",
        "They were in Kyoto for long, then left Kyoto.",
        "A film by director Ana Torres was shown. There the keeper Ines Duarte was hurt.",
    )
    assert find(SeedText("x.txt", lines, 1, 2)) == {
        "places": ("Osaka", "Kobe", "Kyoto", "Nara", "Tokyo"),
        "people": ("Carly Simon", "Tom Hanks", "Ines Duarte"),
    }


def test_a_record_holds_forty_names_of_a_kind_at_most() -> None:
    letters = (f"{a}{b}" for a, b in product("bdfgklmnrst", "aeiou"))
    line = ", ".join(f"Anna {name.title()}{name}vich" for name in islice(letters, 50))
    assert len(find(SeedText("x.txt", (f"They met {line} there.",)))["people"]) == 40


@pytest.mark.parametrize(
    ("before", "part", "after"),
    [
        ("", "Acme Inc. ", ""),
        ("Department of ", "Acme Inc. ", ""),
        ("Department of ", "Paris ", " Committee"),
        *(("", part, "") for part in ("aaa A ", "aaaa-A-", "aaaa 'A'", '"aaa " ( A', "aaaa  U.S.A.A.A.")),
        ("", "Xi Jinping of the aaaaaaaaa ", ""),
    ],
)
def test_long_lines(before: str, part: str, after: str) -> None:
    """A line of half a megabyte takes seconds and little memory, not hours and all that there is."""
    with not_endless():
        find(SeedText("x.txt", (f"It said: {before}{part * 40_000}{after} was it.",)))


def test_word_lists() -> None:
    """They are written as the rules compare them; well-known organizations lead to names that lead to themselves."""
    lists = load_word_lists()
    assert all(getattr(lists, name) for name in lists.__struct_fields__)
    assert all(lists.sections.values())
    assert all(word == word.lower() for word in lists.words | lists.verbs | lists.roles)
    capitalised = lists.given | lists.family_first | lists.family_last | lists.demonyms
    assert all(word[0].isupper() for word in capitalised)
    assert all(lists.organizations[name] == name for name in lists.organizations.values())
    assert not any(re.search(r"[|~]", spelling) for spelling in lists.organizations)


@pytest.mark.parametrize(
    ("line", "expected"), read_cases(Path(__file__).parent / "data" / "names-of-lines.txt")
)
def test_names_are_whole_or_absent(line: str, expected: list[str]) -> None:
    """Products, laws, ships, parties before a court and speakers' marks are no people, mottos no organizations."""
    found = find(SeedText("x.txt", (line,)))
    for kind, _, names in (row.partition(":") for row in expected):
        assert "; ".join(found.get(kind, ())) == names.strip()


@pytest.mark.parametrize(
    ("kind", "gold", "precision", "recall"),
    [
        ("people", "people", 0.86, 0.58),
        ("organizations", "orgs", 0.85, 0.60),
        ("places", "places", 0.87, 0.68),
    ],
)
def test_wikinews(shared: Path, kind: str, gold: str, precision: float, recall: float) -> None:
    """On news articles marked by hand precision and recall reach what is promised."""
    hits = wrong = missed = 0
    for line in (shared / "corpora/plain/wikinews/articles.jsonl").read_text("utf-8").splitlines():
        article = json.loads(line)
        names = find(SeedText("x.txt", tuple(article["text"].split("\n")), title_line=1))
        accepted = [{_key(n) for n in (*e["names"], e["id"])} for e in article[gold]]
        found: set[int] = set()
        for name in names.get(kind, ()):
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
