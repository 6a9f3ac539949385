"""Articles as the indexer reads them: small HTML files made for the index alone."""

from __future__ import annotations

import html
import re
from concurrent.futures import Executor
from pathlib import Path

import msgspec

from newsgen.builder.index_words import ALONE, BREAK, hidden, written
from newsgen.builder.writing import writer
from newsgen.markdown.render import plain_text
from newsgen.renderer.pages.search import Document
from newsgen.renderer.texts import body_reader

_CHUNK = 64
"""Documents a task of a worker."""
_WORD = re.compile(rf"(?P<alone>[{ALONE}])|[^\s{ALONE}]+")


class Shown(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a result shows beside the words of the index; stands in it as `hidden` JSON."""

    title: str
    date: str = ""
    provisional: bool = False
    spellings: str = ""
    """Those of the text, see `index_words.written`."""
    language: str = ""
    direction: str = ""


def write_documents(
    root: Path, folder: Path, documents: list[Document], limit: int, pool: Executor | None
) -> None:
    """Write a file for each document at its address below `folder`.

    Args:
        root: the archive, for the texts.
        folder: is made.
        documents: what to write.
        limit: words of each text; 0 for all.
        pool: for many; without one this process writes.

    Raises:
        ContentError: a text changed since it was read.
        OutputError: the system refused.
    """
    chunks = [documents[at : at + _CHUNK] for at in range(0, len(documents), _CHUNK)]
    if pool is None:
        for chunk in chunks:
            _write(root, folder, chunk, limit)
    else:
        many = len(chunks)
        for _ in pool.map(_write, [root] * many, [folder] * many, chunks, [limit] * many):
            pass


def _write(root: Path, folder: Path, documents: list[Document], limit: int) -> None:
    reader = body_reader(root)
    with writer(folder) as write:
        for document in documents:
            text = plain_text(reader(document.body))
            write(document.address, page_of(document, text, limit).encode("utf-8", "ignore"))


def page_of(document: Document, text: str, limit: int) -> str:
    """Write a document as HTML with Pagefind's attributes; the headline and the names are fields of their own.

    Source: Pagefind, "Configuring what content is indexed", "Setting up metadata", "Setting up filters".
    """
    blocks = [block for block in (document.dek, *_cut(text, limit)) if block] or [document.title]
    words, spellings = written(blocks)
    shown = Shown(
        title=document.title,
        date=document.date,
        provisional=document.provisional,
        spellings=spellings,
        language=document.language,
        direction=document.direction,
    )
    fields = [("filter", name, value) for name, value in document.filters] + [
        ("meta", "title", written([document.title])[0]),
        ("meta", "names", written(document.names)[0]),
        ("meta", "shown", hidden(msgspec.json.encode(shown).decode())),
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


def _cut(text: str, limit: int) -> list[str]:
    """The paragraphs of a text, or its first words."""
    if limit:
        text = _first(text, limit)
    return text.split("\n\n")


def _first(text: str, limit: int) -> str:
    """The first words, a letter of Chinese and its like counted as half a word; lines stay."""
    halves = 2 * limit
    for match in _WORD.finditer(text):
        halves -= 1 if match["alone"] else 2
        if halves <= 0:
            return text[: match.end()]
    return text
