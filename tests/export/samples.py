"""The sample archive as a batch, and what a format makes of it."""

from __future__ import annotations

from pathlib import Path

from newsgen.export import EXPORTS
from newsgen.export.run import ExportFormat, ExportInput
from newsgen.model import Record
from tests.renderer.samples import URL, read, sample_archive, sample_site


def batch(
    scratch: Path, records: list[Record] | None = None, url: str = URL, future: frozenset[str] = frozenset()
) -> ExportInput:
    """All records of an archive, by default the sample one."""
    archive = sample_archive(records)
    return ExportInput(archive, archive.records, future, sample_site(url), read, scratch)


FILES = [name for name, form in EXPORTS.items() if isinstance(form, ExportFormat)]
"""Formats of one file."""


def exported(form: str, given: ExportInput) -> bytes:
    """The whole file."""
    found = EXPORTS[form]
    assert isinstance(found, ExportFormat)
    return b"".join(found.chunks(given))
