"""People, organizations and places that a text names, each with its evidence."""

from __future__ import annotations

import msgspec

from newsgen.loader.names.aliases import Aliases
from newsgen.loader.names.organizations import find_organizations
from newsgen.loader.names.people import find_people
from newsgen.loader.names.places import Others, find_places
from newsgen.loader.names.runs import Passage, Run, find_runs, line_weights, passages, ranked
from newsgen.loader.text import Text
from newsgen.model import Guess

_NO_ALIASES = Aliases()


class Names(msgspec.Struct, frozen=True):
    """What a text names; None where it names nothing of the kind."""

    people: Guess[tuple[str, ...]] | None = None
    organizations: Guess[tuple[str, ...]] | None = None
    places: Guess[tuple[str, ...]] | None = None


def infer_names(text: Text, aliases: Aliases = _NO_ALIASES) -> Names:
    """Find the people, organizations and places of an English text, the most prominent first.

    Precision comes before recall: a name that no rule is sure of is left out. The order of a name's words is never
    changed; a short form is joined to the long form that the same text has ('Xi', 'Xi Jinping'), and spellings as
    `aliases` says. The evidence names for each value the line where it was found first.
    """
    if text.language != "en":
        return Names()
    found = list(passages(text))
    lines = [(passage.text, _runs(passage)) for passage in found]
    organizations, taken = find_organizations(lines, aliases.organizations)
    runs = [run for _, line in lines for run in line if (run.line, run.start) not in taken]
    people = find_people(runs, aliases.people)
    places = find_places(lines, Others(taken, people.taken, people.words), aliases.places)
    weights = line_weights(text, found)
    return Names(
        people=ranked(people.mentions, weights, "name-patterns"),
        organizations=ranked(organizations, weights, "organization-patterns"),
        places=ranked(places, weights, "gazetteer"),
    )


def _runs(passage: Passage) -> list[Run]:
    """The runs of a passage, each with its line of the seed."""
    runs = list(find_runs(passage.lines[0], passage.text))
    if len(passage.lines) == 1:
        return runs
    return [msgspec.structs.replace(run, line=passage.line_at(run.start)) for run in runs]
