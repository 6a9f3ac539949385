"""A Markdown seed to title and body: the body stays as it is."""

from __future__ import annotations

import re

from newsgen.loader.inference.headline import LONGEST
from newsgen.loader.structure import Structured
from newsgen.loader.text import Text
from newsgen.markdown.render import plain_text
from newsgen.model import Inference

_ATX = re.compile(r" {0,3}#{1,2}[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*")
_SETEXT = re.compile(r" {0,3}=+[ \t]*")
_FENCE = re.compile(r" {0,3}(?:`{3,}|~{3,})")
_STARTS = re.compile(r" {0,3}(?:[-+*>|#]|\d{1,9}[.)]|`{3}|~{3}|!\[|\[[^]]*\]:)|    |\t")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)")
_MARKS = re.compile(
    r"(?<!\\)(?:\*{1,3}|`+|(?<!\w)_{1,3}|_{1,3}(?!\w))|\\(?=[!-/:-@\[-`{-~])|^ {0,3}(?:#{1,6}|>)[ \t]+"
)


def read_markdown(file: str, text: str, title: str = "") -> Structured:
    """Tell the title of a Markdown text from its body.

    The title is the first `# heading`, which leaves the body; without one it is the first line, which leaves the body
    if it is a short paragraph of its own.

    Args:
        file: path of the seed.
        text: Markdown without front matter.
        title: as front matter states it; the body is then left alone.
    """
    lines = text.split("\n")
    seen = Text(file, tuple(_bare(line) for line in lines))
    if title:
        return Structured(title, "", text.strip("\n"), seen)
    found = _heading(lines) or _opening(lines)
    if found is None:
        return _first_words(lines, seen)
    first, last, words = found
    around = ("\n".join(part).strip("\n") for part in (lines[:first], lines[last + 1 :]))
    body = "\n\n".join(filter(None, around))
    return Structured(plain_text(words).replace("\n", " "), "", body, Text(file, seen.lines, first + 1))


def _heading(lines: list[str]) -> tuple[int, int, str] | None:
    """Return first and last index and the words of the first heading of the first level, outside of code."""
    fenced = False
    for index, line in enumerate(lines):
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced and (match := _ATX.fullmatch(line)) and match[1] and line.lstrip()[:2] != "##":
            return index, index, match[1]
        elif (
            not fenced
            and index
            and _SETEXT.fullmatch(line)
            and lines[index - 1].strip()
            and not _is_inner(lines, index)
        ):
            return index - 1, index, lines[index - 1].strip()
    return None


def _is_inner(lines: list[str], index: int) -> bool:
    """Return whether the underline belongs to a paragraph of several lines."""
    return index > 1 and bool(lines[index - 2].strip())


def _opening(lines: list[str]) -> tuple[int, int, str] | None:
    """Return the first line if it is a short paragraph of its own."""
    index = next(i for i, line in enumerate(lines) if line.strip())
    alone = index + 1 == len(lines) or not lines[index + 1].strip()
    if (
        not alone
        or len(lines[index]) > LONGEST
        or _STARTS.match(lines[index])
        or not plain_text(lines[index]).strip()
    ):
        return None
    return index, index, lines[index].strip()


def _first_words(lines: list[str], seen: Text) -> Structured:
    """Take the first words that show as title, and leave the body whole."""
    number, words = next(
        ((n, line.strip()) for n, line in enumerate(seen.lines, 1) if line.strip()), (1, seen.file)
    )
    title = words if len(words) <= LONGEST else words[:LONGEST].rpartition(" ")[0] or words[:LONGEST]
    how = Inference("first-words", f'line {number}: "{title}"', 0.3)
    return Structured(title, "", "\n".join(lines).strip("\n"), seen, inferred={"title": how})


def _bare(line: str) -> str:
    """Take the marks out of a line, for the rules that read names and dates."""
    return _MARKS.sub("", _LINK.sub(r"\1", line)) if line.strip() else ""
