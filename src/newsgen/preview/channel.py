"""The channel: tells a page that there is something new, and answers what that is when the page asks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path
from urllib.parse import parse_qs

import msgspec
from starlette.responses import Response, StreamingResponse

from newsgen.errors import ContentError
from newsgen.preview.files import HEADERS
from newsgen.preview.problems import Complaint
from newsgen.preview.shown import Shown

CLIENT = Path(__file__).with_name("client.js")
PULSE = 15.0
"""Seconds after which a silent channel says that it lives."""
MOST = 200
"""Files that a page may ask after at once."""


class News(msgspec.Struct, frozen=True):
    """What a page is answered."""

    changed: bool
    """The page, or a file that it shows, is another than when it was sent."""
    problems: tuple[Complaint, ...]


def client() -> Response:
    """The script that pages are sent with."""
    return Response(CLIENT.read_bytes(), 200, HEADERS, media_type="text/javascript")


def stream(shown: Shown) -> Response:
    """An endless answer with an empty message for each edition. Source: HTML §9.2, server-sent events."""

    async def messages() -> AsyncIterator[bytes]:
        edition = shown.edition
        yield b": newsgen\n\n"
        while not shown.closing:
            try:
                edition = await asyncio.wait_for(shown.news_after(edition), PULSE)
                yield b"data: news\n\n"
            except TimeoutError:
                yield b": still here\n\n"

    return StreamingResponse(messages(), 200, HEADERS, media_type="text/event-stream")


def news(shown: Shown, query: str, names: Callable[[str], Iterable[str]]) -> Response:
    """Tell a page whether it changed, and what is wrong with the archive.

    Args:
        shown: what there is.
        query: era and edition that the page was sent with, and the paths of the page and of the files that it shows.
        names: the files that may stand behind a path.
    """
    asked = parse_qs(query, keep_blank_values=True)
    era, since = asked.get("era", [""])[0], asked.get("since", [""])[0]
    if era != shown.era or not since.isdecimal() or len(since) > 15:
        return _tell(News(True, ()))
    files = {name for path in asked.get("of", [])[:MOST] for name in names(path)}
    problems = shown.complaints
    for name in files:
        try:
            shown.fresh_page(name)
        except ContentError as error:
            problems = problems or shown.explain(error.problems)
    return _tell(News(shown.changed_since(int(since), files), problems))


def _tell(what: News) -> Response:
    return Response(msgspec.json.encode(what), 200, HEADERS, media_type="application/json")
