"""What a seed format is, a seed's text as the rules of inference see it, and the files that the rules read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from newsgen.model import Draft

Parse = Callable[[str, bytes], Iterator[Draft]]
"""(path of the seed, its bytes) → its articles; raises ContentError."""


class Format(msgspec.Struct, frozen=True):
    """A format that seeds may have."""

    name: str
    suffixes: tuple[str, ...]
    """Ends of file names, in lower case, e.g. '.txt'."""
    parse: Parse


def format_of(path: str, formats: Iterable[Format]) -> Format | None:
    """Return the format of a seed by its name; None if newsgen reads no such file."""
    name = path.rpartition("/")[2].lower()
    return next((form for form in formats if name.endswith(form.suffixes)), None)


class Text(msgspec.Struct, frozen=True):
    """A seed's text with what is known of its structure; line n of the seed is `lines[n - 1]`."""

    file: str
    """Path of the seed, '/'-separated, e.g. seeds/2023-11-22-x.txt."""
    lines: tuple[str, ...]
    """The text's lines as decoded, without their line ends; blank lines are kept, so that numbers hold."""
    title_line: int = 0
    """Line of the headline, counted from 1; 0 if there is none."""
    dek_line: int = 0
    """Line of the dek (standfirst), counted from 1; 0 if there is none."""
    language: str = "en"
    """Primary subtag of the language, e.g. 'en' (RFC 5646 §2.2.1)."""

    @property
    def body(self) -> Iterator[tuple[int, str]]:
        """Yield (line number, line) without title, dek and blank lines."""
        for number, line in enumerate(self.lines, 1):
            if number not in (self.title_line, self.dek_line) and line.strip():
                yield number, line


def shorten_start(text: str) -> str:
    """Return the last words of a line, 40 characters at most, after an ellipsis if words were cut."""
    return text if len(text) <= 40 else "… " + text[-40:].partition(" ")[2]


def read_data_file(name: str) -> str:
    """Return the text of a file in the loader's folder data/."""
    return Path(__file__).with_name("data").joinpath(name).read_text("utf-8")
