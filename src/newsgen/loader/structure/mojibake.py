"""Find letters of UTF-8 that were read in another encoding ('BogotÃ¡', 'donâ€™t'), and repair them with ftfy."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

import msgspec

from newsgen.errors import Problem
from newsgen.loader.foreign_files import import_extra
from newsgen.loader.text import C1_LETTERS, cut_line_start, find_seed_place
from newsgen.model import Inference, ParsedArticle

_RISKY: Final = "’“”–—…™»\xa0"
"""Signs that may follow a capital in a sound text: 'IRMÃ”'."""
_SAFE: Final = "\xa1-\xba\xbc-\xbf" + "".join(
    letter for letter in C1_LETTERS.values() if letter not in _RISKY
)
_NEXT: Final = f"[{_SAFE}{_RISKY}]"
"""What the second and later bytes of a letter in UTF-8 are in Windows-1252."""
_HINT = re.compile(f"[Â-ô]{_NEXT}")
_DAMAGE = re.compile(
    f"[ÂÃÄÅ][{_SAFE}]|[ÂÃ]\xa0|(?<=[a-zß-ÿ])[ÂÃÄÅ][{_RISKY}]|[ÂÃÄÅ][{_RISKY}](?=[a-z])|(?<=[a-z.,;:!?])Â(?= )"
    f"|â[€‚ƒ„]{_NEXT}|ï»¿|ï¿½|ðŸ{_NEXT}{{2}}|[Â-ß][\uf780-\uf79f]|(?:[Â-ß]{_NEXT}){{3,}}|(?:[à-ï]{_NEXT}{{2}}){{2,}}"
)
_NO_LETTER = re.compile("[\0-\x1f\x7f-\x9f�]")
_BYTES: Final = {letter: chr(code) for code, letter in C1_LETTERS.items() if letter >= "\uf700"}
_WORD = re.compile(r"[^ \n]+")
_REPAIRED: Final = ("title", "dek", "authors")
_MOST_SHOWN: Final = 12
"""Most different repairs that a record and a report list."""


def find_damage(text: str) -> list[tuple[int, int]]:
    """Find runs of letters that make sense only as UTF-8 that was read as Windows-1252; return start and end of each."""
    found: list[tuple[int, int]] = []
    if text.isascii() or not (_HINT.search(text) or "Â " in text):
        return found
    for match in _DAMAGE.finditer(text):
        start = found.pop()[0] if found and found[-1][1] == match.start() else match.start()
        found.append((start, match.end()))
    return found


def warn_of_damage(draft: ParsedArticle) -> Problem | None:
    """Make the warning that a text has damaged letters, with the place of the first."""
    if not (damage := find_damage(draft.text)):
        return None
    start = damage[0][0]
    line, column = find_seed_place(draft, start)
    word = next(match[0] for match in _WORD.finditer(draft.text) if match.end() > start)
    found = f'{len(damage)} places look like UTF-8 that was read in another encoding, first "{cut_line_start(word)}"'
    remedy = "load it with --repair-encoding, or correct it"
    return Problem(draft.seed.label, line, column, found, remedy, "mojibake")


def repair_draft(draft: ParsedArticle) -> tuple[ParsedArticle, Inference | None]:
    """Repair the damaged letters of a text, its title, dek and authors; nothing else changes.

    Returns:
        The draft, and what was replaced by what: the places and the number of each; None if nothing was.

    Raises:
        ContentError: ftfy is not installed.
    """
    fields = {key: value for key, value in draft.stated.items() if key in _REPAIRED}
    if not find_damage("\n".join([draft.text, *map(str, fields.values())])):
        return draft, None
    ftfy = import_extra(draft.seed.file, "repair", "ftfy")
    counts: Counter[str] = Counter()
    places: dict[str, str] = {}

    def repair(text: str, *, is_body: bool = False) -> str:
        parts: list[str] = []
        done = 0
        for start, end in find_damage(text):
            before = text[start:end]
            after = ftfy.fix_encoding("".join(_BYTES.get(letter, letter) for letter in before))
            if after == before or _NO_LETTER.search(after):
                continue
            parts += text[done:start], after
            done = end
            change = f'"{before}" → "{after}"'
            counts[change] += 1
            places.setdefault(change, "{}:{}".format(*find_seed_place(draft, start)) if is_body else "head")
        return "".join([*parts, text[done:]])

    def repair_value(value: object) -> object:
        if isinstance(value, str):
            return repair(value)
        return tuple(map(repair_value, value)) if isinstance(value, tuple | list) else value

    stated = draft.stated | {key: repair_value(value) for key, value in fields.items()}
    repaired = msgspec.structs.replace(draft, text=repair(draft.text, is_body=True), stated=stated)
    if not counts:
        return draft, None
    evidence: dict[str, str | int | float] = {"places": counts.total()}
    for change, count in counts.most_common(_MOST_SHOWN):
        evidence[f"{change} ({places[change]})"] = count
    return repaired, Inference("ftfy", evidence)
