"""`newsgen export`: a module for each format."""

from __future__ import annotations

from newsgen.export import csv, jsonl
from newsgen.export.ninjs import STARTS, ninjs_chunks
from newsgen.export.run import ExportFormat
from newsgen.export.sqlite import APPLICATION_ID, sqlite_chunks

EXPORTS: dict[str, ExportFormat] = {
    "csv": ExportFormat("archive.csv", csv.csv_chunks, (csv.START,)),
    "sqlite": ExportFormat("archive.db", sqlite_chunks, (APPLICATION_ID,), 68),
    "jsonl": ExportFormat("archive.jsonl", jsonl.jsonl_chunks, (jsonl.START,)),
    "ninjs": ExportFormat("archive.ninjs.json", ninjs_chunks, STARTS),
}
"""Every format by its name on the command line."""
