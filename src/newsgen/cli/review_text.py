"""Format the findings of a review as lines of text."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence

import click

from newsgen.cli.output import count_noun, has_colour, join_nonempty
from newsgen.desk.review import Amendment, Duplicates, Finding, Quote, Remaining
from newsgen.desk.variants import Variants
from newsgen.errors import Problem

FEW = 6
"""Pieces of evidence shown for a field in a list of articles."""


def make_bold(text: str) -> str:
    """Make text bold on a terminal."""
    return click.style(text, bold=True) if has_colour(sys.stdout) else text


def format_findings(findings: Iterable[Finding], *, with_context: bool = False) -> Iterator[str]:
    """Format findings; those of one article under one head; `with_context` shows all evidence and the lines around it."""
    path = ""
    for finding in findings:
        if finding.article != path:
            path = finding.article
            yield from ("", make_bold(path), f"  {finding.title}")
        yield from format_finding(finding, most=0 if with_context else FEW, with_context=with_context)


def format_finding(finding: Finding, *, most: int = 0, with_context: bool = False) -> Iterator[str]:
    """Format one finding.

    Args:
        finding: with its quotes.
        most: pieces of evidence to show; 0 for all.
        with_context: True to show the lines around each quote too.
    """
    value = finding.value if isinstance(finding.value, str) else ", ".join(finding.value)
    sure = "" if finding.confidence is None else f"{finding.confidence:.2f}"
    how = join_nonempty([sure, "provisional" if finding.provisional else "", finding.rule])
    yield f"  {make_bold(finding.field)}{f': {value}' if value else ''} ({how})"
    proofs = {"": finding.evidence} if isinstance(finding.evidence, str) else finding.evidence
    quotes = {quote.value: quote for quote in finding.quotes}
    shown = list(proofs.items())[: most or None]
    for name, proof in shown:
        quote = quotes.get(name)
        if quote and (quote.words or not name):
            lead = f"{name}: " if name else ""
            yield from (
                f"    {line}" for line in _quote_lines(quote, lead, with_context=with_context and not name)
            )
        elif quote:  # a suggestion, whose name is its line
            text = "" if quote.text in str(proof) else f": {quote.text}"
            yield f"    {quote.file}:{quote.line}: {proof}{text}"
        elif proof != "":
            yield f"    {name}{': ' if name else ''}{proof}"
    if len(proofs) > len(shown):
        yield f"    and {len(proofs) - len(shown)} more"
    if finding.because:
        yield f"    because {finding.because}"
    if finding.alternatives:
        yield f"    or {join_nonempty(finding.alternatives)}"


def _quote_lines(quote: Quote, lead: str, *, with_context: bool) -> Iterator[str]:
    at = quote.text.find(quote.words) if quote.words else -1
    text = quote.text
    if at >= 0:
        end = at + len(quote.words)
        text = f"{text[:at]}{make_bold(text[at:end])}{text[end:]}"
    if with_context and quote.before:
        yield f"  | {quote.before}"
    yield f"{lead}{quote.file}:{quote.line}: {text}"
    if with_context and quote.after:
        yield f"  | {quote.after}"


def finding_to_problem(finding: Finding) -> Problem:
    """Turn a finding into a problem, for GitHub's annotations."""
    value = finding.value if isinstance(finding.value, str) else ", ".join(finding.value)
    proof = finding.evidence if isinstance(finding.evidence, str) else ", ".join(map(str, finding.evidence))
    message = f"{finding.field}{f' {value}' if value else ''} is inferred: {proof}"
    return Problem(finding.article, 1, 0, message, "accept or correct it with newsgen review", "inferred")


def format_spellings(found: Sequence[Variants]) -> Iterator[str]:
    """Format people with two spellings, and the line that joins them."""
    if found:
        yield from ("", make_bold("spelt two ways"))
    for one in found:
        yield "  " + ", ".join(f"{name} ({count_noun(count, 'article')})" for name, count in one.names)
        where = "instead of the line that is there" if one.replaces else "under [people]"
        yield f"    in names.toml, {where}: {one.line}"


def format_duplicates(found: Sequence[Duplicates]) -> Iterator[str]:
    """Format pairs of articles with nearly the same text."""
    if found:
        yield from ("", make_bold("near-duplicates"))
    for one in found:
        yield f"  {one.article} and {one.other}: {round(one.share * 100)} % alike"


def format_amendment(done: Amendment) -> Iterator[str]:
    """Format what changed in a record."""
    if done.accepted:
        yield f"{done.article}: accepted {join_nonempty(done.accepted)}"
    for field, value in done.set.items():
        shown = value if isinstance(value, str) else ", ".join(value)
        yield f"{done.article}: {f'set {field} to {shown}' if shown else f'took {field} out'}"
    if done.was != done.now:
        leads = "; the old address will redirect to it" if done.redirected else ""
        yield f"address: it was {done.was} and is {done.now}{leads}"


def format_remaining(left: Remaining, *, dated: bool, changed: bool) -> Iterator[str]:
    """Format what remains and what to do next.

    Args:
        left: counts of what remains.
        dated: True if this run confirmed a date, which may help to date other records.
        changed: True if this run changed a record.
    """
    parts = [
        count_noun(left.provisional, "provisional date"),
        f"{count_noun(left.undated, 'article')} without a date",
    ]
    yield f"remaining: {count_noun(left.fields, 'inferred field')}, {join_nonempty(parts)}"
    refresh = f"newsgen load --refresh ({count_noun(left.datable, 'article')} may now be dated), then "
    if changed:
        yield f"next: {refresh if dated and left.datable else ''}newsgen build"
    elif left.fields:
        yield "next: newsgen review ARTICLE --accept FIELD"
    else:
        yield "next: newsgen check"
