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
from tests.support.endless import not_endless


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
    ("line", "people"),
    [
        ("Q Yeah it was late, said Ana Torres.", ("Ana Torres",)),
        ("We use Mozilla Firefox and Kernel Panic. Firefox is fast, and Firefox said so.", ()),
        ("They spoke of Over-the-Counter Contraception, said the agency.", ()),
        ("He met DA Summer Stephan and CIO Maria Roat, MD.", ("Summer Stephan", "Maria Roat")),
        (
            "It was co-written by Co-Chairman Inouye and Secretary-designate Gutierrez.",
            ("Inouye", "Gutierrez"),
        ),
        (
            "The trial of Anna Bell v. Peter Novak, and of United States v. Carl Hansen, went on.",
            (),
        ),
        ("Sailors of USS Abraham Lincoln drove to San Pedro Water near Jefferson Parish.", ()),
        ("They backed the Lilly Ledbetter Act, the Laura Palmer Award and John Glenn Elementary.", ()),
        ("The Spanish-language Emma is new. Twenty-year-old Omar Haddad uses it.", ("Omar Haddad",)),
        ("A post by Steve Krug UX and Encrypt CT is on Paul Allen.js and P.S. We’ve seen it.", ()),
        (
            "They saw Rosa Parks, Ron Kind (D-Wis.) and April Recess in Aidan Work.",
            ("Rosa Parks", "Ron Kind"),
        ),
        ("Aston Villa won, Nippon Steel said, Zlatka Pernik reported a loss.", ()),
        ("Lou Gehrig's disease and the James Webb telescope are known to Sri Lankan men.", ()),
        ("He saw “Annie Hall,” the Charlotte Hornets and Billy Elliot.", ("Billy Elliot",)),
        ("Osama bin Laden and Katherine O’Regan are in it.", ("Osama bin Laden", "Katherine O’Regan")),
        ("It was led by Zlatka Pernik, the deputy director of the fund.", ("Zlatka Pernik",)),
        ("“It works,” said Zlatka Pernik.", ("Zlatka Pernik",)),
        ("They buy Zlatka Pernik. Mr. Pernik and Zlatka Work said no.", ("Zlatka Pernik",)),
        ("Bill Hartwig is here. The Farm Bill, the Bill Harbour and Matt Welsh are not.", ("Bill Hartwig",)),
        (
            "It was seen by King Olaf XIV Magnus. Mark Tallentyre was late.",
            ("Olaf XIV Magnus", "Mark Tallentyre"),
        ),
    ],
)
def test_what_is_no_person(line: str, people: tuple[str, ...]) -> None:
    """Products, laws, ships, parties before a court and speakers' marks are no people; titles are no part of a name."""
    assert find(SeedText("x.txt", (line,))).get("people", ()) == people


@pytest.mark.parametrize(
    ("line", "organizations"),
    [
        (
            "The National Archives and Records Administration moved.",
            ("National Archives and Records Administration",),
        ),
        (
            "It is of the Institute of Museum and Library Services.",
            ("Institute of Museum and Library Services",),
        ),
        ("China's Foreign Ministry spoke, then the Foreign Ministry again.", ("Foreign Ministry of China",)),
        ("Japan’s Supreme Court and Merkel's Finance Ministry met.", ("Supreme Court of Japan",)),
        ("Utah's Department of Motor Vehicles moved.", ("Department of Motor Vehicles of Utah",)),
        ("The National Museum of American Crafts Act and the Department of Labor App are new.", ()),
        ("We list Vision and Mission, Connecting Kids and Government, Mozilla Firefox.", ()),
        (
            "The Department of Roads and Water Services (RWS) wrote to the Center for Medicare and Medicaid Services.",
            ("Department of Roads and Water Services", "Center for Medicare and Medicaid Services"),
        ),
        ("The Senate Finance Committee on roads. He met Amy Otis.", ("Senate Finance Committee",)),
        (
            "The Alpine Ferry Police (AFP) moved. The AFP left. AFP Director Ana Torres said no.",
            ("Alpine Ferry Police",),
        ),
        ("The Dale Business Development Center opened.", ("Dale Business Development Center",)),
        ("Microsoft Windows is old. A report of the Pew Research Center is new.", ("Pew Research Center",)),
    ],
)
def test_organizations_are_whole_or_absent(line: str, organizations: tuple[str, ...]) -> None:
    """An owner that is a place is part of a common name; laws, products and mottos are no organizations."""
    assert find(SeedText("x.txt", (line,))).get("organizations", ()) == organizations


def test_a_town_is_a_place_after_its_kind() -> None:
    assert find(SeedText("x.txt", ("They met in the village of Oberwiesau.",))) == {"places": ("Oberwiesau",)}


def test_what_is_no_place() -> None:
    line = "In 146 B.C. it held 400 GB for US$5, said the Ames Research Center and the Gulf of Mexico Energy Security Act."
    assert "places" not in find(SeedText("x.txt", (line,)))


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
