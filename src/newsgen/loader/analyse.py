"""Infer from one article all fields but its date; runs in worker processes."""

from __future__ import annotations

import msgspec

from newsgen.loader.language import infer_language, is_same_language, primary_subtag
from newsgen.loader.names import infer_names
from newsgen.loader.names.aliases import Aliases
from newsgen.loader.structure import read_structure
from newsgen.loader.structure.headline import Dateline, find_dateline
from newsgen.loader.text import Text
from newsgen.loader.topics import infer_topics
from newsgen.loader.topics.centroids import Centroids
from newsgen.loader.topics.vocabulary import Vocabulary, default_vocabulary
from newsgen.model import Draft, Guess, Inference

Names = tuple[str, ...]


class Rules(msgspec.Struct, frozen=True):
    """What the rules of inference are given beside the text; the same for all seeds of a run."""

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
    structure = read_structure(draft)
    stated = draft.stated
    language = None if "language" in stated else infer_language(structure.text.lines)
    tag = str(stated.get("language", language.value if language else rules.language))
    text = msgspec.structs.replace(structure.text, language=primary_subtag(tag))
    dateline = find_dateline(text.body)
    names = infer_names(text, rules.aliases)
    guesses: dict[str, Guess[Names] | Guess[str] | None] = {
        "topics": infer_topics(text, rules.vocabulary or default_vocabulary(), rules.centroids),
        "people": names.people,
        "organizations": names.organizations,
        "places": _add_dateline_place(names.places, dateline) if dateline else names.places,
        "source": dateline.source if dateline else None,
        "language": None if is_same_language(tag, rules.language) else language,
    }
    front: dict[str, object] = {
        "title": structure.title,
        "dek": structure.dek,
        "authors": structure.authors,
    }
    inferred = dict(structure.inferred)
    for field, guess in guesses.items():
        if guess is not None and guess.value:
            front[field], inferred[field] = guess.value, guess.inference
    front |= stated
    inferred = {field: how for field, how in inferred.items() if field not in stated}
    return Analysis(draft, structure.body, text, front, inferred)


def _add_dateline_place(places: Guess[Names] | None, dateline: Dateline) -> Guess[Names]:
    """Add the place of a dateline, if the rules for places did not find it."""
    known = places.value if places else ()
    if places and any(dateline.place.casefold() == name.casefold() for name in known):
        return places
    name = dateline.place.title()
    evidence: dict[str, str | int | float] = {}
    if places and isinstance(places.inference.evidence, dict):
        evidence |= places.inference.evidence
    evidence[name] = f'line {dateline.line}: "{dateline.quote}"'
    how = places.inference if places else Inference("dateline", "", 0.8)
    return Guess((*known, name), msgspec.structs.replace(how, evidence=evidence))
