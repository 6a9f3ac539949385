"""Analyse an article: infer all fields of a seed except the date, or the missing fields of a record; in worker processes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from newsgen.errors import ContentError, Problem
from newsgen.loader.language import (
    UNKNOWN,
    infer_language,
    is_same_language,
    primary_subtag,
    rule_out_language,
)
from newsgen.loader.names.aliases import REJECTABLE, Aliases
from newsgen.loader.names.capitalized import (
    CapitalizedRun,
    Passage,
    find_capitalized_runs,
    find_passages,
    rank_names,
    weigh_lines,
)
from newsgen.loader.names.languages import FoundNames, load_language_words, name_place
from newsgen.loader.names.organizations import find_organizations
from newsgen.loader.names.other_languages import find_non_english_names
from newsgen.loader.names.people import find_people
from newsgen.loader.names.places import find_places
from newsgen.loader.report import Extractor
from newsgen.loader.structure.lines_above_text import Dateline, find_dateline
from newsgen.loader.structure.read import infer_standfirst, read_structure
from newsgen.loader.text import SeedText
from newsgen.loader.topics.centroids import Centroids
from newsgen.loader.topics.infer import infer_topics
from newsgen.loader.topics.vocabulary import Vocabulary, default_vocabulary
from newsgen.model import Guess, Inference, ParsedArticle, Record, SeedRef
from newsgen.record.edit import find_stated_fields, set_fields
from newsgen.record.front_matter import split_front_matter
from newsgen.record.keys import FIELDS, KEYS, snake_case_key
from newsgen.record.read import decode_utf8, normalize_body, read_record

Names = tuple[str, ...]
_SUGGESTIONS = ("quotations", "headings", "hyphens", "pages", "encoding")
"""What is inferred about lines of the text, and is no field."""
_NAME_RULES = {"people": "name-patterns", "organizations": "organization-patterns", "places": "gazetteer"}
"""The rules that find names, by kind."""


class InferenceData(msgspec.Struct, frozen=True):
    """Data for the rules of inference; the same for all seeds of a run."""

    aliases: Aliases = Aliases()
    """Spellings of names, from names.toml."""
    vocabulary: Vocabulary | None = None
    """Topics from topics.toml; None means the packaged topics."""
    centroids: Centroids | None = None
    """Topics learned from confirmed records; None if none were learned."""
    shared: frozenset[bytes] = frozenset()
    """Hashes of lines that many texts share, such as the header of a site."""
    known: frozenset[str] = frozenset()
    """Words of other texts, in lower case, which some texts have only broken at a line's end."""
    date_scores: dict[str, tuple[int, int]] = {}
    """As in `KnownDates`."""
    repair_encoding: bool = False
    """As in LoadOptions."""
    language: str = "en"
    """The site's language, BCP 47; used for texts whose language is neither stated nor inferred."""
    extractors: tuple[Extractor, ...] = ()
    """Extractors of names to ask besides the rules."""


class Analysis(msgspec.Struct, frozen=True):
    """An analysed article; the dates of all articles are inferred together later."""

    draft: ParsedArticle
    body: str
    """Markdown."""
    text: SeedText
    front: dict[str, object]
    """Values by front matter key; stated values are those of the seed."""
    inferred: dict[str, Inference]
    """How the other values were inferred."""
    doubtful: tuple[str, ...] = ()
    """As in Structure."""


def infer_fields_except_date(draft: ParsedArticle, rules: InferenceData) -> Analysis:
    """Read the structure of an article and infer all fields except its date.

    The language is inferred first, because most rules are for one language.

    A seed that says what was inferred before keeps that, and nothing else is inferred.

    Raises:
        ContentError: the text would be empty.
    """
    structure = read_structure(draft, rules.shared, rules.known)
    if draft.inferred is not None:
        known: dict[str, object] = {"title": structure.title} | draft.stated
        how = {field: one for field, one in draft.inferred.items() if field in known or field in _SUGGESTIONS}
        return Analysis(draft, structure.body, structure.text, known, how)
    stated = draft.stated
    lines = () if "language" in stated else structure.text.lines
    language = infer_language(lines) or rule_out_language(lines, rules.language)
    tag = str(stated.get("language", language.value if language else rules.language))
    text = msgspec.structs.replace(structure.text, language=primary_subtag(tag))
    site = primary_subtag(rules.language)
    dateline = None if text.language == UNKNOWN else find_dateline(text.body)
    names = {} if stated.keys() >= _NAME_RULES.keys() else infer_names(text, rules.aliases, site)
    if rules.extractors and names:
        from newsgen.loader.extractors import add_extracted_names  # it looks for installed packages

        names = add_extracted_names(names, text, rules.aliases, rules.extractors)
    guesses: dict[str, Guess[Names] | Guess[str] | None] = {
        "topics": None
        if "topics" in stated
        else infer_topics(text, rules.vocabulary or default_vocabulary(), rules.centroids, site),
        **names,
        "source": dateline.source if dateline else None,
        "language": None if is_same_language(tag, rules.language) else language,
    }
    if dateline and "places" not in stated:
        name = name_place(dateline.place, text.language, site)
        guesses["places"] = _add_dateline_place(guesses.get("places"), dateline, name)
    front: dict[str, object] = {"title": structure.title, "dek": structure.dek, "authors": structure.authors}
    inferred = dict(structure.inferred)
    for field, guess in guesses.items():
        if guess is not None and guess.value:
            front[field], inferred[field] = guess.value, guess.inference
    front |= stated
    if rules.aliases.authors and (authors := stated.get("authors")):
        front["authors"] = tuple(dict.fromkeys(rules.aliases.authors.get(name, name) for name in authors))
    inferred = {field: how for field, how in inferred.items() if field not in stated}
    _delete_rejected(front, inferred, rules.aliases)
    return Analysis(draft, structure.body, text, front, inferred, structure.doubtful)


def _delete_rejected(front: dict[str, object], inferred: dict[str, Inference], aliases: Aliases) -> None:
    """Delete the names that names.toml rejects, under newsgen's keys and those of other generators, with their evidence."""
    for key, value in list(front.items()) if aliases.rejected else ():
        label = snake_case_key(key)
        if isinstance(value, dict) and label not in KEYS:
            front[key] = {
                inner: _leave_allowed(f"{label}.{snake_case_key(inner)}", part, aliases)
                for inner, part in value.items()
            }
        else:
            front[key] = _leave_allowed(label, value, aliases)
        how, left = inferred.get(key), front[key]
        if how and key in REJECTABLE and left != value:
            del inferred[key]
            if isinstance(left, tuple) and left:
                evidence = how.evidence
                if isinstance(evidence, dict):
                    evidence = {name: proof for name, proof in evidence.items() if name in left}
                inferred[key] = msgspec.structs.replace(how, evidence=evidence)


def _leave_allowed(label: str, value: object, aliases: Aliases) -> object:
    """Return the value of a key without the names that names.toml rejects; unchanged if it holds none of them."""
    known = KEYS.get(label)
    if known is None or known.field not in REJECTABLE or not isinstance(value, str | tuple | list):
        return value
    names: Sequence[object] = value
    if isinstance(value, str):
        names = [part.strip() for part in value.split(",")] if known.form == "commas" else [value]
    left = tuple(
        name for name in names if not (isinstance(name, str) and aliases.is_rejected(known.field, name))
    )
    return value if len(left) == len(names) else left


def infer_names(text: SeedText, aliases: Aliases, site: str = "en") -> dict[str, Guess[Names] | None]:
    """Find the people, organizations and places of a text, the most prominent first.

    Precision comes before recall: uncertain names are left out. The order of a name's words never changes. Short forms
    are joined with long forms in the same text ('Xi', 'Xi Jinping'), and spellings as in `aliases`. The evidence has the
    line of each name's first occurrence. In other languages than English, places and organizations are named in the
    language `site` of the archive (primary subtag), people as the text has them.
    """
    if text.language != "en":
        return _infer_other_names(text, aliases, site)
    passages = list(find_passages(text))
    lines = [(passage.text, _find_line_runs(passage)) for passage in passages]
    organizations, taken = find_organizations(lines, aliases.organizations)
    runs = [run for _, line in lines for run in line if (run.line, run.start) not in taken]
    people = find_people(runs, aliases.people)
    places = find_places(lines, taken, people, aliases.places)
    return _rank_all(FoundNames(people.mentions, organizations, places), text, passages)


def _infer_other_names(text: SeedText, aliases: Aliases, site: str) -> dict[str, Guess[Names] | None]:
    """Find the names of a text that is not English; none if its language is not in the table of such names."""
    words = load_language_words(text.language)
    if words is None:
        return dict.fromkeys(_NAME_RULES)
    passages = list(find_passages(text, headings=True))
    found = find_non_english_names(passages, words, site)
    for kind, spellings in aliases.spellings.items():
        mentions = getattr(found, kind, [])
        mentions[:] = [msgspec.structs.replace(m, name=spellings.get(m.name, m.name)) for m in mentions]
    return _rank_all(found, text, passages)


def _rank_all(
    found: FoundNames, text: SeedText, passages: Sequence[Passage]
) -> dict[str, Guess[Names] | None]:
    """Rank the names of each kind."""
    weights = weigh_lines(text, passages)
    return {kind: rank_names(getattr(found, kind), weights, rule) for kind, rule in _NAME_RULES.items()}


def _find_line_runs(passage: Passage) -> list[CapitalizedRun]:
    """Find the runs of a passage, each with its line in the seed."""
    runs = list(find_capitalized_runs(passage.lines[0], passage.text))
    if len(passage.lines) == 1:
        return runs
    return [msgspec.structs.replace(run, line=passage.line_at(run.start)) for run in runs]


def _add_dateline_place(
    places: Guess[Names] | Guess[str] | None, dateline: Dateline, name: str
) -> Guess[Names]:
    """Add the place of a dateline under its name, unless the rules for places found it."""
    known = tuple(places.value) if places else ()
    if places and any(name.casefold() == other.casefold() for other in known):
        return Guess(known, places.inference)
    evidence: dict[str, str | int | float] = {}
    if places and isinstance(places.inference.evidence, dict):
        evidence |= places.inference.evidence
    evidence[name] = f'line {dateline.line}: "{dateline.quote}"'
    how = places.inference if places else Inference("dateline", "", 0.8)
    return Guess((*known, name), msgspec.structs.replace(how, evidence=evidence))


INFERABLE = ("dek", "topics", "people", "places", "organizations")
"""Fields that are inferred for records, in the documented order."""

_HIDDEN = re.compile(
    r"(?ms)^(?P<fence>[ \t]*(?:`{3,}|~{3,})).*?(?:^(?P=fence)[`~]*[ \t]*$|\Z)|<!--.*?-->|</?[A-Za-z][^<>]*>"
    r"|\{[%{#<].*?[>#}%]\}|`+[^`\n]+`+|\bhttps?://[^\s)>\]]+"
)
"""Code, comments, tags, template code and addresses: no text of the article."""

_BLANKS = re.compile(r"(?<=\S)[ \t]{2,}(?=\S)")
"""Runs of blanks in a line; front matter keeps one."""


class FilledRecord(msgspec.Struct, frozen=True):
    """A record and its text with the inferred fields."""

    path: str
    before: bytes = b""
    after: bytes = b""
    """The same as `before` if nothing was found."""
    fields: tuple[str, ...] = ()
    """The inferred fields."""
    problems: tuple[Problem, ...] = ()


def fill_missing_fields(path: str, root: str, rules: InferenceData, known: Mapping[str, str]) -> FilledRecord:
    """Infer the fields for which a record has no key, and add them with their evidence; runs in worker processes.

    Args:
        path: path of the record relative to `root`.
        root: the archive's root.
        rules: data for the rules of inference.
        known: fields that were inferred before, by path and separated by blanks; they are not inferred again.
    """
    try:
        data = Path(root, path).read_bytes()
        layout = split_front_matter(decode_utf8(data, path), path)
        head, body = layout.text[: layout.body], layout.text[layout.body :]
        record = read_record(path, head.encode())
        stated = {*find_stated_fields(head, path), *record.inferred, *known.get(path, "").split()}
        missing = [field for field in INFERABLE if field not in stated]
        found = infer_fields_of_record(record, normalize_body(layout)[0], rules, missing) if missing else {}
        values = {field: found[field].value for field in missing if field in found}
        inferred = {field: found[field].inference for field in values}
        if not values:
            return FilledRecord(path, data, data)
        changes: dict[str, object] = dict(values)
        if record.inferred:
            changes |= {f"inferred.{field}": how for field, how in inferred.items()}
        else:
            changes["inferred"] = inferred
        filled = set_fields(head, changes, path)
        wanted = msgspec.structs.replace(record, **values, inferred=record.inferred | inferred)
        if not _is_same_front(read_record(path, filled.encode()), wanted):
            message, remedy = "the inferred fields cannot be added to this front matter", "add them by hand"
            raise ContentError(Problem(path, 0, 0, message, remedy, "not-inferred"))
        return FilledRecord(path, data, (filled + body).encode(), tuple(values))
    except ContentError as error:
        return FilledRecord(path, problems=error.problems)


def _is_same_front(one: Record, other: Record) -> bool:
    """Compare the front matter of two records without a body, by its fields."""
    return all(getattr(one, field) == getattr(other, field) for field in FIELDS)


def infer_fields_of_record(
    record: Record, body: str, rules: InferenceData, missing: Sequence[str] = INFERABLE
) -> dict[str, Guess[str] | Guess[tuple[str, ...]]]:
    """Infer dek, topics and names of a record; evidence names the lines of its body, from 1.

    Args:
        record: the record.
        body: its Markdown; it does not change, so that an inferred dek is still its first paragraph.
        rules: data for the rules of inference.
        missing: the fields to infer.
    """
    text = _BLANKS.sub(" ", _HIDDEN.sub(lambda hidden: "\n" * hidden[0].count("\n"), body))
    if not text.strip():
        return {}
    stated: dict[str, object] = {field: getattr(record, field) for field in INFERABLE if field not in missing}
    stated |= {"title": record.title} | ({"language": record.language} if record.language else {})
    analysis = infer_fields_except_date(
        ParsedArticle(SeedRef(record.path, ""), text, "markdown", stated), rules
    )
    found: dict[str, Guess[str] | Guess[tuple[str, ...]]] = {}
    if "dek" in missing and (dek := infer_standfirst(text)):
        found["dek"] = dek
    for field in missing:
        value = analysis.front.get(field)
        if isinstance(value, tuple) and field in analysis.inferred:
            found[field] = Guess(value, analysis.inferred[field])
    return found
