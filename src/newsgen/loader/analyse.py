"""Infer from one article all fields but its date; runs in worker processes."""

from __future__ import annotations

import msgspec

from newsgen.loader.language import infer_language, is_same_language, primary_subtag
from newsgen.loader.names.aliases import Aliases
from newsgen.loader.names.organizations import find_organizations
from newsgen.loader.names.people import find_people
from newsgen.loader.names.places import OtherNames, find_places
from newsgen.loader.names.runs import Passage, Run, find_passages, find_runs, rank_names, weigh_lines
from newsgen.loader.structure.headline import Dateline, find_dateline
from newsgen.loader.structure.read import read_structure
from newsgen.loader.text import Text
from newsgen.loader.topics.centroids import Centroids
from newsgen.loader.topics.infer import infer_topics
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
    inferred = {field: how for field, how in inferred.items() if field not in stated}
    return Analysis(draft, structure.body, text, front, inferred)


def infer_names(text: Text, aliases: Aliases) -> dict[str, Guess[Names] | None]:
    """Find the people, organizations and places of an English text, the most prominent first.

    Precision comes before recall: a name that no rule is sure of is left out. The order of a name's words is never
    changed; a short form is joined to the long form that the same text has ('Xi', 'Xi Jinping'), and spellings as
    `aliases` says. The evidence names for each value the line where it was found first.
    """
    if text.language != "en":
        return dict.fromkeys(("people", "organizations", "places"))
    passages = list(find_passages(text))
    lines = [(passage.text, _find_line_runs(passage)) for passage in passages]
    organizations, taken = find_organizations(lines, aliases.organizations)
    runs = [run for _, line in lines for run in line if (run.line, run.start) not in taken]
    people = find_people(runs, aliases.people)
    places = find_places(lines, OtherNames(taken, people.leads, people.words), aliases.places)
    weights = weigh_lines(text, passages)
    return {
        "people": rank_names(people.mentions, weights, "name-patterns"),
        "organizations": rank_names(organizations, weights, "organization-patterns"),
        "places": rank_names(places, weights, "gazetteer"),
    }


def _find_line_runs(passage: Passage) -> list[Run]:
    """Find the runs of a passage, each with its line of the seed."""
    runs = list(find_runs(passage.lines[0], passage.text))
    if len(passage.lines) == 1:
        return runs
    return [msgspec.structs.replace(run, line=passage.line_at(run.start)) for run in runs]


def _add_dateline_place(places: Guess[Names] | Guess[str] | None, dateline: Dateline) -> Guess[Names]:
    """Add the place of a dateline, if the rules for places did not find it."""
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
