"""Find the lines that many texts of a load share: the header of a site, its navigation, contacts, "About the office …"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from hashlib import blake2b

from newsgen.loader.duplicates import Signature
from newsgen.loader.structure.openers import is_date_line, is_metadata, read_byline
from newsgen.markdown.boilerplate import read_paragraph, shorten_paragraph
from newsgen.model import Inference

_EDGE = 12
"""Number of paragraphs at the top and at the end of a text that are compared."""
_LEAST_TEXTS = 5
"""Least number of different texts that share such a line."""
_SIZE = 8
"""Bytes of a hash."""
_SLOTS = 1 << 24
_LONG = 8
"""Least number of words of a line at the end that is boilerplate by itself; the lines of a signature have fewer."""


def hash_line(text: str) -> bytes:
    """Hash the words of a line, so that those of a large pile fit into the memory."""
    return blake2b(" ".join(text.split()).encode(), digest_size=_SIZE).digest()


def hash_edges(title: str, body: str) -> bytes:
    """Hash the title and the first and last paragraphs of a text, each once; the hashes follow each other."""
    blocks = [title, *body.split("\n\n", _EDGE)[:_EDGE], *body.rsplit("\n\n", _EDGE)[-_EDGE:]]
    return b"".join({hash_line(read_paragraph(block)) for block in dict.fromkeys(blocks)})


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
                if len(others) < _LEAST_TEXTS and not any(_is_same(signature, other) for other in others):
                    others.append(signature)
    return {line: counts[line] for line, others in different.items() if len(others) == _LEAST_TEXTS}


def _split_hashes(edges: bytes) -> Iterator[bytes]:
    return (edges[start : start + _SIZE] for start in range(0, len(edges), _SIZE))


def _is_same(one: Signature, other: Signature) -> bool:
    """True for copies and versions of one text; what different texts share gives them one band in common at most."""
    return sum(map(one.__contains__, other)) > 1


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
    top = [read_paragraph(block) for block in body.split("\n\n", _EDGE)[:_EDGE]]
    end = [read_paragraph(block) for block in body.rsplit("\n\n", _EDGE)[-_EDGE:]]

    def is_shared(line: str) -> bool:
        return hash_line(line) in counts or shorten_paragraph(line) in known

    first = next((n for n, line in enumerate(top) if not is_shared(line) or _is_own(line)), len(top))
    last = next(
        (n for n, line in enumerate(reversed(end)) if any(map(str.isalpha, line)) and not is_shared(line)),
        len(end),
    )
    lines = [*top[:first], *_cut_signature(end[len(end) - last :])]
    found = [counts.get(hash_line(line), 0) for line in lines if any(map(str.isalpha, line))]
    if not found or first == len(top) or last == len(end):
        return None
    least = f"each line is in {min(found)} or more texts of one load"
    evidence = least if min(found) else "other records have the same lines"
    return tuple(dict.fromkeys(map(shorten_paragraph, lines))), Inference("shared-lines", evidence)


def _is_own(line: str) -> bool:
    """True for a line that says something of its text, even if others share it."""
    return line.endswith((":", ",")) or is_date_line(line) or bool(read_byline(line))


def _cut_signature(lines: Sequence[str]) -> Sequence[str]:
    """Return the lines from the first long one or contact on, with the short heading above it."""
    for n, line in enumerate(lines):
        is_long = len(line.split()) >= _LONG
        if is_long or (is_metadata(line) and any(map(str.isalpha, line)) and not _is_own(line)):
            has_heading = is_long and n > 0 and not _is_own(lines[n - 1])
            return lines[n - has_heading :]
    return ()


def hash_known_lines(lines: Iterable[str]) -> frozenset[bytes]:
    """Hash the boilerplate of existing records, without the paragraphs of which they have the first words only."""
    return frozenset(hash_line(line) for line in lines if not line.endswith("…"))
