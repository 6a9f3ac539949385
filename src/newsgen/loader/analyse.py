"""Analyse an article: infer all its fields except the date. It runs in worker processes."""

from __future__ import annotations

import msgspec

from newsgen.loader.language import infer_language, is_same_language, primary_subtag
from newsgen.loader.names.aliases import Aliases
from newsgen.loader.names.organizations import find_organizations
from newsgen.loader.names.people import find_people
from newsgen.loader.names.places import find_places
from newsgen.loader.names.runs import (
    CapitalizedRun,
    Passage,
    find_capitalized_runs,
    find_passages,
    rank_names,
    weigh_lines,
)
from newsgen.loader.structure.headline import Dateline, find_dateline
from newsgen.loader.structure.read import read_structure
from newsgen.loader.text import Text
from newsgen.loader.topics.centroids import Centroids
from newsgen.loader.topics.infer import infer_topics
from newsgen.loader.topics.vocabulary import Vocabulary, default_vocabulary
from newsgen.model import Draft, Guess, Inference

Names = tuple[str, ...]


class Rules(msgspec.Struct, frozen=True):
    """Data for the rules of inference; the same for all seeds of a run."""

    aliases: Aliases = Aliases()
    """Spellings of names, from names.toml."""
    vocabulary: Vocabulary | None = None
    """Topics from topics.toml; None means the packaged topics."""
    centroids: Centroids | None = None
    """Topics learned from confirmed records; None if none were learned."""
    language: str = "en"
    """The site's language, BCP 47; used for texts whose language is neither stated nor inferred."""


class Analysis(msgspec.Struct, frozen=True):
    """An analysed article; the dates of all articles are inferred together later."""

    draft: Draft
    body: str
    """Markdown."""
    text: Text
    front: dict[str, object]
    """Values by front matter key; stated values are those of the seed."""
    inferred: dict[str, Inference]
    """How the other values were inferred."""


def infer_fields_except_date(draft: Draft, rules: Rules) -> Analysis:
    """Read the structure of an article and infer all fields except its date.

    The language is inferred first, because most rules are for one language.

    Raises:
        ContentError: the text would be empty.
    """
    structure = read_structure(draft)
    stated = draft.stated
    language = None if "language" in stated else infer_language(structure.text.lines)
    tag = str(stated.get("language", language.value if language else rules.language))
    text = msgspec.structs.replace(structure.text, language=primary_subtag(tag))
    dateline = find_dateline(text.body)
    guesses: dict[str, Guess[Names] | Guess[str] | None] = {
        "topics": infer_topics(text, rules.vocabulary or default_vocabulary(), rules.centroids),
        **infer_names(text, rules.aliases),
        "source": dateline.source if dateline else None,
        "language": None if is_same_language(tag, rules.language) else language,
    }
    if dateline:
        guesses["places"] = _add_dateline_place(guesses["places"], dateline)
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
    if rules.aliases.authors and (authors := stated.get("authors")):
        front["authors"] = tuple(dict.fromkeys(rules.aliases.authors.get(name, name) for name in authors))
    inferred = {field: how for field, how in inferred.items() if field not in stated}
    return Analysis(draft, structure.body, text, front, inferred)


def infer_names(text: Text, aliases: Aliases) -> dict[str, Guess[Names] | None]:
    """Find the people, organizations and places of an English text, the most prominent first.

    Precision comes before recall: uncertain names are left out. The order of a name's words never changes. Short forms
    are joined with long forms in the same text ('Xi', 'Xi Jinping'), and spellings as in `aliases`. The evidence has the
    line of each name's first occurrence.
    """
    if text.language != "en":
        return dict.fromkeys(("people", "organizations", "places"))
    passages = list(find_passages(text))
    lines = [(passage.text, _find_line_runs(passage)) for passage in passages]
    organizations, taken = find_organizations(lines, aliases.organizations)
    runs = [run for _, line in lines for run in line if (run.line, run.start) not in taken]
    people = find_people(runs, aliases.people)
    places = find_places(lines, taken, people, aliases.places)
    weights = weigh_lines(text, passages)
    return {
        "people": rank_names(people.mentions, weights, "name-patterns"),
        "organizations": rank_names(organizations, weights, "organization-patterns"),
        "places": rank_names(places, weights, "gazetteer"),
    }


def _find_line_runs(passage: Passage) -> list[CapitalizedRun]:
    """Find the runs of a passage, each with its line in the seed."""
    runs = list(find_capitalized_runs(passage.lines[0], passage.text))
    if len(passage.lines) == 1:
        return runs
    return [msgspec.structs.replace(run, line=passage.line_at(run.start)) for run in runs]


def _add_dateline_place(places: Guess[Names] | Guess[str] | None, dateline: Dateline) -> Guess[Names]:
    """Add the place of a dateline, unless the rules for places found it."""
    known = tuple(places.value) if places else ()
    if places and any(dateline.place.casefold() == name.casefold() for name in known):
        return Guess(known, places.inference)
    name = dateline.place.title()
    evidence: dict[str, str | int | float] = {}
    if places and isinstance(places.inference.evidence, dict):
        evidence |= places.inference.evidence
    evidence[name] = f'line {dateline.line}: "{dateline.quote}"'
    how = places.inference if places else Inference("dateline", "", 0.8)
    return Guess((*known, name), msgspec.structs.replace(how, evidence=evidence))
