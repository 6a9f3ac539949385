"""What a search must find, computed from the texts of `benchmarks.corpus` by rules of its own."""

from __future__ import annotations

import random
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from benchmarks.corpus import Article

_LINK = re.compile(r"\]\([^)]*\)")
_WORD = re.compile(r"[^\W_]+")
_PLAIN = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ß": "ss", "æ": "ae", "þ": "th", "ı": "i"})


class Question(msgspec.Struct, frozen=True):
    """What is asked, and the true answer."""

    kind: str
    asked: dict[str, str]
    """Fields of the form: q, topic, person, place, source, year, sort."""
    addresses: tuple[str, ...]
    days: dict[str, str] = {}
    """By address, where the order of dates counts."""

    @property
    def first_days(self) -> list[str]:
        """The dates of the first ten answers."""
        newest = self.asked["sort"] == "newest"
        return sorted((self.days[address] for address in self.addresses), reverse=newest)[:10]


def plain(text: str) -> str:
    """Small letters without accents."""
    bare = unicodedata.normalize("NFD", text.lower().translate(_PLAIN))
    return "".join(sign for sign in bare if not unicodedata.combining(sign))


class Truth:
    """All words of an archive, and where they stand."""

    def __init__(self, corpus: Iterable[Article]) -> None:
        """Read the texts."""
        self.articles: dict[str, Article] = {}
        self.blocks: dict[str, list[list[str]]] = {}
        self.holders: dict[str, set[str]] = defaultdict(set)
        for article in corpus:
            address = f"{article.date:%Y/%m/%d}/{article.slug}.html"
            names = (
                *article.topics,
                *article.people,
                *article.places,
                *article.organizations,
                article.source,
            )
            body = _LINK.sub("", article.body)
            blocks = [_words(text) for text in (article.title, article.dek, *names, *re.split(r"\n+", body))]
            self.articles[address] = article
            self.blocks[address] = blocks
            for block in blocks:
                for word in block:
                    self.holders[word].add(address)

    def holding(self, phrase: Sequence[str]) -> set[str]:
        """Articles in which words stand side by side."""
        all_words = set.intersection(*(self.holders[word] for word in phrase))
        return {
            address for address in all_words if any(_stands(phrase, block) for block in self.blocks[address])
        }

    def with_all(self, words: Sequence[str]) -> set[str]:
        """Articles that hold each of some words."""
        return set.intersection(*(self.holders[word] for word in words))


def questions(truth: Truth, names: Sequence[str]) -> list[Question]:
    """Draw what is asked; the same for the same texts."""
    chance = random.Random(7)
    return [
        *_rare_words(truth, chance),
        *_phrases(truth, chance),
        *_names(truth, names),
        *_filtered(truth, chance),
        *_in_order(truth, chance),
    ]


def _rare_words(truth: Truth, chance: random.Random) -> Iterator[Question]:
    rare = sorted(word for word, where in truth.holders.items() if len(where) <= 5 and word.isalpha())
    for word in chance.sample(rare, 20):
        yield _question("rare words (1 to 5 articles)", {"q": word}, truth.holders[word])
    common = [word for word, _ in Counter({w: len(a) for w, a in truth.holders.items()}).most_common(2_000)]
    for _ in range(10):
        pair = chance.sample(common, 2)
        yield _question("two words", {"q": " ".join(pair)}, truth.with_all(pair))


def _phrases(truth: Truth, chance: random.Random) -> Iterator[Question]:
    addresses = sorted(truth.blocks)
    for length in (3, 2):
        for _ in range(20 if length == 3 else 10):
            block = chance.choice([b for b in truth.blocks[chance.choice(addresses)] if len(b) > 12])
            at = chance.randrange(len(block) - length)
            phrase = block[at : at + length]
            yield _question(
                f"phrases of {length} words", {"q": f'"{" ".join(phrase)}"'}, truth.holding(phrase)
            )


def _names(truth: Truth, names: Sequence[str]) -> Iterator[Question]:
    for name in names:
        true = truth.holding(_words(name))
        yield _question("names with accents", {"q": f"“{name}”"}, true)
        yield _question("names, typed without accents", {"q": f'"{plain(name)}"'}, true)


def _filtered(truth: Truth, chance: random.Random) -> Iterator[Question]:
    for _ in range(10):
        address = chance.choice(sorted(truth.articles))
        article = truth.articles[address]
        word = chance.choice([word for block in truth.blocks[address] for word in block if len(word) > 4])
        for field, value in (
            ("topic", article.topics[0]),
            ("source", article.source),
            ("year", str(article.date.year)),
            *(("person", name) for name in article.people[:1]),
            *(("place", name) for name in article.places[:1]),
        ):
            true = {a for a in truth.holders[word] if _has(truth.articles[a], field, value)}
            yield _question("a word and a filter", {"q": word, field: value}, true)


def _in_order(truth: Truth, chance: random.Random) -> Iterator[Question]:
    middling = sorted(word for word, where in truth.holders.items() if 20 < len(where) < 3_000)
    for word in chance.sample(middling, 10):
        days = {address: truth.articles[address].date.isoformat() for address in truth.holders[word]}
        for order in ("newest", "oldest"):
            yield _question(f"{order} first", {"q": word, "sort": order}, truth.holders[word], days)


def _question(
    kind: str, asked: dict[str, str], true: Iterable[str], days: dict[str, str] | None = None
) -> Question:
    return Question(kind, asked, tuple(sorted(true)), days or {})


def _has(article: Article, field: str, value: str) -> bool:
    held = {
        "topic": article.topics,
        "person": article.people,
        "place": article.places,
        "source": (article.source,),
        "year": (str(article.date.year),),
    }
    return value in held[field]


def _words(text: str) -> list[str]:
    return _WORD.findall(plain(text))


def _stands(phrase: Sequence[str], block: list[str]) -> bool:
    first, length = phrase[0], len(phrase)
    return any(word == first and block[at : at + length] == list(phrase) for at, word in enumerate(block))
