"""Evidence at its place: the line of the seed, or of the record, that a finding rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from newsgen.errors import ContentError
from newsgen.loader.decode import decode
from newsgen.model import Record
from newsgen.pipeline.project import Project
from newsgen.pipeline.review import Finding, Quote
from newsgen.record.read import split_body

WIDTH = 160
"""Longest text of a quote, in characters, its words not counted."""
BESIDE = 100
"""Longest text of a line beside it."""

_KEY = re.compile(r"lines? (\d+)(?:-\d+)?")
_PROOF = re.compile(r'line (\d+)(?:: "(.*)")?', re.DOTALL)
_LONGEST = 200
"""Lines of a wrapped paragraph."""
_SPACE = re.compile(r"\s+")


class Text(msgspec.Struct, frozen=True):
    """The lines that evidence counts."""

    file: str
    lines: tuple[str, ...]
    skipped: int = 0
    """Lines of the file before the first of them: the front matter of a Markdown text."""
    numbered: bool = True
    """False if the numbers in the evidence are those of another text: then the words alone are looked for."""


def text_of(project: Project, record: Record) -> Text:
    """Read what a record's evidence counts its lines in: its seed, or itself where that cannot be read.

    Raises:
        ContentError: the record has lost its front matter since it was read.
    """
    seed = record.seed.file if record.seed else ""
    if seed and ".." not in seed.split("/"):
        try:
            text, _ = decode((project.root / seed).read_bytes(), seed)
            return _seed(seed, text)
        except (
            OSError,
            ContentError,
        ):  # gone, a member of a container, or no text: the record has its words too
            pass
    body, line = split_body((project.root / record.path).read_bytes())
    return Text(record.path, tuple(body.split("\n")), line - 1, numbered=False)


def quoted(finding: Finding, text: Text) -> Finding:
    """Look up the evidence of a finding; what names no line, such as a count, gets no quote."""
    return msgspec.structs.replace(finding, quotes=tuple(_quotes(finding, text)))


def _seed(file: str, text: str) -> Text:
    """Count as the loader does: a Markdown text from after its front matter."""
    if file.lower().endswith((".md", ".markdown")) and text.startswith("---\n"):
        body, line = split_body(text.encode())
        return Text(file, tuple(body.split("\n")), line - 1)
    return Text(file, tuple(text.split("\n")))


def _quotes(finding: Finding, text: Text) -> Iterator[Quote]:
    proofs = {"": finding.evidence} if isinstance(finding.evidence, str) else finding.evidence
    for value, proof in proofs.items():
        number, words = 0, ""
        if key := _KEY.fullmatch(value):
            number = int(key[1])
        elif found := _PROOF.fullmatch(str(proof)):
            number, words = int(found[1]), found[2] or ""
        words = _SPACE.sub(" ", words)
        if number and (place := _find(text, number - 1, words)):
            yield _quote(text, value, *place, words)


def _find(text: Text, index: int, words: str) -> tuple[int, int] | None:
    """The lines that hold the words, as first index and the one after the last; None if nothing does.

    A rule that read a wrapped paragraph numbers its first line: then the lines after it are looked through.
    """
    if not text.numbered:
        found = next((i for i, line in enumerate(text.lines) if words and words in line), None)
        return None if found is None else (found, found + 1)
    if not 0 <= index < len(text.lines):
        return None
    if not words or words in text.lines[index]:
        return index, index + 1
    end = next((i for i in range(index, len(text.lines)) if not text.lines[i].strip()), len(text.lines))
    end = min(end, index + _LONGEST)
    first = next((i for i in range(end - 1, index - 1, -1) if words in _joined(text.lines[i:end])), index)
    last = next((i for i in range(first + 1, end + 1) if words in _joined(text.lines[first:i])), first + 1)
    return first, last


def _joined(lines: Sequence[str]) -> str:
    return _SPACE.sub(" ", " ".join(lines)).strip()


def _quote(text: Text, value: str, first: int, last: int, words: str) -> Quote:
    whole = _joined(text.lines[first:last])
    at = whole.find(words) if words else -1
    before = next((one for one in reversed(text.lines[:first]) if one.strip()), "")
    after = next((one for one in text.lines[last:] if one.strip()), "")
    return Quote(
        value=value,
        file=text.file,
        line=first + 1 + text.skipped,
        text=_around(whole, at, len(words)),
        words=words if at >= 0 else "",
        before=_beginning(before),
        after=_beginning(after),
    )


def _around(text: str, at: int, length: int) -> str:
    """The words of a text at a place with what stands around them, cut between words."""
    if at < 0:
        return _beginning(text, WIDTH)
    start, end = max(at - WIDTH // 2, 0), min(at + length + WIDTH // 2, len(text))
    if start:
        start = text.find(" ", start, at) + 1 or start
    if end < len(text):
        end = max(text.rfind(" ", at + length, end), at + length)
    return ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")


def _beginning(line: str, width: int = BESIDE) -> str:
    text = _SPACE.sub(" ", line[: 2 * width]).strip()
    return text if len(text) <= width else (text[:width].rpartition(" ")[0] or text[:width]) + " …"
