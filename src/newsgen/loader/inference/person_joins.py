"""Names of one person in one text, joined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from newsgen.gazetteer.lookup import find_place
from newsgen.loader.inference.name_aliases import Spellings
from newsgen.loader.inference.name_lists import Lists
from newsgen.loader.inference.person_forms import is_plain_given
from newsgen.loader.inference.spelling import name_words, same_person


def joined(names: Sequence[str], spellings: Spellings) -> dict[str, str]:
    """Join spellings of one person in a text: aliases, middle initials left out, another order; the first stays."""
    alike: dict[tuple[str, ...], list[str]] = {}
    merged: dict[str, str] = {}
    for name in names:
        if name in merged:
            continue
        usual = spellings.get(name, name)
        words = name_words(usual) or (usual,)
        first, last = words[0], words[-1]
        asked = [
            (last, first),
            (last, f"{first[:1]}…" if len(first) == 1 else first[:1]),
            tuple(sorted(words)),
        ]
        others = (other for key in asked for other in alike.get(key, ()))
        merged[name] = next((other for other in others if same_person(other, usual)), usual)
        if merged[name] == usual:
            for key in {(last, first), (last, f"{first[:1]}…"), tuple(sorted(words))}:
                alike.setdefault(key, []).append(usual)
    return merged


def short_forms(names: Iterable[str], known: Lists) -> dict[str, str]:
    """Short forms of full names → the names: the family name wherever it stands, else a first name of its own."""
    owners: dict[str, str] = {}
    firsts: dict[str, str] = {}
    for name in names:
        words = name.split()
        while len(words) > 2 and words[-1].rstrip(".") in ("Jr", "Sr", "II", "III"):
            words.pop()
        family_first = words[0] in known.family_first or (
            words[-1] in known.given and words[0] not in known.given
        )
        owners.setdefault(words[0] if family_first else words[-1], name)
        other = words[-1] if family_first else words[0]
        if is_plain_given(other, known) or (other.lower() not in known.words and find_place(other) is None):
            firsts.setdefault(other, name)
    return firsts | owners
