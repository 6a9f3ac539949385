"""One seed to everything but its date that can be known of it without the others; runs in worker processes."""

from __future__ import annotations

import msgspec

from newsgen.loader.language import infer_language, is_same, primary
from newsgen.loader.names import infer_names
from newsgen.loader.names.aliases import Aliases
from newsgen.loader.structure import Structured, read_markdown, read_plain
from newsgen.loader.structure.headline import find_dateline
from newsgen.loader.text import Text
from newsgen.loader.topics import infer_topics
from newsgen.loader.topics.centroids import Centroids
from newsgen.loader.topics.vocabulary import Vocabulary, default_vocabulary
from newsgen.model import Draft, Guess, Inference

Names = tuple[str, ...]


class Rules(msgspec.Struct, frozen=True):
    """What the rules are given beside the text; the same for all seeds of a run."""

    aliases: Aliases = Aliases()
    """Spellings of names that belong together, from names.toml."""
    vocabulary: Vocabulary | None = None
    """Topics from topics.toml; None: the packaged ones."""
    centroids: Centroids | None = None
    """What was learned from topics that humans confirmed; None: nothing yet."""
    language: str = "en"
    """The site's language, BCP 47: what a text is in that states and shows no other."""


class Analysis(msgspec.Struct, frozen=True):
    """What is known of one article; its date is inferred later, together with the others'."""

    draft: Draft
    body: str
    """Markdown."""
    text: Text
    front: dict[str, object]
    """Values by front matter key, stated ones as the seed has them."""
    inferred: dict[str, Inference]
    """How those that are not stated were found."""


def analyse(draft: Draft, rules: Rules) -> Analysis:
    """Read the structure of an article and infer all but its date.

    The language comes first, so that no rule reads a text in a language that is not its own.

    Raises:
        ContentError: nothing of the text would be left.
    """
    structured = _structure(draft)
    stated = draft.stated
    spoken = None if "language" in stated else infer_language(structured.text.lines)
    tag = str(stated.get("language", spoken.value if spoken else rules.language))
    text = msgspec.structs.replace(structured.text, language=primary(tag))
    front: dict[str, object] = {
        "title": structured.title,
        "dek": structured.dek,
        "authors": structured.authors,
    }
    inferred = dict(structured.inferred)
    other = None if is_same(tag, rules.language) else spoken
    for field, guess in (_guesses(text, rules) | {"language": other}).items():
        if guess is not None and guess.value:
            front[field], inferred[field] = guess.value, guess.inference
    front |= stated
    kept = {field: how for field, how in inferred.items() if field not in stated}
    return Analysis(draft, structured.body, text, front, kept)


def _structure(draft: Draft) -> Structured:
    """Read the structure of a text in its own markup."""
    if draft.markup == "markdown":
        return read_markdown(draft.seed.file, draft.text, str(draft.stated.get("title", "")))
    return read_plain(draft.seed.file, draft.text)


def _guesses(text: Text, rules: Rules) -> dict[str, Guess[Names] | Guess[str] | None]:
    """Ask each rule."""
    names = infer_names(text, rules.aliases)
    dateline = find_dateline(text.body)
    places = (
        _with_place(names.places, dateline.place, dateline.line, dateline.quote) if dateline else names.places
    )
    topics = infer_topics(text, rules.vocabulary or default_vocabulary(), rules.centroids)
    return {
        "topics": topics,
        "people": names.people,
        "organizations": names.organizations,
        "places": places,
        "source": dateline.source if dateline else None,
    }


def _with_place(places: Guess[Names] | None, place: str, line: int, quote: str) -> Guess[Names]:
    """Add the place of a dateline, if the rules for places have not found it."""
    known = places.value if places else ()
    if places and any(place.casefold() == name.casefold() for name in known):
        return places
    name = place.title()
    proof: dict[str, str | int | float] = {}
    if places and isinstance(places.inference.evidence, dict):
        proof |= places.inference.evidence
    proof[name] = f'line {line}: "{quote}"'
    how = places.inference if places else Inference("dateline", "", 0.8)
    return Guess((*known, name), msgspec.structs.replace(how, evidence=proof))
