"""Format the findings of a review as lines of text."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence

import click

from newsgen.archive.model import SINGULAR
from newsgen.cli.output import has_colour
from newsgen.desk.inferred_fields import DuplicatePair, InferredField, Quote, Remaining, join_value
from newsgen.desk.name_variants import OutdatedName, PersonVariants
from newsgen.desk.review import Decision, RecordChanges, describe_decision, format_confidence
from newsgen.errors import Problem, count_noun

_MENTIONS = re.compile(r", \d+ mentions?$")
FEW = 6
"""Pieces of evidence shown for a field in a list of articles."""


def make_bold(text: str) -> str:
    """Make text bold on a terminal."""
    return click.style(text, bold=True) if has_colour(sys.stdout) else text


def format_decisions(decisions: Iterable[tuple[Decision, Sequence[InferredField]]]) -> Iterator[str]:
    """Format decisions with their quoted findings as a list; those of one article under one head."""
    before: str | None = None
    for one, findings in decisions:
        head, *lines = format_decision(one, findings, most=FEW)
        path = "" if one.kind == "name" else one.articles[0]
        if path and path == before:
            yield from lines[1:]
            continue
        if path or before != "":
            yield ""
        yield from (head, *lines)
        before = path


def format_decision(
    one: Decision, findings: Sequence[InferredField], *, most: int = 0, with_context: bool = False
) -> Iterator[str]:
    """Format a decision with its evidence; of a name that in its first article, as `format_inferred_field`."""
    if one.kind in ("name", "spelling"):
        yield f"{', '.join([make_bold(one.value), *one.others])}: {describe_decision(one)}"
    else:
        yield make_bold(one.articles[0])
        yield f"  {findings[0].title}"
    for finding in findings:
        lines = list(format_inferred_field(finding, most=most, with_context=with_context))
        yield from lines[1:] if one.kind == "name" else lines


def format_decision_screen(group: Sequence[Decision], findings: Sequence[InferredField]) -> Iterator[str]:
    """Format a screen of decisions of one kind, each with its number; `findings` has the first of each, with quotes."""
    kind = group[0].kind
    if kind == "name":
        yield from _format_names(group)
        return
    if kind == "date":
        guess = ", provisional" if findings[0].provisional else ""
        yield make_bold(f"{count_noun(len(group), 'date')}, confidence {format_confidence(group)}{guess}")
    else:
        texts = count_noun(len(group), "text")
        yield make_bold(f"{texts} with quotations or sub-heads that are only suggested")
    for number, (one, finding) in enumerate(zip(group, findings, strict=True), 1):
        words = [(kind == "date" and quote.words) or quote.text for quote in finding.quotes]
        said = _cut(" … ".join(words), 50)
        if kind == "date":
            yield f"{number:>3}  {make_bold(one.value):<10}  {_cut(finding.title, 60)}  {said}".rstrip()
        else:
            yield f"{number:>3}  {_cut(one.value, 60)}  {finding.field}: {said}".rstrip()


def _format_names(group: Sequence[Decision]) -> Iterator[str]:
    """Format names of one kind in columns."""
    most = max(len(one.articles) for one in group)
    articles = "1 article" if most == 1 else f"1 to {most} articles each"
    yield make_bold(f"{count_noun(len(group), SINGULAR[group[0].field], group[0].field)} in {articles}")
    cells = [
        f"{number:>3}  {one.value}{f' ({len(one.articles)})' if len(one.articles) > 1 else ''}"
        for number, one in enumerate(group, 1)
    ]
    width = max(map(len, cells)) + 2
    columns = max(1, min(3, shutil.get_terminal_size().columns // width))
    rows = -(-len(cells) // columns)
    for row in range(rows):
        yield "".join(f"{cell:<{width}}" for cell in cells[row::rows]).rstrip()


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def format_inferred_fields(findings: Iterable[InferredField], *, with_context: bool = False) -> Iterator[str]:
    """Format findings; those of one article under one head; `with_context` shows all evidence and the lines around it."""
    path = ""
    for finding in findings:
        if finding.article != path:
            path = finding.article
            yield from ("", make_bold(path), f"  {finding.title}")
        yield from format_inferred_field(finding, most=0 if with_context else FEW, with_context=with_context)


def format_inferred_field(
    finding: InferredField, *, most: int = 0, with_context: bool = False
) -> Iterator[str]:
    """Format a finding with its quotes: `most` pieces of evidence, 0 for all, `with_context` with the lines around each quote."""
    value, proofs = join_value(finding.value), finding.proofs
    yield f"  {make_bold(finding.field)}{f': {value}' if value else ''} ({finding.how})"
    quotes = {quote.value: quote for quote in finding.quotes}
    shown = list(proofs.items())[: most or None]
    for name, proof in shown:
        quote = quotes.get(name)
        if quote and (quote.words or not name):
            count = _MENTIONS.search(proof)
            lead = f"{name}{count[0] if count else ''}: " if name else ""
            lines = _quote_lines(quote, lead, with_context=with_context and not name)
            yield from (f"    {line}" for line in lines)
        elif quote and not proof.startswith("line "):  # a suggestion, whose name is its line
            text = "" if quote.text in proof else f": {quote.text}"
            yield f"    {quote.file}:{quote.line}: {proof}{text}"
        elif proof != "":
            yield f"    {name}{': ' if name else ''}{proof}"
    if len(proofs) > len(shown):
        yield f"    and {len(proofs) - len(shown)} more"
    if finding.because:
        yield f"    because {finding.because}"
    if finding.alternatives:
        yield f"    or {', '.join(finding.alternatives)}"


def _quote_lines(quote: Quote, lead: str, *, with_context: bool) -> Iterator[str]:
    before, words, after = quote.text.partition(quote.words) if quote.words else (quote.text, "", "")
    text = f"{before}{make_bold(words)}{after}" if words else before
    if with_context and quote.before:
        yield f"  | {quote.before}"
    yield f"{lead}{quote.file}:{quote.line}: {text}"
    if with_context and quote.after:
        yield f"  | {quote.after}"


def inferred_field_to_problem(finding: InferredField) -> Problem:
    """Turn a finding into a problem, for GitHub's annotations."""
    value = join_value(finding.value)
    proof = finding.evidence if isinstance(finding.evidence, str) else ", ".join(map(str, finding.evidence))
    message = f"{finding.field}{f' {value}' if value else ''} is inferred: {proof}"
    return Problem(finding.article, 1, 0, message, "accept or correct it with newsgen review", "inferred")


def format_people_variants(found: Sequence[PersonVariants]) -> Iterator[str]:
    """Format people with two spellings, and the line that joins them."""
    if found:
        yield from ("", make_bold("spelt two ways"))
    for one in found:
        yield "  " + ", ".join(f"{name} ({count_noun(count, 'article')})" for name, count in one.names)
        where = "instead of the line that is there" if one.replaces else "under [people]"
        yield f"    in names.toml, {where}: {one.line}"


def format_outdated_names(found: Sequence[OutdatedName]) -> Iterator[str]:
    """Format names that all texts together settle otherwise, each with the command that changes it."""
    if found:
        yield from ("", make_bold("settled otherwise by texts that came later"))
    for one in found:
        yield f"  {one.old or 'in headlines'} → {one.new} ({count_noun(len(one.articles), 'article')}): {one.command}"
    if found:
        yield "  all of them, in records that nobody edited: newsgen load --refresh"


def format_duplicates(found: Sequence[DuplicatePair]) -> Iterator[str]:
    """Format pairs of articles with nearly the same text."""
    if found:
        yield from ("", make_bold("near-duplicates"))
    for one in found:
        yield f"  {one.article} and {one.other}: {round(one.share * 100)} % alike"


def format_record_changes(done: RecordChanges) -> Iterator[str]:
    """Format what changed in a record."""
    if done.accepted:
        yield f"{done.article}: accepted {', '.join(done.accepted)}"
    for field, value in done.set.items():
        shown = join_value(value)
        yield f"{done.article}: {f'set {field} to {shown}' if shown else f'took {field} out'}"
    if done.was != done.now:
        leads = "; the old address will redirect to it" if done.redirected else ""
        yield f"address: it was {done.was} and is {done.now}{leads}"


def format_remaining(left: Remaining, *, dated: bool, changed: bool) -> Iterator[str]:
    """Format what remains and what to do next.

    `dated` means that this run confirmed a date, which may help to date other records; `changed` that it changed a record.
    """
    dates, articles = count_noun(left.provisional, "provisional date"), count_noun(left.undated, "article")
    yield f"remaining: {count_noun(left.fields, 'inferred field')}, {dates}, {articles} without a date"
    refresh = f"newsgen load --refresh ({count_noun(left.datable, 'article')} may now be dated), then "
    if changed:
        yield f"next: {refresh if dated and left.datable else ''}newsgen build"
    elif left.fields:
        yield "next: newsgen review ARTICLE --accept FIELD"
    else:
        yield "next: newsgen check"
