"""Paragraphs that many texts share, which a record lists as `boilerplate`: found by their first words, folded on pages."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator

from newsgen.markdown.footnotes import SECTION
from newsgen.markdown.render import extract_text

_MOST_LETTERS = 60
"""Most characters of a paragraph that a record lists."""
_LEAST_WORDS, _LEAST_PARAGRAPHS = 20, 2
"""Fewest words, or paragraphs, that are folded: a short line takes no more space than the words that unfold it."""
_MARKUP = re.compile(r"[\\`*_\[<&>#~|]|^[-+=\d]")
_FIRST_BLOCK = re.compile(r"\s*<(p|h[1-6])>(.*?)</\1>", re.DOTALL)
_LAST_TAG = re.compile(r"</(p|h[1-6])>\Z")
_TAG = re.compile(r"<[^>]*>")


def shorten_paragraph(words: str) -> str:
    """Return the first words of a paragraph, as records list it: at most 60 characters, with '…' if that is not all."""
    words = " ".join(words.split())
    if len(words) <= _MOST_LETTERS:
        return words
    return (words[:_MOST_LETTERS].rpartition(" ")[0] or words[:_MOST_LETTERS]) + "…"


def is_listed_boilerplate(words: str, listed: Collection[str]) -> bool:
    """True if a paragraph is one of those that a record lists."""
    words = " ".join(words.split())
    return words in listed or any(one[1:].endswith("…") and words.startswith(one[:-1]) for one in listed)


def extract_block_words(block: str) -> str:
    """Return the words of a block of Markdown."""
    return " ".join((extract_text(block) if _MARKUP.search(block) else block).split())


def skip_boilerplate(body: str, listed: Collection[str]) -> str:
    """Return a body without the listed paragraphs at its top; the whole body if nothing else is in it."""
    rest = body
    while is_listed_boilerplate(extract_block_words(rest.partition("\n\n")[0]), listed):
        rest = rest.partition("\n\n")[2].lstrip("\n")
        if not rest.strip():
            return body
    return rest


def collapse_boilerplate(page: str, listed: Collection[str], label: str) -> str:
    """Fold the listed paragraphs at the top and at the end of a rendered body: `<details class="shared">`.

    The paragraphs are listed by their first words, as in the record; `label` is what readers see of a folded block.
    """
    text, section, notes = page.partition(SECTION)
    top, first = 0, 0
    while (block := _FIRST_BLOCK.match(text, top)) and is_listed_boilerplate(_read_html(block[2]), listed):
        top, first = block.end(), first + 1
    end = len(text.rstrip())
    last = 0
    for start, words in _list_last_blocks(text, top):
        if not is_listed_boilerplate(words, listed):
            break
        end, last = start, last + 1
    if not text[top:end].strip():
        return page
    opening = f'<details class="shared"><summary class="facts">{html.escape(label)}</summary>\n'
    parts = (text[:top], first), (text[top:end], 0), (text[end:], last)
    shown = (
        f"{opening}{part.strip()}\n</details>\n" if _is_long(part, count) else part for part, count in parts
    )
    return "".join((*shown, section, notes))


def _list_last_blocks(text: str, stop: int) -> Iterator[tuple[int, str]]:
    """Yield offset and words of the last paragraphs and headings, the last one first; those in quotations and lists end it."""
    end = len(text.rstrip())
    while tag := _LAST_TAG.search(text, max(end - 5, stop), end):
        start = text.rfind(f"<{tag[1]}>", stop, end)
        if start < 0:
            return
        yield start, _read_html(text[start : tag.start()])
        end = len(text[:start].rstrip())


def _is_long(part: str, count: int) -> bool:
    return count >= _LEAST_PARAGRAPHS or (count > 0 and len(_read_html(part).split()) >= _LEAST_WORDS)


def _read_html(part: str) -> str:
    return html.unescape(_TAG.sub("", part.replace("<br", " <br")))
