"""What a human should look at after loading: near-duplicates, guessed encodings, texts that break off."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsgen.errors import Problem
from newsgen.loader.analyse import Analysis

_END = re.compile(r"""[.!?\u2026\u3002\uff01\uff1f:"”’')\]}»*#—–|-]\s*$""")


def warnings_of(analysis: Analysis) -> Iterator[Problem]:
    """Yield warnings about a new record for which its seed alone is to blame."""
    seed = analysis.draft.seed
    if seed.encoding and not seed.encoding.startswith(("utf-", "iso-2022")):
        found = f"the text was decoded as {seed.encoding}"
        yield Problem(seed.file, 0, 0, found, "look whether its letters are right", "guessed-encoding")
    if line := _breaks_off(analysis):
        found = f'the text breaks off: "{_last_words(analysis.text.lines[line - 1])}"'
        yield Problem(seed.file, line, 0, found, "look whether the rest of it is lost", "truncated")


def near_duplicate(seed: str, first: str, share: float) -> Problem:
    """Warn about an article that shares most of its wording with an earlier one.

    Args:
        seed: path of its seed.
        first: path of the other's.
        share: 0 to 1.
    """
    found = f"{round(share * 100)} % of its wording stands in {first} too"
    return Problem(seed, 0, 0, found, "keep one of the two, or both", "near-duplicate")


def _breaks_off(analysis: Analysis) -> int:
    """Return the number of a last line that stops in the middle of a sentence, else 0."""
    if analysis.draft.markup != "plain":
        return 0
    line, text = 0, ""
    for line, text in analysis.text.body:  # noqa: B007 - the last one is meant
        pass
    return line if len(text.split(None, 12)) > 12 and not _END.search(text[-9:]) and text[-1].isalpha() else 0


def _last_words(text: str) -> str:
    return text if len(text) <= 40 else "… " + text[-40:].partition(" ")[2]
