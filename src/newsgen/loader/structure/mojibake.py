"""Find letters of UTF-8 that were read in another encoding ('BogotÃ¡', 'donâ€™t'), and repair them with ftfy."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any, Final

import msgspec

from newsgen.errors import Problem
from newsgen.loader.documents import import_extra
from newsgen.loader.text import C1_LETTERS, cut_line_start
from newsgen.model import Draft, Inference

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
_BYTES: Final = {letter: chr(code) for code, letter in C1_LETTERS.items() if letter >= "\uf700"}
_REPAIRED: Final = ("title", "dek", "authors")
_MOST_SHOWN: Final = 12
"""Most different repairs that a record and a report list."""


class Damage(msgspec.Struct, frozen=True):
    """Letters that were read in another encoding."""

    start: int
    end: int
    text: str


def find_damage(text: str) -> list[Damage]:
    """Find runs of letters that make sense only as UTF-8 that was read as Windows-1252."""
    found: list[Damage] = []
    if text.isascii() or not (_HINT.search(text) or "Â " in text):
        return found
    for match in _DAMAGE.finditer(text):
        start = found.pop().start if found and found[-1].end == match.start() else match.start()
        found.append(Damage(start, match.end(), text[start : match.end()]))
    return found


def warn_of_damage(draft: Draft) -> Problem | None:
    """Make the warning that a text has damaged letters, with the place of the first."""
    if not (damage := find_damage(draft.text)):
        return None
    line, column = _find_place(draft, damage[0].start)
    word = cut_line_start(_find_word(draft.text, damage[0]))
    found = f'{len(damage)} places look like UTF-8 that was read in another encoding, first "{word}"'
    remedy = "load it with --repair-encoding, or correct it"
    return Problem(draft.seed.label, line, column, found, remedy, "mojibake")


def repair_draft(draft: Draft) -> tuple[Draft, Inference | None]:
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
        for one in find_damage(text):
            after = ftfy.fix_encoding("".join(_BYTES.get(letter, letter) for letter in one.text))
            if after == one.text or any(
                letter < " " or "\x7f" <= letter < "\xa0" or letter == "�" for letter in after
            ):
                continue
            parts += text[done : one.start], after
            done = one.end
            change = f'"{one.text}" → "{after}"'
            counts[change] += 1
            places.setdefault(
                change, ":".join(map(str, _find_place(draft, one.start))) if is_body else "head"
            )
        return "".join([*parts, text[done:]])

    stated = draft.stated | {key: _repair_value(value, repair) for key, value in fields.items()}
    repaired = msgspec.structs.replace(draft, text=repair(draft.text, is_body=True), stated=stated)
    if not counts:
        return draft, None
    evidence: dict[str, str | int | float] = {"places": counts.total()}
    for change, count in counts.most_common(_MOST_SHOWN):
        evidence[f"{change} ({places[change]})"] = count
    return repaired, Inference("ftfy", evidence)


def _repair_value(value: Any, repair: Any) -> Any:
    """Repair a text or a list of texts."""
    if isinstance(value, str):
        return repair(value)
    return (
        tuple(map(repair, value))
        if isinstance(value, tuple | list) and all(isinstance(v, str) for v in value)
        else value
    )


def _find_place(draft: Draft, start: int) -> tuple[int, int]:
    """Return line and column of a place in a draft's text; (0, 0) if its seed holds the text in another form."""
    if not draft.line:
        return 0, 0
    return draft.line + draft.text.count("\n", 0, start), start - draft.text.rfind("\n", 0, start)


def _find_word(text: str, damage: Damage) -> str:
    """Return the word around damaged letters."""
    start = max(text.rfind(blank, 0, damage.start) for blank in " \n") + 1
    ends = [end for blank in " \n" if (end := text.find(blank, damage.end)) >= 0]
    return text[start : min(ends, default=len(text))]
