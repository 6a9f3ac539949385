"""`newsgen export`: the formats."""

from __future__ import annotations

from newsgen.export.bagit import bagit_files
from newsgen.export.markdown import markdown_files
from newsgen.export.ninjs import STARTS, ninjs_chunks
from newsgen.export.run import ExportFormat, FolderFormat
from newsgen.export.sqlite import APPLICATION_ID, sqlite_chunks
from newsgen.export.tables import CSV_START, JSONL_START, corpus_files, csv_chunks, jsonl_chunks
from newsgen.export.wxr import START, wxr_chunks

EXPORTS: dict[str, ExportFormat | FolderFormat] = {
    "csv": ExportFormat("archive.csv", csv_chunks, (CSV_START,)),
    "sqlite": ExportFormat("archive.db", sqlite_chunks, (APPLICATION_ID,), 68),
    "jsonl": ExportFormat("archive.jsonl", jsonl_chunks, (JSONL_START,)),
    "ninjs": ExportFormat("archive.ninjs.json", ninjs_chunks, STARTS),
    "wxr": ExportFormat("archive.wxr.xml", wxr_chunks, (START,), illustrated=True),
    "markdown": FolderFormat("archive-markdown", markdown_files),
    "corpus": FolderFormat("archive-corpus", corpus_files, illustrated=False),
    "bagit": FolderFormat("archive-bag", bagit_files),
}
"""Every format by its name on the command line."""
