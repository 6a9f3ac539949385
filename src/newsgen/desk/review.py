"""Review what was inferred: decisions to take, answers to them, and the writing and undoing of answers.

A decision is a value: a name in all of its articles, two spellings of a person, a date, or what is left of a text. Who shows
decisions, on a terminal or in a browser, calls `Reviewer.list_decisions` and `group_decisions`, and hands `Answer` values to
`Reviewer.apply`, which writes them through the journal; `Reviewer.undo` takes the last ones back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from newsgen.addresses import article_address, map_paths_to_addresses
from newsgen.archive.model import SINGULAR, Kind
from newsgen.desk.edit import LISTS, SETTABLE, Edit, FieldValue, confirm_fields, parse_field_value
from newsgen.desk.edit_plan import EditPlan
from newsgen.desk.inferred_fields import (
    EvidenceText,
    InferredField,
    Value,
    add_quotes,
    format_field,
    list_inferred_fields,
    read_text_behind_evidence,
)
from newsgen.desk.journal import UndoPlan, plan_undo, write_journaled, write_undo
from newsgen.desk.name_variants import find_people_variants
from newsgen.errors import NewsgenError, OutputError, Problem, RefusedError, count_noun
from newsgen.loader.names.aliases import REJECTABLE
from newsgen.model import Record
from newsgen.pipeline.open import open_archive, read_records
from newsgen.pipeline.project import Project, read_archive_aliases
from newsgen.record.read import read_record

MANY = 8
"""Fewest articles of a name that is asked about alone."""
LINES_TOGETHER, NAMES_TOGETHER = 20, 30
"""Most dates or texts, and most names in few articles, that are asked about at once."""
SUGGESTIONS = ("quotations", "headings", "hyphens", "pages", "encoding")
"""Fields under `inferred` that only suggest a change of the text."""
KIND_KEYS: dict[Kind, str] = {"organizations": "o", "people": "p", "places": "l", "topics": "t"}
"""The key that moves a name to a kind."""
SURE = 0.8
"""Least confidence of a date that is as good as certain."""


class Decision(msgspec.Struct, frozen=True):
    """A question about what was inferred."""

    key: str
    """Identifies it while it is open, e.g. 'name/people/mei-lin', 'date/articles/x.md'."""
    kind: Literal["date", "spelling", "name", "text"]
    """A date of one article; two spellings of a person; a name in all articles; what is left of one article."""
    field: str
    """For a name its kind, e.g. 'people', for a date 'date', for spellings 'people'; '' for a text."""
    value: str
    """The name, the date in ISO form; for spellings the name to keep, for a text its headline."""
    articles: tuple[str, ...]
    """Paths of the records that it is about."""
    findings: tuple[InferredField, ...]
    """What was inferred, without quotes (see `Reviewer.quote`): of a name in its first article, of a text all that is left."""
    others: tuple[str, ...] = ()
    """Other dates that fit, most probable first; other spellings."""

    @property
    def confidence(self) -> float | None:
        """Confidence of the first finding, 0 to 1; None if the rule gives none."""
        return self.findings[0].confidence if self.findings else None


class Answer(msgspec.Struct, frozen=True):
    """An answer to a decision."""

    key: str
    """The decision's key."""
    action: Literal["yes", "no", "move", "set"]
    """yes: it is right; the spellings are one person. no: the name goes for good; the date is wrong and none is known; the
    spellings are two people. move: the name is of another kind. set: other values, and the rest is right."""
    to: str = ""
    """For move the kind, e.g. 'organizations'."""
    values: dict[str, str] = {}
    """For set the new values by field, as text: {'people': 'Mei Lin'}, {'date': '2023-11-22'}; '' removes a field."""


class Outcome(msgspec.Struct, frozen=True):
    """What was written."""

    what: str
    """The answers in a few words, as in the journal."""
    articles: tuple[str, ...]
    """Paths of the changed records."""
    problems: tuple[Problem, ...]
    """Records that could not be edited or written; their decisions stay open."""
    amendments: tuple[RecordChanges, ...]
    """For answers about a date or a text the record's new values and addresses."""
    outdated: bool
    """True if the archive was read again: then list the decisions before the next answers."""


class RecordChanges(msgspec.Struct, frozen=True):
    """A written review of one record."""

    article: str
    accepted: tuple[str, ...]
    """Confirmed fields with unchanged values."""
    set: dict[str, Value]
    """New values by field; '' or an empty list for a removed field."""
    was: str
    """Address before."""
    now: str
    """Address now."""
    redirected: bool
    """True if the old address was published, so that the next build redirects it."""

    @property
    def dated(self) -> bool:
        """True if a date was confirmed, which can help to infer others."""
        return "date" in self.accepted or bool(self.set.get("date"))


class Reviewer:
    """An archive under review; each answer is written immediately."""

    def __init__(self, project: Project) -> None:
        """Read the archive; records that cannot be read are in `problems`."""
        self.project = project
        self.refresh()

    def refresh(self) -> None:
        """Read the archive again. Decisions that were listed before can no longer be answered."""
        self.problems: list[Problem] = []
        project = self.project
        opened = open_archive(project, pages=False, records=read_records(project, wrong=self.problems))
        self.rules = opened.rules
        self.aliases = opened.aliases["people"]
        published = set(self.rules.published.values())
        self._plan = EditPlan(project, opened.records, opened.aliases, published)
        self._variants = find_people_variants(opened.records, self.aliases)
        self._open: dict[str, Decision] = {}

    @property
    def records(self) -> dict[str, Record]:
        """The records by path."""
        return self._plan.records

    def quote(self, findings: Iterable[InferredField]) -> Iterator[InferredField]:
        """Add quotes to findings; a seed is read once for consecutive findings of one article."""
        path, text = "", EvidenceText("", ())
        for finding in findings:
            if finding.article != path:
                path = finding.article
                text = read_text_behind_evidence(self.project, self.records[path])
            yield add_quotes(finding, text)

    def list_decisions(self, field: str = "") -> list[Decision]:
        """List what is to be decided, or only about one field.

        The order is: dates, the least sure first; spellings; names, the most frequent first; texts.
        """
        dates: list[Decision] = []
        names: dict[tuple[Kind, str], list[InferredField]] = {}
        texts: dict[str, list[InferredField]] = {}
        for finding in list_inferred_fields(self.records.values(), field):
            path, inferred = finding.article, finding.field
            found = self._find_names(finding)
            for kind, name in found:
                part = msgspec.structs.replace(finding, value=name, evidence={name: finding.evidence[name]})  # type: ignore[index]
                names.setdefault((kind, self._plan.find_slug(kind, name)), []).append(part)
            if inferred == "date" and finding.value:
                date, others = str(finding.value), finding.alternatives
                dates.append(Decision(f"date/{path}", "date", "date", date, (path,), (finding,), others))
            elif not found:
                texts.setdefault(path, []).append(finding)
        named = [_make_name_decision(kind, slug, found) for (kind, slug), found in names.items()]
        named.sort(key=lambda one: (-len(one.articles), one.value.casefold(), one.key))
        left = [
            Decision(f"text/{path}", "text", "", found[0].title, (path,), tuple(found))
            for path, found in sorted(texts.items())
        ]
        spelt = self._list_spellings() if field in ("", "people") else []
        decisions = [*dates, *spelt, *named, *left]
        self._open = {one.key: one for one in decisions}
        return decisions

    def _find_names(self, finding: InferredField) -> list[tuple[Kind, str]]:
        """Find the names of a finding that can be decided about one by one."""
        if finding.field not in REJECTABLE or isinstance(finding.evidence, str):
            return []
        return [(finding.field, name) for name in finding.evidence if name in finding.value]  # type: ignore[misc]

    def _list_spellings(self) -> list[Decision]:
        found = []
        for variants in self._variants:
            names = [name for name, _ in variants.names]
            slugs = [self._plan.find_slug("people", name) for name in names]
            records = [self._plan.list_records("people", slug) for slug in slugs]
            paths = tuple(sorted({record.path for group in records for record in group}))
            if all(records):
                key = f"spelling/people/{slugs[0]}"
                found.append(Decision(key, "spelling", "people", names[0], paths, (), tuple(names[1:])))
        return found

    def apply(self, answers: Sequence[Answer]) -> Outcome:
        """Write answers to listed decisions, as one entry of the journal. The other decisions stay open.

        Raises:
            ContentError: a new value is wrong; nothing is written.
            RefusedError: a decision is not open any more, or a file has changed meanwhile; nothing is written.
        """
        if closed := [answer.key for answer in answers if answer.key not in self._open]:
            message = f"{', '.join(closed)}: this is decided already"
            raise RefusedError(Problem("", 0, 0, message, "look at what is left"))
        pairs = [(self._open[answer.key], answer) for answer in answers]
        values: list[dict[str, FieldValue]] = [
            {field: parse_field_value(field, text) for field, text in answer.values.items()}
            for answer in answers
        ]
        what = _describe_answers(pairs)
        amendments: list[RecordChanges] = []
        try:
            for (decision, answer), parsed in zip(pairs, values, strict=True):
                if decision.kind in ("date", "text"):
                    fields = [finding.field for finding in decision.findings]
                    is_unknown = decision.kind == "date" and answer.action == "no"
                    new_values = {"date": None} if is_unknown else parsed
                    amendments += self._amend(decision.articles[0], fields, new_values)
                else:
                    self._plan_names(decision, answer)
            edits = self._plan.edits
            problems = [*self._plan.problems, *write_journaled(self.project, what, edits, self._plan.moved)]
        except NewsgenError:
            self.refresh()
            raise
        paths = {edit.path for edit in edits} - {problem.file for problem in problems}
        spelt = any(decision.kind == "spelling" for decision, _ in pairs)
        outdated = bool(problems) or spelt or ("names.toml" in paths and self._has_other_spellings())
        if outdated:
            self.refresh()
        else:
            self._plan.clear()
            for answer in answers:
                self._open.pop(answer.key, None)
        written = tuple(sorted(paths - {"names.toml"}))
        shown = tuple(one for one in amendments if one.article in paths)
        return Outcome(what, written, tuple(problems), shown, outdated)

    def _has_other_spellings(self) -> bool:
        """Return whether names.toml now joins other names than when the archive was read."""
        old, new = self._plan.aliases, read_archive_aliases(self.project).spellings
        return any(
            old[kind].get(spelling, spelling) != new[kind].get(spelling, spelling)
            for kind in new
            for spelling in {**old[kind], **new[kind]}
        )

    def _plan_names(self, decision: Decision, answer: Answer) -> None:
        kind: Kind = decision.field  # type: ignore[assignment]
        names = (decision.value, *decision.others)
        new = " ".join(answer.values.get(kind, "").split())
        new = self._plan.aliases.get(kind, {}).get(new, new)
        if answer.action == "set" and new and (len(names) > 1 or new != decision.value):
            self._plan.rename(kind, [name for name in names if name != new], new, lasting=True)
        elif decision.kind == "spelling":
            if answer.action == "no":
                self._plan.keep_apart(kind, names)
            else:
                self._plan.rename(kind, names[1:], names[0], lasting=True)
        elif answer.action == "move":
            self._plan.move(kind, decision.value, answer.to)  # type: ignore[arg-type]
        elif answer.action == "no" or (answer.action == "set" and not new):
            self._plan.remove(kind, decision.value)
        else:
            self._plan.confirm(kind, decision.value)

    def _amend(
        self, path: str, accept: Iterable[str], values: Mapping[str, FieldValue]
    ) -> Iterator[RecordChanges]:
        """Plan to confirm and set fields of a record; yield what changes if that is possible."""
        record = self.records[path]
        accepted = tuple(field for field in accept if field not in values)

        def make(record: Record, before: bytes) -> Edit:
            edit = confirm_fields(record, before, accepted, values)
            self._check_address(record, read_record(path, edit.after))
            return edit

        if self._plan.edit_record(path, make):
            new = self.records[path]
            was, now = article_address(record, self.rules), article_address(new, self.rules)
            shown = {field: format_field(new, field) for field in values}
            yield RecordChanges(path, accepted, shown, was, now, was != now and was in self.rules.published)

    def _check_address(self, record: Record, new: Record) -> None:
        """Raise ContentError if a record's new address is that of another one."""
        now = article_address(new, self.rules)
        if article_address(record, self.rules) != now:
            others = (other for other in self.records.values() if other.path != new.path)
            same = next((other for other in others if article_address(other, self.rules) == now), None)
            map_paths_to_addresses([same, new] if same else [new], self.rules)

    def answer(self, path: str, accept: Iterable[str], answers: Mapping[str, FieldValue]) -> RecordChanges:
        """Confirm and set fields of one record, and write the record.

        Raises:
            NewsgenError: as `confirm_fields` and `write_journaled`; or two articles would have one address.
        """
        fields = list(accept)
        try:
            found = list(self._amend(path, fields, answers))
            for error in self._plan.errors:
                raise error
            what = f"review: {path}: {', '.join([*fields, *answers])}"
            problems = write_journaled(self.project, what, self._plan.edits)
        except NewsgenError:
            self.refresh()
            raise
        if problems:
            self.refresh()
            raise OutputError(problems)
        self._plan.clear()
        return found[0]

    def list_lines(self, one: Decision) -> dict[str, str]:
        """List the fields of a decision that can be set, each with its value as a line; a text without a date gets a date."""
        if one.kind != "text":
            return {one.field: one.value}
        lines = {}
        for finding in one.findings:
            if finding.field in LISTS:
                lines[finding.field] = ", ".join(name.replace(",", "\\,") for name in finding.value)
            elif finding.field in SETTABLE:
                lines[finding.field] = str(finding.value)
        if self.records[one.articles[0]].date is None:
            lines.setdefault("date", "")
        return lines

    def undo(self) -> UndoPlan:
        """Take back the last answers, or the last command that changed names, and read the archive again.

        Raises:
            NewsgenError: there is nothing to undo, or as `write_undo`.
        """
        undoing = plan_undo(self.project)
        write_undo(self.project, undoing)
        self.refresh()
        return undoing


def list_answers(one: Decision) -> dict[str, Answer]:
    """List the answers to a decision that take one key, by key."""
    answers = {"y": Answer(one.key, "yes")}
    if one.kind == "date":
        for number, other in enumerate(one.others[:9], 1):
            answers[str(number)] = Answer(one.key, "set", values={"date": other})
    if one.kind != "text":
        answers["n"] = Answer(one.key, "no")
    if one.kind == "name":
        moves = {key: kind for kind, key in KIND_KEYS.items() if kind != one.field}
        answers |= {key: Answer(one.key, "move", kind) for key, kind in moves.items()}
    return answers


def group_decisions(decisions: Iterable[Decision]) -> list[tuple[Decision, ...]]:
    """Group decisions that can be taken at a glance; the others are alone.

    Dates are grouped by how sure they are (a guess, likely, as good as certain), names in few articles by their kind, and
    texts in which only quotations and sub-heads are suggested; each group fits a screen.
    """
    rare: dict[tuple[str, int], list[Decision]] = {}
    groups: list[list[Decision]] = []
    for one in decisions:
        if one.kind == "date":
            sure = one.confidence or 0.0
            key = "date", 0 if one.findings[0].provisional else 1 if sure < SURE else 2
        elif one.kind == "name" and len(one.articles) < MANY:
            key = one.field, 3
        elif one.kind == "text" and all(finding.field in SUGGESTIONS for finding in one.findings):
            key = "text", 4
        else:
            groups.append([one])
            continue
        if key not in rare:
            groups.append(rare.setdefault(key, []))
        rare[key].append(one)
    found: list[tuple[Decision, ...]] = []
    for group in groups:
        if group[0].kind == "name":
            group.sort(key=lambda one: one.value.casefold())
        most = NAMES_TOGETHER if group[0].kind == "name" else LINES_TOGETHER
        found += (tuple(group[n : n + most]) for n in range(0, len(group), most))
    return found


def describe_decision(one: Decision) -> str:
    """Describe what is asked in a few words, e.g. 'person in 13 articles'."""
    number = count_noun(len(one.articles), "article")
    if one.kind == "name":
        return f"{SINGULAR[one.field]} in {number}"
    if one.kind == "spelling":
        return f"one person? ({number}; {one.value} is kept)"
    return "date of one article" if one.kind == "date" else "what is left of this text"


def format_confidence(group: Sequence[Decision]) -> str:
    """Format the confidence of dates, e.g. '0.40', or '0.40 to 0.60'."""
    lowest, highest = (f"{find(one.confidence or 0 for one in group):.2f}" for find in (min, max))
    return lowest if lowest == highest else f"{lowest} to {highest}"


def _make_name_decision(kind: Kind, slug: str, found: Sequence[InferredField]) -> Decision:
    """Make the decision about a name; of its spellings the most frequent one is shown."""
    counts = Counter(str(finding.value) for finding in found)
    name = min(counts, key=lambda name: (-counts[name], name))
    first = min((one for one in found if one.value == name), key=lambda one: one.article)
    paths = tuple(sorted({finding.article for finding in found}))
    return Decision(f"name/{kind}/{slug}", "name", kind, name, paths, (first,))


def _describe_answers(pairs: Sequence[tuple[Decision, Answer]]) -> str:
    """Describe answers in a few words, for the journal."""
    (decision, answer), *more = pairs
    action = {"move": f"move to {answer.to}", "set": "set " + ", ".join(answer.values.values())}
    what = f"{decision.field or 'text'} {decision.value}: {action.get(answer.action, answer.action)}"
    return f"review: {what}{f', and {len(more)} more' if more else ''}"
