"""Find the lines that many texts of a load share: the header of a site, its navigation, contacts, "About the office …"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b

from newsgen.loader.duplicates import Signature, is_same_text
from newsgen.loader.structure.lines_above_text import is_date_line, is_metadata, read_byline
from newsgen.markdown.boilerplate import extract_block_words, shorten_paragraph
from newsgen.model import Inference

_EDGE = 12
"""Number of paragraphs at the top and at the end of a text that are compared."""
_LEAST_TEXTS = 5
"""Least number of different texts that share such a line."""
HASH_SIZE = 8
"""Bytes of a line's hash."""
_LONGEST = 2000
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~]|\n)")
_SLOTS = 1 << 24
_LONG = 8
"""Least number of words of a line at the end that is boilerplate by itself; the lines of a signature have fewer."""


def hash_line(text: str) -> bytes:
    """Hash the words of a line, so that those of a large pile fit into the memory."""
    return blake2b(" ".join(text.split()).encode(), digest_size=HASH_SIZE).digest()


def hash_edges(title: str, body: str) -> bytes:
    """Hash the title and the first and last paragraphs of a text, each once; the hashes follow each other."""
    top, end = _list_edges(body)
    words = dict.fromkeys([title, *map(_read_block, dict.fromkeys([*top, *end]))])
    return b"".join(hash_line(line) for line in words if line)


def _list_edges(body: str) -> tuple[list[str], list[str]]:
    """List the first and the last blocks of a body, without those that are too long for a line that texts share."""
    edges = body.split("\n\n", _EDGE)[:_EDGE], body.rsplit("\n\n", _EDGE)[-_EDGE:]
    top, end = ([block if len(block) <= _LONGEST else "" for block in blocks] for blocks in edges)
    return top, end


def _read_block(block: str) -> str:
    """Return a block without escapes, and without the mark of a heading; of plain texts these are its words."""
    block = block.lstrip("# ")
    return " ".join((_ESCAPE.sub(r"\1", block) if "\\" in block else block).split())


def find_shared_lines(texts: Sequence[tuple[bytes, Signature]]) -> dict[bytes, int]:
    """Find the lines in five or more different texts.

    Args:
        texts: `hash_edges` and the minhashes of each text.

    Returns:
        The number of texts by the line's hash.
    """
    if len(texts) < _LEAST_TEXTS:
        return {}
    seen = bytearray(_SLOTS)  # most lines are in one text: they are left out before the exact count
    for edges, _ in texts:
        for line in _split_hashes(edges):
            slot = int.from_bytes(line[:3], "little")
            seen[slot] += seen[slot] < _LEAST_TEXTS
    counts = Counter[bytes]()
    different: dict[bytes, list[Signature]] = {}
    for edges, signature in texts:
        for line in _split_hashes(edges):
            if seen[int.from_bytes(line[:3], "little")] == _LEAST_TEXTS and signature:
                counts[line] += 1
                others = different.setdefault(line, [])
                if len(others) < _LEAST_TEXTS and not any(is_same_text(signature, other) for other in others):
                    others.append(signature)
    return {line: counts[line] for line, others in different.items() if len(others) == _LEAST_TEXTS}


def _split_hashes(edges: bytes) -> Iterator[bytes]:
    return (edges[start : start + HASH_SIZE] for start in range(0, len(edges), HASH_SIZE))


def has_shared_line(edges: bytes, counts: Mapping[bytes, int]) -> bool:
    """True if one of a text's first and last lines is among those that many texts share."""
    return any(line in counts for line in _split_hashes(edges))


def find_boilerplate(
    body: str, counts: dict[bytes, int], known: Collection[str]
) -> tuple[tuple[str, ...], Inference] | None:
    """Find the paragraphs at the top and the end of a body that many texts share, and say how many.

    Salutations, lead-ins of lists, signatures, dates and bylines are none; neither is a whole text.

    Args:
        body: Markdown, without the title.
        counts: as `find_shared_lines` returns it.
        known: boilerplate of existing records.
    """
    top, end = _list_edges(body)

    def is_shared(block: str) -> bool:
        if hash_line(_read_block(block)) in counts:
            return True
        return bool(known) and shorten_paragraph(extract_block_words(block)) in known

    first = last = 0
    while first < len(top) and is_shared(top[first]) and not _is_own(_read_block(top[first])):
        first += 1
    while last < len(end) and (_has_no_words(end[-1 - last]) or is_shared(end[-1 - last])):
        last += 1
    if first == len(top) or last == len(end):
        return None
    while first and top[first - 1].startswith("#"):  # the heading of what is below
        first -= 1
    lines = [*top[:first], *_cut_signature(end[len(end) - last :])]
    found = [counts.get(hash_line(_read_block(line)), 0) for line in lines if not _has_no_words(line)]
    shown = (shorten_paragraph(extract_block_words(line)) for line in lines)
    listed = tuple(dict.fromkeys(filter(None, shown)))
    if not found or not listed:
        return None
    least = f"each line is in {min(found)} or more texts of one load"
    return listed, Inference("shared-lines", least if min(found) else "other records have the same lines")


def _has_no_words(line: str) -> bool:
    """True for a line such as '###'."""
    return line != "" and not any(map(str.isalpha, line))


def _is_own(line: str) -> bool:
    """True for a line that says something of its text, even if others share it."""
    return line.endswith((":", ",")) or is_date_line(line) or bool(read_byline(line))


def _cut_signature(lines: Sequence[str]) -> Sequence[str]:
    """Return the lines from the first long one or contact on, with the short heading above it."""
    for n, line in enumerate(map(_read_block, lines)):
        is_long = len(line.split()) >= _LONG
        if is_long or (is_metadata(line) and not _has_no_words(line) and not _is_own(line)):
            has_heading = is_long and n > 0 and not _is_own(_read_block(lines[n - 1]))
            return lines[n - has_heading :]
    return ()


def hash_known_boilerplate(lines: Iterable[str]) -> frozenset[bytes]:
    """Hash the boilerplate of existing records, without the paragraphs of which they have the first words only."""
    return frozenset(hash_line(line) for line in lines if not line.endswith("…"))
