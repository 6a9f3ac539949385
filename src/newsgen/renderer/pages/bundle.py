"""The data bundle for researchers: data/2023.jsonl and so on, and data/datapackage.json."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from newsgen.addresses import slugify
from newsgen.archive.model import Archive
from newsgen.model import Record
from newsgen.renderer.outputs.data import FIELDS, encode_json_bytes, write_json_lines
from newsgen.renderer.page import Blob, Page
from newsgen.renderer.site import Site
from newsgen.renderer.views import DataFileView

PACKAGE = "data/datapackage.json"


def bundle_pages(archive: Archive, site: Site) -> Iterator[Page | Blob]:
    """Make a file for each year, one for undated articles if there are any, and datapackage.json."""
    parts = split_by_year(archive)
    for name, records in parts:
        address = data_address(name)
        make_view = partial(_bundle, name, records, archive)
        shows = archive.digest_of(records, bodies=True)
        yield Page(address, "data.jsonl", make_view, shows=shows, write=write_json_lines)
    package = _package([name for name, _ in parts], site)
    yield Blob(PACKAGE, encode_json_bytes(package) + b"\n")


def _bundle(name: str, records: Sequence[Record], archive: Archive) -> DataFileView:
    rows = tuple([(archive.addresses[record.path], record) for record in records])
    return DataFileView(address=data_address(name), title=name, indexed=False, rows=rows)


def split_by_year(archive: Archive) -> list[tuple[str, Sequence[Record]]]:
    """Split the records into files, named '2023' or 'undated'."""
    parts: list[tuple[str, Sequence[Record]]] = [(f"{year.year:04d}", year.records) for year in archive.years]
    return [*parts, ("undated", archive.undated)] if archive.undated else parts


def data_address(name: str) -> str:
    """Return the address of a file of the bundle, e.g. data/2023.jsonl."""
    return f"data/{name}.jsonl"


def _package(names: Sequence[str], site: Site) -> dict[str, Any]:
    """Make the content of datapackage.json.

    Source: Frictionless Data Package 1, "Metadata"; JSON Lines is not a tabular format, so each resource is plain data.
    """
    fields = [{"name": name, "type": kind, "description": meaning} for name, kind, meaning in FIELDS]
    terms = {"name": slugify(site.licence), "title": site.licence, "path": site.licence_url}
    package = {
        "name": slugify(site.title),
        "title": site.title,
        "description": site.description,
        "homepage": site.url,
        "licenses": [{key: value for key, value in terms.items() if value}] if site.licence else [],
        "resources": [
            {
                "name": name,
                "path": f"{name}.jsonl",
                "format": "jsonl",
                "mediatype": "application/jsonl",
                "encoding": "utf-8",
            }
            for name in names
        ],
        "fields": fields,
    }
    return {key: value for key, value in package.items() if value or key == "resources"}
