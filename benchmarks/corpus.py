"""A news archive made up for measuring: the same articles for the same seed, at any size.

Words are syllables strung together, drawn by Zipf's law, so that a text compresses, hyphenates and is indexed about as
prose is: 1,080 words an article in the mean. A seventh of the sentences has emphasis, a link or a comma; of the blocks,
6 % are sub-heads, 8 % quotations, 4 % lists of three, the rest paragraphs of two to five sentences. Topics and names
follow Zipf's law too: the first topic of 300 holds a fifth of the articles. Dates lie over twenty years, 2004 to 2023.
Nothing depends on the machine, on hash seeds or on how many articles are drawn.
"""

from __future__ import annotations

import datetime
import itertools
import random
from collections.abc import Iterator, Sequence

import msgspec

TOPICS = 300
PEOPLE = 2_000
ORGANIZATIONS = 600
SOURCES = 12
PLACES = (
    "Beijing Tokyo Seoul Geneva Vienna Nairobi Lima Ottawa Canberra Jakarta Cairo Lagos Madrid Oslo Warsaw "
    "Hanoi Manila Santiago Dakar Athens Lisbon Dublin Helsinki Prague Ankara Baghdad Kabul Dhaka Accra Quito"
).split()
FIRST_DAY = datetime.date(2004, 1, 1)
DAYS = 7_305

_ONSETS = "b c d f g h j k l m n p r s t v w br ch cl cr dr fl gr pl pr sh st th tr".split()
_RIMES = "a e i o u ai ea ie oo ou an ar el en er in is on or um al".split()


class Article(msgspec.Struct, frozen=True):
    """One made-up article."""

    number: int
    """From 0; it is part of the slug, so that all slugs differ."""
    slug: str
    title: str
    dek: str
    date: datetime.date
    topics: tuple[str, ...]
    people: tuple[str, ...]
    places: tuple[str, ...]
    organizations: tuple[str, ...]
    source: str
    body: str
    """Markdown."""


class Maker:
    """Draws words, names and articles from one seed."""

    def __init__(self, seed: int) -> None:
        """Lay down the vocabulary, which does not depend on how many articles are drawn."""
        chance = random.Random(seed)
        self.words = _vocabulary(chance, 20_000)
        self.weights = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(len(self.words))))
        self.topics = [" ".join(chance.sample(self.words[100:4_000], 2)).capitalize() for _ in range(TOPICS)]
        self.people = [" ".join(chance.sample(self.words[4_000:], 2)).title() for _ in range(PEOPLE)]
        self.organizations = [f"{chance.choice(self.words).title()} Council" for _ in range(ORGANIZATIONS)]
        self.sources = [f"The {word.title()} Gazette" for word in chance.sample(self.words, SOURCES)]

    def article(self, number: int, chance: random.Random) -> Article:
        """Draw one article."""
        title = " ".join(self._draw(chance, chance.randint(5, 10))).capitalize()
        day = FIRST_DAY + datetime.timedelta(chance.randrange(DAYS))
        return Article(
            number=number,
            slug=f"{'-'.join(title.lower().split()[:5])}-{number}",
            title=title,
            dek=" ".join(self._draw(chance, chance.randint(8, 18))).capitalize(),
            date=day,
            topics=_some(chance, self.topics, 1, 3),
            people=_some(chance, self.people, 0, 4),
            places=_some(chance, PLACES, 0, 2),
            organizations=_some(chance, self.organizations, 0, 2),
            source=self.sources[_zipf(chance, SOURCES)],
            body=self._body(chance),
        )

    def _draw(self, chance: random.Random, count: int) -> list[str]:
        return chance.choices(self.words, cum_weights=self.weights, k=count)

    def _body(self, chance: random.Random) -> str:
        blocks: list[str] = []
        left = int(chance.gauss(1_050, 180))
        while left > 0:
            kind = chance.random()
            if kind < 0.06:
                blocks.append("## " + " ".join(self._draw(chance, 4)).capitalize())
            elif kind < 0.14:
                blocks.append("> " + self._sentence(chance, "“", "”"))
            elif kind < 0.18:
                blocks.append("\n".join("- " + self._sentence(chance) for _ in range(3)))
            else:
                blocks.append(" ".join(self._sentence(chance) for _ in range(chance.randint(2, 5))))
            left -= blocks[-1].count(" ") + 1
        return "\n\n".join(blocks) + "\n"

    def _sentence(self, chance: random.Random, before: str = "", after: str = "") -> str:
        words = self._draw(chance, chance.randint(8, 26))
        words[0] = words[0].capitalize()
        if chance.random() < 0.15:
            at = chance.randrange(len(words))
            words[at] = chance.choice(("*{}*", "**{}**", "[{}](https://example.org/a)", "{},")).format(
                words[at]
            )
        return f"{before}{' '.join(words)}.{after}"


def articles(count: int, seed: int = 1, first: int = 0) -> Iterator[Article]:
    """Draw `count` articles from number `first` on; the first of a larger corpus are those of a smaller one."""
    maker = Maker(seed)
    for number in range(first, first + count):
        yield maker.article(number, random.Random(f"{seed}/{number}"))


def _vocabulary(chance: random.Random, count: int) -> list[str]:
    """Distinct words, the short ones first as in a language."""
    words: dict[str, None] = {}
    while len(words) < count:
        syllables = 1 + min(3, len(words) * 4 // count + chance.randrange(2))
        words["".join(chance.choice(_ONSETS) + chance.choice(_RIMES) for _ in range(syllables))] = None
    return list(words)


def _zipf(chance: random.Random, count: int) -> int:
    """Draw a rank from 0; the chance falls as 1 / (rank + 1)."""
    return min(count - 1, int((count + 1) ** chance.random()) - 1)


def _some(chance: random.Random, names: Sequence[str], least: int, most: int) -> tuple[str, ...]:
    """Draw `least` to `most` different names by Zipf's law."""
    drawn = (names[_zipf(chance, len(names))] for _ in range(chance.randint(least, most)))
    return tuple(dict.fromkeys(drawn))
