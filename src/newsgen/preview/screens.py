"""The screens of the review: decisions with their answers, and next to them a text with its evidence marked."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from urllib.parse import quote as quote_url
from urllib.parse import urlencode

import msgspec

from newsgen.addresses import article_address, slugify_name
from newsgen.archive.model import SINGULAR
from newsgen.desk.inferred_fields import (
    EvidenceText,
    InferredField,
    Quote,
    join_value,
    list_inferred_fields,
    read_text_behind_evidence,
)
from newsgen.desk.review import (
    Answer,
    Decision,
    Reviewer,
    describe_decision,
    format_confidence,
    group_decisions,
    list_answers,
)
from newsgen.errors import Problem, RefusedError

ROOT = "/_review"
"""Address of the review."""
_LABELS = {"date": "Dates", "spelling": "Spellings", "text": "Texts"}
_MOST_ARTICLES = 50
"""Most articles of a name that are linked."""
_LINES = re.compile(r"lines? (\d+)(?:-(\d+))?")


class Link(msgspec.Struct, frozen=True):
    """A link to another decision, or to a decision next to another article."""

    label: str
    href: str
    current: bool
    number: int = 0
    """Decisions of its kind."""


class Row(msgspec.Struct, frozen=True):
    """A decision as a screen shows it."""

    key: str
    seen: str
    """Digest of the decision: an answer to one that has changed since is refused."""
    value: str
    others: tuple[str, ...]
    what: str
    """Its kind and number of articles, e.g. 'person in 13 articles'."""
    headline: str
    quote: tuple[str, str, str]
    """The first piece of evidence: the text before its words, the words, the text after."""
    choices: dict[str, str]
    """Label of each answer by its key, which a form posts too."""
    href: str
    """Link to this decision alone."""


class Mark(msgspec.Struct, frozen=True):
    """A marked part of a text; offsets are of its first character and after its last one."""

    start: int
    end: int
    about: str
    """What it is evidence for, e.g. 'people: Mei Lin'."""
    current: bool
    """True if it is evidence for the decision that is asked about."""


class Piece(msgspec.Struct, frozen=True):
    """A part of a text in which all characters have the same marks."""

    text: str
    id: str
    """'m' and its offset; '' if it has no mark."""
    about: str
    current: bool


class EvidenceRow(msgspec.Struct, frozen=True):
    """A piece of evidence."""

    name: str
    """The value that it proves; '' for a field with one value."""
    text: str
    mark: str
    """`id` of its mark; '' if it has none."""
    decision: str
    """Link to the decision about this value; '' if none is open."""
    current: bool


class InferredFieldRow(msgspec.Struct, frozen=True):
    """An inferred field."""

    field: str
    value: str
    """'' if each piece of evidence names its value."""
    how: str
    """Confidence and rule, e.g. '0.40, provisional, weekday'."""
    because: str
    alternatives: str
    decision: str
    """Link to the decision about the field; '' if none is open, or if there is one for each value."""
    proofs: tuple[EvidenceRow, ...]


class ArticlePane(msgspec.Struct, frozen=True):
    """An article next to a decision."""

    headline: str
    titled: bool
    """True if the text begins with its headline."""
    path: str
    page: str
    """Address of the article's page in the preview."""
    pieces: tuple[Piece, ...]
    claims: tuple[InferredFieldRow, ...]


class Screen(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the review."""

    site: str
    token: str = ""
    message: str = ""
    problems: tuple[str, ...] = ()
    here: str = ROOT
    """Its address."""
    jumps: tuple[Link, ...] = ()
    """The first decision of each kind."""
    left: int = 0
    """Screens that are left."""
    title: str = ""
    single: bool = True
    rows: tuple[Row, ...] = ()
    lines: dict[str, str] = {}
    """Fields of a single decision that can be edited, each with its value as a line."""
    editing: bool = False
    """True if the lines have values that could not be written."""
    back: str = ""
    skip: str = ""
    pane: ArticlePane | None = None
    articles: tuple[Link, ...] = ()
    """The articles of a single decision."""
    more: int = 0
    """Articles that are not linked."""


def make_review_screen(
    reviewer: Reviewer,
    decisions: Sequence[Decision],
    at: str,
    *,
    alone: bool = False,
    article: str = "",
    typed: Mapping[str, str] | None = None,
) -> Screen:
    """Make the screen with the decision `at`, or the first screen if that is not open.

    `alone` shows it without its group, next to the record `article`, or its first one; `typed` are values by field that could
    not be written.

    Raises:
        ContentError: the record lost its front matter since it was read.
    """
    site = reviewer.project.settings.site.title or reviewer.project.root.name
    groups = group_decisions(decisions)
    if not groups:
        return Screen(site=site)
    number = next((n for n, group in enumerate(groups) if any(one.key == at for one in group)), 0)
    whole = groups[number]
    group = tuple(one for one in whole if one.key == at) if alone else ()
    back = groups[number - 1] if len(group) == len(whole) or not group else whole
    group = group or whole
    one, single = group[0], len(group) == 1
    path = article if article in one.articles else one.articles[0]
    shown = one.articles[:_MOST_ARTICLES] if single else ()
    return Screen(
        site=site,
        here=make_decision_link(one.key, alone=alone, article=article if path == article else ""),
        jumps=_make_jumps(groups, one),
        left=len(groups),
        title=_describe_group(group),
        single=single,
        rows=tuple(_make_rows(reviewer, group)),
        lines=reviewer.list_lines(one) | dict(typed or {}) if single else {},
        editing=bool(typed),
        back=make_decision_link(back[0].key),
        skip=make_decision_link(groups[(number + 1) % len(groups)][0].key),
        pane=make_article_pane(
            reviewer, one, path, {each.key for each in decisions if path in each.articles}
        ),
        articles=tuple(
            Link(
                reviewer.records[each].title,
                make_decision_link(one.key, alone=True, article=each),
                each == path,
            )
            for each in shown
        ),
        more=len(one.articles) - len(shown) if single else 0,
    )


def make_decision_link(key: str, *, alone: bool = False, article: str = "") -> str:
    """Make a link to the screen with a decision; the arguments are those of `make_review_screen`."""
    given = {"at": key, "alone": "1" if alone else "", "article": article}
    return f"{ROOT}?{urlencode({name: value for name, value in given.items() if value})}"


def digest_decision(one: Decision) -> str:
    """Return a digest of all that a screen shows of a decision."""
    return hashlib.sha256(msgspec.json.encode(one)).hexdigest()[:32]


def make_answer(reviewer: Reviewer, one: Decision, value: str, typed: Mapping[str, str]) -> Answer:
    """Make the answer that a form posts: `value` is the key of an answer, or 'edit', whose values by field are `typed`."""
    answers = list_answers(one)
    if value == "edit":
        lines = reviewer.list_lines(one)
        changed = {
            field: text for field, text in typed.items() if text.strip() != lines.get(field, text.strip())
        }
        return Answer(one.key, "set", values=changed) if changed else answers["y"]
    if value not in answers:
        raise RefusedError(Problem("", 0, 0, f'"{value}" is no answer here', "choose one that is offered"))
    return answers[value]


def _label_answer(one: Decision, answer: Answer) -> str:
    if answer.action == "set":
        return answer.values["date"]
    if answer.action == "move":
        return SINGULAR[answer.to].capitalize()
    yes = {"spelling": "Yes, one person", "text": "Yes, all of it"}
    no = {"spelling": f"No, {len(one.others) + 1} people", "date": "No date"}
    return yes.get(one.kind, "Yes") if answer.action == "yes" else no.get(one.kind, "No, for good")


def _make_rows(reviewer: Reviewer, group: Sequence[Decision]) -> Iterator[Row]:
    firsts = [one.findings[0] for one in group if one.findings]
    found = iter(reviewer.quote(firsts))
    for one in group:
        finding = next(found) if one.findings else None
        quote = finding.quotes[0] if finding and finding.quotes else None
        yield Row(
            key=one.key,
            seen=digest_decision(one),
            value=one.value,
            others=one.others if one.kind == "spelling" else (),
            what=describe_decision(one),
            headline=finding.title if finding else "",
            quote=quote.text.partition(quote.words or quote.text) if quote else ("", "", ""),
            choices={key: _label_answer(one, answer) for key, answer in list_answers(one).items()},
            href=make_decision_link(one.key, alone=True),
        )


def _make_jumps(groups: Sequence[Sequence[Decision]], current: Decision) -> tuple[Link, ...]:
    """Link the first decision of each kind."""
    first: dict[str, str] = {}
    numbers: dict[str, int] = {}
    for one in (one for group in groups for one in group):
        label = _LABELS.get(one.kind) or one.field.capitalize()
        first.setdefault(label, one.key)
        numbers[label] = numbers.get(label, 0) + 1
    here = _LABELS.get(current.kind) or current.field.capitalize()
    links = ((label, make_decision_link(key)) for label, key in first.items())
    return tuple(Link(label, link, label == here, numbers[label]) for label, link in links)


def _describe_group(group: Sequence[Decision]) -> str:
    """Describe what is asked, as a heading."""
    one = group[0]
    if len(group) == 1:
        return f"{one.value}: {describe_decision(one)}"
    if one.kind == "date":
        guessed = "provisional " if one.findings[0].provisional else ""
        return f"{len(group)} {guessed}dates, confidence {format_confidence(group)}"
    if one.kind == "name":
        return f"{len(group)} {one.field} in few articles"
    return f"{len(group)} texts with suggestions"


def make_article_pane(reviewer: Reviewer, one: Decision, path: str, opened: Collection[str]) -> ArticlePane:
    """Show an article next to a decision; `opened` are the keys of all open decisions about the article.

    Raises:
        ContentError: the record lost its front matter since it was read.
    """
    record = reviewer.records[path]
    text = read_text_behind_evidence(reviewer.project, record)
    whole = "\n".join(text.lines)
    marks: list[Mark] = []
    claims = []
    findings = list_inferred_fields([record])
    for finding, quoted in zip(findings, reviewer.quote(findings), strict=True):
        quotes = {quote.value: quote for quote in quoted.quotes}
        proofs = []
        for name, proof in finding.proofs.items():
            key = _find_key(finding, name, opened)
            found = find_span(text, whole, quotes[name]) if name in quotes else None
            if found:
                about = f"{finding.field}: {name}" if name else finding.field
                marks.append(Mark(*found, about, key == one.key))
            link = make_decision_link(key, alone=True, article=path) if key else ""
            proofs.append(EvidenceRow(name, proof, f"m{found[0]}" if found else "", link, key == one.key))
        claims.append(_make_claim(finding, proofs))
    if one.kind == "spelling":
        for name in sorted({one.value, *one.others}.intersection(record.people)):
            found_names = re.finditer(re.escape(name), whole)
            marks += [Mark(*match.span(), f"people: {name}", True) for match in found_names]
    page = f"/{quote_url(article_address(record, reviewer.rules))}"
    titled = " ".join(whole.split()).startswith(record.title)
    return ArticlePane(record.title, titled, path, page, tuple(cut_pieces(whole, marks)), tuple(claims))


def _find_key(finding: InferredField, name: str, opened: Collection[str]) -> str:
    """Find the open decision about a finding, or about one of its names; '' if there is none."""
    keys = [f"{finding.field}/{finding.article}", f"text/{finding.article}"]
    if name:
        keys.insert(0, f"name/{finding.field}/{slugify_name(name)}")
    return next((key for key in keys if key in opened), "")


def _make_claim(finding: InferredField, proofs: Sequence[EvidenceRow]) -> InferredFieldRow:
    has_names = any(proof.name in finding.value for proof in proofs if proof.name)
    return InferredFieldRow(
        field=finding.field,
        value="" if has_names else join_value(finding.value),
        how=finding.how,
        because=finding.because,
        alternatives=", ".join(finding.alternatives),
        decision=next((proof.decision for proof in proofs if not proof.name), ""),
        proofs=tuple(proofs),
    )


def find_span(text: EvidenceText, whole: str, quote: Quote) -> tuple[int, int] | None:
    """Find the offsets of a quote's words, or of its lines, in the joined lines of a text; None if it does not have them."""
    starts = [0, *accumulate(len(line) + 1 for line in text.lines)]
    index = quote.line - 1 - text.skipped
    if not 0 <= index < len(text.lines):
        return None
    if quote.words:
        words = re.compile(r"\s+".join(map(re.escape, quote.words.split())))
        found = words.search(whole, starts[index])
        return found.span() if found else None
    lines = _LINES.fullmatch(quote.value)
    more = max(int(lines[2]) - int(lines[1]), 0) if lines and lines[2] else 0
    return starts[index], starts[min(index + more + 1, len(text.lines))] - 1


def cut_pieces(text: str, marks: Collection[Mark]) -> Iterator[Piece]:
    """Cut a text where marks begin or end. Line feeds are doubled in a text that has no blank lines, to be read with ease."""
    gap = "\n" if "\n\n" in text else "\n\n"
    edges = {0, len(text)} | {edge for mark in marks for edge in (mark.start, mark.end)}
    for start, end in pairwise(sorted(edges)):
        over = [mark for mark in marks if mark.start <= start and end <= mark.end]
        about = "; ".join(dict.fromkeys(mark.about for mark in over))
        part = text[start:end].replace("\n", gap)
        yield Piece(part, f"m{start}" if over else "", about, any(mark.current for mark in over))
