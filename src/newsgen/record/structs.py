"""From nodes to the fields that are mappings or lists of them: source, image, corrections, inferred, seed."""

from __future__ import annotations

import re

from newsgen.model import Correction, Image, Inference, SeedRef, Source
from newsgen.record.keys import PARTS
from newsgen.record.links import read_address, read_exact
from newsgen.record.nodes import Mapping, Node, Scalar, Sequence
from newsgen.record.values import Notes, kind_of, quoted, read_date, read_text

_SHA256 = re.compile(r"[0-9a-f]{64}")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(\.\d{1,40})?", re.ASCII)
_SRC = ("src", "url", "path", "image", "file")
_RULE = ("confidence", "rule", "evidence", "because", "alternatives")


def read_source(notes: Notes, key: str, node: Node) -> Source | None:
    """Read a name, or a mapping of name and url."""
    if not isinstance(node, Mapping):
        name = read_text(notes, key, node)
        return Source(name) if name else None
    parts = _parts(notes, key, node, PARTS["source"])
    name = read_text(notes, f"{key}.name", parts["name"]) if "name" in parts else None
    if not name:
        notes.refuse(node, f"{key} has no name", "write {name: …, url: …}")
        return None
    url = read_address(notes, f"{key}.url", parts["url"], relative=True) if "url" in parts else None
    return Source(name, url or "")


def read_image(notes: Notes, key: str, node: Node) -> Image | None:
    """Read a path or URL, a mapping with src, alt, caption and credit, or a list of which the first counts."""
    if isinstance(node, Sequence):
        return read_image(notes, key, node.items[0]) if node.items else None
    if isinstance(node, Scalar):
        src = read_address(notes, key, node, relative=True)
        return Image(_inside(src)) if src else None
    names = {part.value: value for part, value in node.pairs}
    place = next((name for name in _SRC if name in names), "")
    if not place:
        notes.unknown.append(key)
        return None
    parts = _parts(notes, key, node, (place, *PARTS["image"]))
    src = read_address(notes, f"{key}.{place}", parts[place], relative=True)
    words = (
        read_text(notes, f"{key}.{name}", parts[name]) if name in parts else "" for name in PARTS["image"][1:]
    )
    alt, caption, credit = (value or "" for value in words)
    return Image(_inside(src), alt, caption, credit) if src else None


def _inside(src: str) -> str:
    """A path without the '/' that stands for the site's top; './' keeps what is left from looking like a scheme."""
    path = src.lstrip("/")
    return f"./{path}" if path != src and ":" in path.partition("/")[0] else path


def read_corrections(notes: Notes, key: str, node: Node) -> tuple[Correction, ...] | None:
    """Read a list of mappings of date and text."""
    if isinstance(node, Scalar) and node.nothing:
        return None
    if not isinstance(node, Sequence):
        notes.refuse(node, f"{key} is {kind_of(node)}", "write a list of {date: …, text: …}")
        return None
    found = []
    for item in node.items:
        if not isinstance(item, Mapping):
            notes.refuse(item, f"{key} holds {kind_of(item)}", "write {date: …, text: …}")
            continue
        parts = _parts(notes, key, item, PARTS["corrections"])
        day = read_date(notes, f"{key}.date", parts["date"]) if "date" in parts else None
        words = read_text(notes, f"{key}.text", parts["text"]) if "text" in parts else None
        if day and words:
            found.append(Correction(day, words))
        elif "date" not in parts or not words:
            notes.refuse(
                item, f"a correction has no {'date' if 'date' not in parts else 'text'}", "write both"
            )
    return tuple(found)


def read_seed(notes: Notes, key: str, node: Node) -> SeedRef | None:
    """Read where the record came from."""
    if isinstance(node, Scalar) and node.nothing:
        return None
    wanted = "write {file: seeds/…, sha256: …}, or leave it out"
    if not isinstance(node, Mapping):
        notes.refuse(node, f"{key} is {kind_of(node)}", wanted, "bad-seed")
        return None
    parts = _parts(notes, key, node, PARTS["seed"])
    values = {name: read_exact(notes, f"{key}.{name}", value) or "" for name, value in parts.items()}
    file, digest = values.get("file", ""), values.get("sha256", "")
    if not file or file.startswith("/") or "\\" in file or ".." in file.partition("#")[0].split("/"):
        notes.refuse(node, f"{key}.file {quoted(file)} is not a path inside the archive", wanted, "bad-seed")
    elif not _SHA256.fullmatch(digest):
        notes.refuse(parts.get("sha256", node), f"{key}.sha256 is not 64 hex digits", wanted, "bad-seed")
    else:
        return SeedRef(file, digest, values.get("encoding", ""))
    return None


def read_inferred(notes: Notes, key: str, node: Node) -> dict[str, Inference] | None:
    """Read how fields were inferred."""
    if isinstance(node, Scalar) and node.nothing:
        return None
    if not isinstance(node, Mapping):
        notes.refuse(node, f"{key} is {kind_of(node)}", "delete it to confirm all fields", "bad-inferred")
        return None
    found = {}
    for name, value in node.pairs:
        field = f"{key}.{name.value}"
        if isinstance(value, Mapping):
            found[name.value] = _inference(notes, field, value)
        elif not value.nothing if isinstance(value, Scalar) else True:
            notes.refuse(
                value,
                f"{field} is {kind_of(value)}",
                "delete a field with all its lines to confirm it",
                "bad-inferred",
            )
    return found


def _inference(notes: Notes, key: str, node: Mapping) -> Inference:
    parts = _parts(notes, key, node, _RULE)
    words = {
        name: read_text(notes, f"{key}.{name}", parts[name]) or ""
        for name in ("rule", "because")
        if name in parts
    }
    others: tuple[str, ...] = ()
    if "alternatives" in parts:
        listed = parts["alternatives"]
        items = listed.items if isinstance(listed, Sequence) else [listed]
        others = tuple(value for item in items if (value := read_text(notes, f"{key}.alternatives", item)))
    proof = _evidence(notes, f"{key}.evidence", parts["evidence"]) if "evidence" in parts else ""
    sure = _confidence(notes, f"{key}.confidence", parts["confidence"]) if "confidence" in parts else None
    return Inference(words.get("rule", ""), proof, sure, words.get("because", ""), others)


def _evidence(notes: Notes, key: str, node: Node) -> str | dict[str, str | int | float]:
    if not isinstance(node, Mapping):
        return read_text(notes, key, node) or ""
    found: dict[str, str | int | float] = {}
    for name, value in node.pairs:
        words = read_text(notes, f"{key}.{name.value}", value) or ""
        number = isinstance(value, Scalar) and not value.style and _NUMBER.fullmatch(words)
        found[name.value] = (float(words) if number[1] else int(words)) if number else words
    return found


def _confidence(notes: Notes, key: str, node: Node) -> float | None:
    words = read_text(notes, key, node)
    if not words:
        return None
    value = float(words) if _NUMBER.fullmatch(words) else -1.0
    if not 0 <= value <= 1:
        notes.refuse(
            node, f"{key} {quoted(words)} is not a number from 0 to 1", "write e.g. 0.4", "bad-inferred"
        )
        return None
    return value


def _parts(notes: Notes, key: str, node: Mapping, known: tuple[str, ...]) -> dict[str, Node]:
    """The values in a mapping; keys not `known` are noted and left out."""
    notes.unknown += [f"{key}.{name.value}" for name, _ in node.pairs if name.value not in known]
    return {name.value: value for name, value in node.pairs if name.value in known}
