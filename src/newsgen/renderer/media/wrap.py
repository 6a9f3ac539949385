"""Breaking a headline into lines of even length."""

from __future__ import annotations

from collections.abc import Callable, Iterator

_SIMPLER = str.maketrans(
    {"–": "-", "—": "-", "‑": "-", "−": "-", "\xa0": " ", "\u202f": " ", "\u2009": " ", "\xad": ""}
)


def plain(text: str) -> str:
    """Write dashes and spaces as a simple font has them."""
    return " ".join(text.translate(_SIMPLER).split())


def wrap(text: str, room: float, length: Callable[[str], float]) -> list[str]:
    """Break a text between words.

    The lines are as few as can be and then as even as can be, for a last line of one word looks like a slip; a word that
    is wider than the room is broken.

    Args:
        text: one line.
        room: greatest width of a line, as `length` measures it.
        length: width of a text.
    """
    words = [(piece, length(piece)) for word in text.split(" ") for piece in _pieces(word, room, length)]
    space = length(" ")
    lines = _broken(words, room, space)
    low, high = room / 2, room
    while high - low > room / 50:
        middle = (low + high) / 2
        if len(_broken(words, middle, space)) <= len(lines):
            high = middle
        else:
            low = middle
    return _broken(words, high, space)


def _pieces(word: str, room: float, length: Callable[[str], float]) -> Iterator[str]:
    """A word, or what fits into a line of it again and again."""
    while len(word) > 1 and length(word) > room:
        cut = next(n for n in range(len(word) - 1, 0, -1) if n == 1 or length(word[:n]) <= room)
        yield word[:cut]
        word = word[cut:]
    yield word


def _broken(words: list[tuple[str, float]], room: float, space: float) -> list[str]:
    """Fill line after line."""
    lines: list[str] = []
    taken = room
    for word, width in words:
        if taken + space + width <= room:
            lines[-1] += f" {word}"
            taken += space + width
        else:
            lines.append(word)
            taken = width
    return lines
