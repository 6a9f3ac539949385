"""A bag for libraries and archives: records, pictures and a table of them, with checksums."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from newsgen import __version__
from newsgen.export.markdown import list_pictures, read_picture_without_metadata
from newsgen.export.run import ExportInput
from newsgen.export.tables import write_table
from newsgen.record.keys import FIELDS
from newsgen.record.write import format_record

_ESCAPES = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
"""What is escaped in the paths of a manifest. Source: RFC 8493 §2.1.3."""


_HIDDEN = ("dek", "image", "inferred", "seed")
"""Fields that are left out of withdrawn articles."""


def bagit_files(batch: ExportInput) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a bag.

    Records and pictures are in data/ at the same paths as in the archive, records byte for byte; a withdrawn article without dek
    and text; pictures without their metadata.

    Source: RFC 8493, BagIt 1.0, with SHA-512.
    """
    sums: dict[str, str] = {}
    octets = 0
    for path, data in _list_payload(batch):
        if path not in sums:
            sums[path] = hashlib.sha512(data).hexdigest()
            octets += len(data)
            yield path, data
    tags = {
        "bagit.txt": "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": _write_info(batch, f"{octets}.{len(sums)}"),
        "manifest-sha512.txt": _write_manifest(sums),
    }
    made = {name: text.encode() for name, text in tags.items()}
    tag_sums = {name: hashlib.sha512(data).hexdigest() for name, data in made.items()}
    yield from made.items()
    yield "tagmanifest-sha512.txt", _write_manifest(tag_sums).encode()


def _list_payload(batch: ExportInput) -> Iterator[tuple[str, bytes]]:
    for record in batch.records:
        if record.status == "withdrawn":
            front = {field: getattr(record, field) for field in FIELDS if field not in _HIDDEN}
            data = format_record(front, "").encode()
        else:
            batch.read(record.body)  # it fails if the file changed, and counts for the progress bar
            data = (batch.root / record.path).read_bytes()
        yield f"data/{record.path}", data
        for _, address in list_pictures(record):
            source, picture = read_picture_without_metadata(batch, address)
            yield f"data/{source}", picture
    yield "data/metadata.csv", write_table(batch, {record.path: record.path for record in batch.records})


def _write_info(batch: ExportInput, oxum: str) -> str:
    site = batch.site
    fields = {
        "Source-Organization": site.author or site.title,
        "External-Identifier": site.url,
        "External-Description": site.description or site.title,
        "Bagging-Date": batch.day,
        "Payload-Oxum": oxum,
        "Bag-Software-Agent": f"newsgen {__version__}",
    }
    return "".join(f"{name}: {' '.join(value.split())}\n" for name, value in fields.items() if value)


def _write_manifest(sums: dict[str, str]) -> str:
    return "".join(f"{digest}  {path.translate(_ESCAPES)}\n" for path, digest in sorted(sums.items()))
