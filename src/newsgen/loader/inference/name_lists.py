"""The word lists of the name rules, read once from data/."""

from __future__ import annotations

import functools
from importlib.resources import files

import msgspec

FUNCTION_WORDS = frozenset(
    """The A An In On At By For From To With Of And But Or Nor So Yet If When While As After Before Since Until Because
    Although Though Where Whereas Who Whose Whom What Why How Which That This These Those There Here It Its He She His
    Her Hers Him They Their Them We Our Us You Your I I'm I've My Me Not No Yes Is Are Was Were Be Been Being Has Have
    Had Do Does Did Don't Didn't Can Could Would Should Might Must Shall Let Let's Also Both Each Every Either Neither
    Some Any All Many Most More Much Several Few Other Others Another Such Same Than Then Thus Therefore However Moreover
    Meanwhile Furthermore Nevertheless Nonetheless Instead Indeed Perhaps Maybe Now Today Yesterday Tomorrow Tonight
    Recently Currently Previously Later Earlier Soon Once Twice Only Just Even Still Already Again According Despite
    During Under Over Between Among Amid Through Throughout Without Within Against Across Around About Above Below
    Behind Beside Besides Beyond Near Off Onto Out Up Down Per Via Like Unlike Last Next Ago Too Very Never Always Often
    Sometimes Usually Nearly Almost Approximately Roughly Following Given Including Regarding Concerning Along
    Additionally Similarly Likewise Consequently Finally Eventually Fortunately Unfortunately Interestingly Please
    Thank Thanks Dear Welcome Read Click Learn Find Get Sign See Check Contact Email Tel Phone Photo Image File Source
    Update Updated Note Editor's Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March June
    July August September October November December Jan. Feb. Mar. Apr. Aug. Sept. Sep. Oct. Nov. Dec. Mon. Tue. Wed.
    Thu. Fri. Sat. Sun. One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve Twenty Thirty Hundred Hundreds
    Thousand Thousands Million Millions Billion Dozens It's That's There's He's She's We're They're You're What's
    Who's Here's Can't Won't Isn't Doesn't Wasn't If's Whether Unless Except Plus Minus Early Late Mid Internet""".split()
)
"""Words that are no part of a name, as they stand at the start of a sentence; months and days among them."""


class Lists(msgspec.Struct, frozen=True):
    """What is known of words; capitalised as in a text unless said."""

    words: frozenset[str]
    """Common English words, in lower case."""
    given: frozenset[str]
    family_first: frozenset[str]
    """Family names that stand before the given name."""
    family_last: frozenset[str]
    titles: frozenset[str]
    """Words before a name to which a surname alone may be joined: 'President', 'Mr.'."""
    roles: frozenset[str]
    """The same in lower case: 'spokesman', 'coach'."""
    before_titles: frozenset[str]
    """Words that belong to a title after them: 'Former', 'Prime'."""
    verbs: frozenset[str]
    """Verbs that a person or an organization does: 'said'."""
    heads: frozenset[str]
    """Last words of organizations."""
    weak_heads: frozenset[str]
    """Those of them that need a word of their own before them."""
    openings: frozenset[str]
    """Words that with 'of', 'for' or 'on' begin an organization."""
    no_acronyms: frozenset[str]
    """Capital letters that name no organization."""
    known: dict[str, str]
    """Writing of a well-known organization → its name."""
    known_words: frozenset[str]
    """Those of them that are also words or places."""
    demonyms: frozenset[str]


def _read(name: str) -> list[str]:
    """The lines of a list without its comments."""
    text = files("newsgen.loader.inference").joinpath("data", name).read_text("utf-8")
    return [line for line in text.split("\n") if line and not line.startswith("#")]


def _sections(name: str) -> dict[str, frozenset[str]]:
    """The words of a list whose lines begin with the name of a section."""
    return {key: frozenset(rest.split()) for key, _, rest in (line.partition(":") for line in _read(name))}


def _known() -> tuple[dict[str, str], frozenset[str]]:
    """Writings of well-known organizations, and those that need more evidence."""
    known: dict[str, str] = {}
    doubtful = set()
    for line in _read("known-organizations.txt"):
        writings = line.lstrip("~").split("|")
        known.update(dict.fromkeys(writings, writings[0]))
        if line.startswith("~"):
            doubtful.update(writings)
    return known, frozenset(doubtful)


@functools.cache
def lists() -> Lists:
    """Read the lists, once."""
    roles, kinds, families = (_sections(n) for n in ("roles.txt", "organizations.txt", "family-names.txt"))
    known, known_words = _known()
    demonyms = (line.partition("\t")[2].split() for line in _read("demonyms.tsv"))
    return Lists(
        words=frozenset(_read("words.txt")),
        given=frozenset(word for line in _read("given-names.txt") for word in line.split()),
        family_first=families["first"],
        family_last=families["last"],
        titles=roles["title"],
        roles=roles["lower"],
        before_titles=roles["before"],
        verbs=roles["says"],
        heads=kinds["last"],
        weak_heads=kinds["weak"],
        openings=kinds["first"],
        no_acronyms=kinds["not"],
        known=known,
        known_words=known_words,
        demonyms=frozenset(word for line in demonyms for word in line if "-" not in word),
    )
