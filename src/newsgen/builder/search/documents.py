"""Write articles for the indexer, as small HTML files that only the indexer reads."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from functools import partial
from pathlib import Path

import msgspec

from newsgen.builder.publish import write_file
from newsgen.markdown.render import extract_text
from newsgen.renderer.pages.search import Document
from newsgen.renderer.texts import make_body_reader

_CHUNK = 64
"""Documents for each task of a worker."""


class SearchResultData(msgspec.Struct, frozen=True, omit_defaults=True):
    """The data that a search result shows; the index holds it as JSON in hidden characters (`encode_in_private_use`)."""

    title: str
    date: str = ""
    provisional: bool = False
    spellings: str = ""
    """The spellings of the text, see `fold_and_keep_spellings`."""
    language: str = ""
    direction: str = ""


def write_documents(
    root: Path, folder: Path, documents: list[Document], limit: int, pool: Executor | None
) -> None:
    """Write a file for each document at its address below `folder`.

    Args:
        root: the archive's folder.
        folder: the folder of documents.
        documents: the documents.
        limit: most words of each text; 0 means all.
        pool: workers that write; None means this process.

    Raises:
        ContentError: a text changed after it was read.
        OutputError: the system refused.
    """
    chunks = [documents[at : at + _CHUNK] for at in range(0, len(documents), _CHUNK)]
    write = partial(_write_chunk, root, folder, limit)
    list(pool.map(write, chunks) if pool else map(write, chunks))


def _write_chunk(root: Path, folder: Path, limit: int, documents: list[Document]) -> None:
    read_body = make_body_reader(root)
    for document in documents:
        page = format_document(document, extract_text(read_body(document.body)), limit)
        write_file(folder, document.address, page.encode("utf-8", "ignore"))


def format_document(document: Document, text: str, limit: int) -> str:
    """Write a document as HTML with Pagefind's attributes; headline and names are separate fields.

    Source: Pagefind, "Configuring what content is indexed", "Setting up metadata", "Setting up filters".
    """
    blocks = [block for block in (document.dek, *_first_words(text, limit).split("\n\n")) if block.strip()]
    words, spellings = fold_and_keep_spellings(blocks or [document.title])
    shown = SearchResultData(
        title=document.title,
        date=document.date,
        provisional=document.provisional,
        spellings=spellings,
        language=document.language,
        direction=document.direction,
    )
    fields = [("filter", name, value) for name, value in document.filters] + [
        ("meta", "title", fold_and_keep_spellings([document.title])[0]),
        ("meta", "names", fold_and_keep_spellings(document.names)[0]),
        ("meta", "shown", encode_in_private_use(msgspec.json.encode(shown).decode())),
        ("sort", "date", document.day),
    ]
    head = "".join(
        f'<meta data-pagefind-{kind}="{name}[content]" content="{html.escape(value)}">'
        for kind, name, value in fields
        if value
    )
    body = html.escape(words, quote=False) or BREAK
    return (
        f'<!doctype html><html lang="und"><head><meta charset="utf-8">{head}</head>'
        f"<body data-pagefind-body>{body}</body></html>\n"
    )


def _first_words(text: str, limit: int) -> str:
    """Return the first words with their line ends, or all if `limit` is 0; a Chinese character counts as half a word."""
    halves = 2 * limit
    if not limit:
        return text
    for match in _WORD.finditer(text):
        halves -= 1 if match["alone"] else 2
        if halves <= 0:
            return text[: match.end()]
    return text


ALONE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
"""Characters that each count as a word: Thai, Lao, Burmese, Khmer, kana, Han."""
_WORD = re.compile(rf"(?P<alone>[{ALONE}])|[^\s{ALONE}]+")
_WIDE = ALONE + "\u3000-\u303f\uff00-\uffef"
"""Characters without a space between them."""
_PARTING = (
    "\u00ab\u00b7\u00bb\u2012-\u2015\u201c-\u201f\u2022-\u2026\u2039\u203a\u3001-\u3003\u3008-\u301f\u30fb\uff01-\uff0f"
    "\uff1a-\uff20\u060c\u061b\u061f"
)
"""Marks that separate words without a space."""
_CUT = re.compile(f"(?<=[{ALONE}])|(?=[{ALONE}])|(?<=[{_PARTING}])(?=[^{_PARTING}])")
_JOINS = re.compile(f"[{_WIDE}][{_WIDE}]")
_LETTERS = str.maketrans(
    {
        **dict(zip("øØłŁđĐðÐħĦıŧŦ", "oOlLdDdDhHitT", strict=True)),
        **{"ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "TH"},
        **dict.fromkeys("’ʼ‘", "'"),
        **dict.fromkeys("‐‑", "-"),
        **dict.fromkeys("\u00ad\u0640\u200b\u200c\u200d\u2060\ufeff"),
    }
)
"""Letters that are not accented letters, apostrophes and hyphens in ASCII, and characters that readers do not type."""
_SHIFT = 0xF0000
BREAK = "|"
"""A mark between blocks, which phrases cannot cross."""


def strip_accents(text: str) -> str:
    """Remove accents (Unicode NFD without its marks) and write letters such as ø, ß and đ in ASCII."""
    if text.isascii():
        return text
    bare = unicodedata.normalize("NFD", text.translate(_LETTERS))
    return unicodedata.normalize(
        "NFC", "".join(char for char in bare if unicodedata.category(char)[0] != "M")
    )


def split_spaced_words(text: str) -> list[tuple[str, bool]]:
    """Split a text into words with the marks around them, each with True if white space follows."""
    found: list[tuple[str, bool]] = []
    for chunk in text.split():
        if chunk.isascii():
            found.append((chunk, True))
            continue
        lead, first = "", len(found)
        for part in _CUT.split(chunk):
            if not part:
                continue
            if any(map(str.isalnum, strip_accents(part))):
                found.append((lead + part, False))
                lead = ""
            elif len(found) > first:
                found[-1] = (found[-1][0] + part, False)
            else:
                lead += part
        if lead:
            found.append((lead, False))
        found[-1] = (found[-1][0], True)
    return found


def fold_and_keep_spellings(blocks: Iterable[str]) -> tuple[str, str]:
    """Fold the words of blocks of text for the index; phrases do not cross the ends of blocks.

    Returns:
        The folded words with spaces, and `BREAK` between blocks; and the spellings: a line for each word that changed,
        with its number from 0, a space, the word, and the white space after it.
    """
    words: list[str] = []
    spellings: list[str] = []
    for block in blocks:
        if words:
            words.append(BREAK)
        for word, space in split_spaced_words(block):
            folded = strip_accents(word) or BREAK
            words.append(folded)
            if not word.isascii() or not space:
                spellings.append(f"{len(words) - 1} {word}{' ' if space else ''}")
    return " ".join(words), "\n".join(_drop_guessable(words, spellings))


def _drop_guessable(words: Sequence[str], spellings: Iterable[str]) -> Iterable[str]:
    """Leave out the spellings that the search page can derive from the words."""
    for line in spellings:
        number, _, spelt = line.partition(" ")
        at = int(number)
        after = words[at + 1][:1] if at + 1 < len(words) else ""
        space = "" if _JOINS.match(words[at][-1] + after) else " "
        if spelt != words[at] + space:
            yield line


def encode_in_private_use(text: str) -> str:
    """Write a text in private-use characters (plane 15), in which the index finds no words."""
    units = text.encode("utf-16-le", "surrogatepass")
    return "".join(
        chr(_SHIFT + int.from_bytes(units[at : at + 2], "little")) for at in range(0, len(units), 2)
    )
