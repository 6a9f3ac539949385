"""Check records: guessed dates, unknown keys, pictures without alternative text, spellings of names, duplicates."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator

from newsgen.archive.build import apply_aliases, names_of
from newsgen.archive.model import KINDS, Kind
from newsgen.checks.model import CheckedArchive
from newsgen.desk.inferred_fields import find_near_duplicates
from newsgen.desk.name_variants import find_people_variants, find_same_slug_spellings
from newsgen.errors import Problem
from newsgen.files import find_words_in_file
from newsgen.model import Record
from newsgen.pipeline.report import warn_of_unknown_keys

_LEAST = 20
"""Fewest words of a text to compare: shorter texts are alike by chance."""


def check_uncertain_dates(checked: CheckedArchive) -> Iterator[Problem]:
    """Find shown articles with an unconfirmed date of a confidence under 0.5."""
    for record in checked.archive.records:
        if record.provisional and record.date:
            sure = record.inferred["date"].confidence or 0
            message = f"the date {record.date.iso} is a guess ({sure:.2f})"
            remedy = f"confirm or correct it: newsgen review {record.path}"
            place = find_words_in_file(checked.root, record.path, "date:")
            yield Problem(*place, message, remedy, "provisional-date")


def check_unknown_keys(checked: CheckedArchive) -> Iterator[Problem]:
    """Find unknown keys, each once, and add the archive's warnings, such as links to texts that are not shown."""
    yield from checked.archive.warnings
    yield from warn_of_unknown_keys(checked.root, checked.texts)


def check_foreign_markup(checked: CheckedArchive) -> Iterator[Problem]:
    """Find template code of other generators and HTML that is not shown as it was written."""
    for text in checked.texts:
        for one in text.foreign:
            name = f" {one.name}" if one.name else ""
            times = f" ({one.count:,} times)" if one.count > 1 else ""
            shown = "is read as Markdown" if one.known else "is not known, and only its inner text is shown"
            if one.kind == "HTML element":
                shown = "is not shown as such; its words are kept"
            elif one.kind in ("HTML comment", "template comment", "attribute list", "WordPress block"):
                shown = "is not shown"
            message = f"{one.kind}{name}{times} {shown}"
            remedy = "look at the page, and write Markdown in its place if something is missing"
            yield Problem(text.path, one.line, 0, message, remedy, "foreign-markup")


def check_pictures(checked: CheckedArchive) -> Iterator[Problem]:
    """Find pictures that are not shown: missing, broken, or on another site."""
    yield from checked.opened.illustration.warnings


def check_alt_texts(checked: CheckedArchive) -> Iterator[Problem]:
    """Find pictures without an alternative text. Source: WCAG 2.2, success criterion 1.1.1."""
    for text in checked.texts:
        found = [
            ((text.path, ref.line, ref.column), ref.src, f"![a description]({ref.src})")
            for ref in text.pictures
            if not ref.alt
        ]
        if isinstance(text, Record) and text.image and not text.image.alt:
            src = text.image.src
            found.append((find_words_in_file(checked.root, text.path, src), src, "alt: a description"))
        for place, src, example in found:
            message = f"the picture {src} has no alternative text"
            remedy = f'write {example}, or "decorative" for one that says nothing'
            yield Problem(*place, message, remedy, "no-alt")


def check_names(checked: CheckedArchive) -> Iterator[Problem]:
    """Find names with several spellings on one page, and people that are probably one person."""
    records = _joined_records(checked)

    def report(name: str, message: str, remedy: str, code: str) -> Problem:
        """Report a name at the first record that has it, with the number of others."""
        paths = [record.path for record in records if any(name in names_of(record, kind) for kind in KINDS)]
        more = f" (and {len(paths) - 1:,} more)" if len(paths) > 1 else ""
        return Problem(*find_words_in_file(checked.root, paths[0], name), f"{message}{more}", remedy, code)

    for kind, (wanted, *others) in find_same_slug_names(checked):
        for other in others:
            remedy = f"run: {shlex.join(['newsgen', kind, 'rename', other, wanted])}"
            yield report(other, f'"{other}" is "{wanted}" elsewhere', remedy, "spelling")
    for wanted, *others in find_duplicate_people(checked):
        for other in others:
            message = f'"{other}" and "{wanted}" may be one person'
            remedy = f"run: {shlex.join(['newsgen', 'people', 'join', other, wanted])}; two people: list both in names.toml"
            yield report(other, message, remedy, "spelt-two-ways")


def find_same_slug_names(checked: CheckedArchive) -> Iterator[tuple[Kind, tuple[str, ...]]]:
    """Yield kind and spellings of each name with several spellings on one page, the most frequent first."""
    records = _joined_records(checked)
    for kind in KINDS:
        for names in find_same_slug_spellings(
            Counter(name for one in records for name in names_of(one, kind))
        ):
            yield kind, names


def find_duplicate_people(checked: CheckedArchive) -> Iterator[tuple[str, ...]]:
    """Yield the spellings of people that are probably one person, the one to keep first."""
    for variants in find_people_variants(checked.opened.selection.shown, checked.opened.aliases["people"]):
        yield tuple(name for name, _ in variants.names)


def _joined_records(checked: CheckedArchive) -> list[Record]:
    """Return all records, also hidden ones, with the spellings of names.toml."""
    return [apply_aliases(record, checked.opened.aliases) for record in checked.opened.records]


def check_duplicates(checked: CheckedArchive) -> Iterator[Problem]:
    """Find shown articles with mostly the same wording, except withdrawn ones, which may have a better version."""
    records = [one for one in checked.archive.records if one.status != "withdrawn" and one.words >= _LEAST]
    for found in find_near_duplicates(checked.root, records):
        path, twin = sorted((found.article, found.other))
        message = f"this text and {twin} are {round(found.share * 100)} % alike"
        remedy = "keep one, and give it the other's address in redirect_from; or leave both"
        yield Problem(path, 0, 0, message, remedy, "near-duplicate")
