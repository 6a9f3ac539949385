"""Saved web pages: .html files, MHTML, WARC and WACZ; the article without navigation, identified by its address."""

from __future__ import annotations

import contextlib
import email.policy
import gzip
import html
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from email import message_from_binary_file
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from newsgen.errors import ContentError, Problem
from newsgen.loader.foreign_files import check_size, convert_library_errors, import_extra, make_refusal_error
from newsgen.loader.items import Value, choose_dek, fold_letters, make_item
from newsgen.loader.text import decode_as_stated, strip_tags
from newsgen.model import ParsedArticle

SUFFIXES = (".html", ".htm", ".xhtml", ".shtml")
_LARGEST_PAGE = 20_000_000
"""Most bytes of a page; the largest that people read have two million."""
_FEWEST_LETTERS = 200
"""Fewest letters of an article in a crawl, where most pages are lists, forms and the like."""
_FRONT_MATTER = ("---", "+++", "{")
_TEMPLATE = re.compile(
    rb"\{%-?\s*\w|\{\{-?\s*(?:define|template|partial|block|range|with|if|end|content|include\.|page\.|site\.|\.)"
)
"""Code of a template of Jekyll, Eleventy, Zola or Hugo, which is no page."""
_PAGE_TYPES = ("text/html", "application/xhtml+xml")
_GZIP = b"\x1f\x8b"
_HIGHEST_RATIO, _HARMLESS, _BLOCK = 200, 50_000_000, 1 << 16
"""Most bytes that a byte of a crawl may unpack to, the size up to which that does not matter, and bytes to read at once."""
_LATEST = "2200-01-01"
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_SAVED_FROM = re.compile(
    r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(\S+)", re.IGNORECASE
)
_H1 = re.compile(r"<h1\b[^>]{0,1000}>(.{0,1000}?)</h1>", re.DOTALL | re.IGNORECASE)
_OG_TITLE = re.compile(
    r"""<meta\b(?=[^>]{0,1000}["']og:title["'])[^>]{0,1000}?\bcontent=(?:"([^"]*)"|'([^']*)')""",
    re.IGNORECASE,
)
_HEADING = re.compile(r"<h[2-6]\b")
_PARAGRAPH = re.compile(r"<p>.*?</p>", re.DOTALL)
_TITLE = re.compile(r"<title\b[^>]{0,1000}>(.{0,1000}?)</title>", re.DOTALL | re.IGNORECASE)
_PLAIN = re.compile(r"[^\s\\\x00-\x20\x7f-\x9f]+")
"""An address without blanks, control characters and backslashes."""
_SEPARATOR = re.compile(r"\s+[|\-–—·•»«:/]{1,2}\s+")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d[0-9:.]*(?:Z|[+-]\d\d:?\d\d)?")
_ARTICLE = re.compile(
    r"""<article\b|og:type["'][^>]{0,200}["']article|["']@type["']\s*:\s*\[?\s*["']\w*(?:Article|Posting)""",
    re.IGNORECASE,
)
"""Marks of a page that is an article, and no list of articles."""


def is_web_page(path: Path, head: bytes) -> bool:
    """True for HTML without front matter."""
    start = head[:1024].decode("utf-8", "replace").lstrip("\ufeff \t\r\n").lower()
    if _TEMPLATE.search(head):
        return False
    if path.suffix.lower() in SUFFIXES:
        return not start.startswith(_FRONT_MATTER)
    return start.startswith(("<!doctype html", "<html"))


def is_mhtml(path: Path, head: bytes) -> bool:
    """True for a web page with its parts in one message. Source: RFC 2557."""
    return path.suffix.lower() in (".mht", ".mhtml") or b"\nSnapshot-Content-Location:" in head


def is_warc(_path: Path, head: bytes) -> bool:
    """True for WARC, also if it is compressed. Source: ISO 28500."""
    return head.startswith(b"WARC/") or (head.startswith(_GZIP) and _path.name.lower().endswith(".warc.gz"))


def is_wacz(path: Path, head: bytes) -> bool:
    """True for WARC files in a zip file with their index. Source: specs.webrecorder.net/wacz/1.1.1."""
    return head.startswith(b"PK\3\4") and path.suffix.lower() == ".wacz"


def read_web_page(file: str, path: Path) -> Iterator[ParsedArticle | Problem]:
    """Yield the item of a saved page."""
    check_size(file, path.stat().st_size)
    yield _make_page_item(file, _decode(file, path.read_bytes()))


def read_mhtml(file: str, path: Path) -> Iterator[ParsedArticle | Problem]:
    """Yield the item of a page that a browser saved as one file."""
    check_size(file, path.stat().st_size)
    with path.open("rb") as data, convert_library_errors(file, "web page"):
        message = message_from_binary_file(data, policy=email.policy.default)
        part = next((part for part in message.walk() if part.get_content_type() in _PAGE_TYPES), None)
        page = part.get_payload(decode=True) if part else None
        if part is None or not isinstance(page, bytes) or not page.strip():
            raise make_refusal_error(file, "it contains no web page", "save the page again", "damaged-file")
        charset = part.get_content_charset("")
        address = str(message["Snapshot-Content-Location"] or part["Content-Location"] or "").strip()
    yield _make_page_item(file, _decode(file, page, charset), address)


def read_wacz(file: str, path: Path) -> Iterator[ParsedArticle | Problem]:
    """Yield an item for each article in the WARC files of a WACZ file."""
    with convert_library_errors(file, "WACZ file"), zipfile.ZipFile(path) as archive:
        names = sorted(name for name in archive.namelist() if name.endswith((".warc", ".warc.gz")))
        yield from _read_records(file, path, map(archive.open, names))


def read_warc(file: str, path: Path) -> Iterator[ParsedArticle | Problem]:
    """Yield an item for each article in a WARC file; pages that are no articles, such as lists, are left out."""
    with path.open("rb") as stream:
        yield from _read_records(file, path, [stream])


class _Bounded:
    """A stream that may be so long and no longer."""

    def __init__(self, stream: Any, most: int) -> None:
        self._stream = stream
        self._left = max(most, _HARMLESS)

    def read(self, size: int = -1) -> bytes:
        """Read bytes."""
        data: bytes = self._stream.read(min(size, _BLOCK) if size >= 0 else _BLOCK)
        self._left -= len(data)
        if self._left < 0:
            raise ValueError("it is a bomb: its bytes unpack to more than 200 each")
        return data


def _read_records(file: str, path: Path, streams: Iterable[Any]) -> Iterator[ParsedArticle | Problem]:
    """Yield items of WARC records; of an address that was saved several times the first article counts."""
    warcio = import_extra(file, "web", "warcio.archiveiterator")
    import_extra(file, "web", "trafilatura")
    errors = import_extra(file, "web", "warcio.exceptions")
    seen: set[str] = set()
    printed = io.StringIO()
    for stream in streams:
        with stream, convert_library_errors(file, "WARC file", errors.ArchiveLoadFailed):
            if stream.peek(2)[:2] == _GZIP:  # not warcio's way, which wants one member a record
                stream = _Bounded(gzip.GzipFile(fileobj=stream), _HIGHEST_RATIO * path.stat().st_size)
            for record in _iterate(warcio.ArchiveIterator(stream, arc2warc=True), printed):
                address = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
                if address in seen or not (text := _read_page(record)):
                    continue
                least = _FEWEST_LETTERS if _ARTICLE.search(text) else 5 * _FEWEST_LETTERS
                try:
                    item = _make_page_item(file, text, address, least)
                except ContentError:
                    continue  # a list, a form
                seen.add(address)
                yield item
    if printed.getvalue():
        found = "some of its records are longer or shorter than they say"
        yield Problem(file, 0, 0, found, "save it again, or check what it made", "damaged-file")
    if not seen:
        raise make_refusal_error(file, "no page in it is an article", "save the pages of articles", "no-text")


def _iterate(records: Iterator[Any], printed: io.StringIO) -> Iterator[Any]:
    """Yield records; warcio prints what is wrong with them."""
    while True:
        with contextlib.redirect_stderr(printed):
            record = next(records, None)
        if record is None:
            return
        yield record


def _read_page(record: Any) -> str:
    """Read the page of a WARC record; '' for all other records."""
    headers = record.http_headers if record.rec_type == "response" else record.rec_headers
    if record.rec_type not in ("response", "resource") or not headers:
        return ""
    if record.rec_type == "response" and headers.get_statuscode() != "200":
        return ""
    kind = (headers.get_header("Content-Type") or "").lower()
    data = record.content_stream().read(_LARGEST_PAGE + 1) if kind.startswith(_PAGE_TYPES) else b""
    if not data.strip() or len(data) > _LARGEST_PAGE:
        return ""
    with contextlib.suppress(ContentError):
        return _decode("", data, kind.partition("charset=")[2].strip(" \"';"))
    return ""


def _decode(file: str, data: bytes, charset: str = "") -> str:
    """Decode a page by its mark, the charset that its server or itself states, or as all seeds."""
    named = _CHARSET.search(data[:4096])
    return decode_as_stated(file, data, charset or (named[1].decode("ascii", "replace") if named else ""))


def _make_page_item(file: str, text: str, address: str = "", least: int = 1) -> ParsedArticle | Problem:
    """Make the item of a web page, given its HTML.

    Args:
        address: where it was saved; if '', what the page says itself.
        least: fewest letters of an article.
    """
    if len(text) > _LARGEST_PAGE:
        raise make_refusal_error(file, f"the page has {len(text):,} letters", "delete it", "large-file")
    trafilatura = import_extra(file, "web", "trafilatura")
    import_extra(file, "web", "htmldate")
    if not address and (saved := _SAVED_FROM.search(text[:4096])):
        address = html.unescape(saved[1])
    address = _check_address(address)
    lxml = import_extra(file, "web", "lxml.etree")
    with convert_library_errors(file, "web page", lxml.LxmlError):
        dates = {"original_date": True, "extensive_search": False, "max_date": _LATEST}
        kept = ("include_formatting", "include_links", "include_tables", "include_images")
        options = dict.fromkeys(kept, True) | {"include_comments": False, "url": address or None}
        found = trafilatura.bare_extraction(text, with_metadata=True, date_extraction_params=dates, **options)
        place = _choose_address(_check_address((found and found.url) or ""), address)
        options["url"] = place or None  # links are completed with it
        body = trafilatura.extract(text, output_format="html", **options) if found else None
        if body and not _HEADING.search(body):
            body = _restore_headings(text, body, trafilatura.load_html)
    if not body or len(strip_tags(body)) < least:
        raise make_refusal_error(
            file, "the page has no article", "delete it, or put its text into a .txt file", "no-text"
        )
    title = _clean_title(found.title or "", text, found.sitename or "", place)
    site = found.sitename or ""
    fields: dict[str, Value] = {
        "title": title,
        "dek": choose_dek(found.description or "", body),
        "date": _find_time(text, found.date or ""),
        "authors": [
            name.strip() for name in (found.author or "").split(";") if name.strip() not in ("", site)
        ],
        "topics": [part.strip() for tag in (found.tags or ()) for part in tag.split(",") if part.strip()],
        "source": "" if "." in site and site.lower() in place.lower() else site,
        "canonical": place,
    }
    body = _drop_title(body, title).strip()
    content = {"title": title, "date": found.date, "text": strip_tags(body)}
    return make_item(file, place, fields, body, markup="html", content=content)


def _restore_headings(text: str, body: str, parse: Callable[[str], Any]) -> str:
    """Put back the sub-heads right above a page's paragraphs: without a mark of the article trafilatura loses them."""
    headings = {}
    for heading in parse(text).iter("h2", "h3", "h4"):
        words, below = " ".join("".join(heading.itertext()).split()), heading.getnext()
        if words and below is not None and below.tag == "p":
            headings[fold_letters("".join(below.itertext()))] = f"<h2>{html.escape(words)}</h2>"
    first, mark, rest = body.partition("</p>")
    rest = _PARAGRAPH.sub(lambda p: headings.pop(fold_letters(strip_tags(p[0])), "") + p[0], rest)
    return first + mark + rest


def _check_address(address: str) -> str:
    """Return a web address; '' for what is none."""
    address = address.strip().replace(" ", "%20")
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    is_web = parts.scheme in ("http", "https") and parts.hostname and _PLAIN.fullmatch(address)
    return address if is_web else ""


def _choose_address(stated: str, address: str) -> str:
    """Choose the address that a page states, unless that is a front page, as some pages say of themselves."""
    return stated if stated and (urlsplit(stated).path.strip("/") or not address) else address


def _clean_title(title: str, text: str, site: str, address: str) -> str:
    """Return a page's title without the name of its site.

    Trafilatura's title comes last, because it cuts all titles at a dash.
    """
    host = urlsplit(address).hostname or ""
    label = fold_letters(max(host.split("."), key=len))

    def is_site(part: str) -> bool:
        name = fold_letters(part)
        is_host = len(name) > 3 and (name in fold_letters(host) or name.removeprefix("the") == label)
        return name == fold_letters(site) or is_host

    stated = (found[1] or found[2] for found in _OG_TITLE.finditer(text))
    shown = (found[1] for found in _TITLE.finditer(text))
    titles = [*map(strip_tags, (*stated, *shown)), title]
    title = next((words for words in titles if words and not is_site(words)), "")
    for found in _H1.finditer(text):
        heading = strip_tags(found[1])
        if not is_site(heading) and _SEPARATOR.match(title.removeprefix(heading)):
            return heading
    while marks := list(_SEPARATOR.finditer(title)):
        if is_site(title[marks[-1].end() :]):
            title = title[: marks[-1].start()]
        elif is_site(title[: marks[0].start()]):
            title = title[marks[0].end() :]
        else:
            break
    return title.strip()


def _drop_title(body: str, title: str) -> str:
    """Remove the first heading if it is the title."""
    found = _H1.search(body)
    if found and fold_letters(strip_tags(found[1])).startswith(fold_letters(title)):
        return body[: found.start()] + body[found.end() :]
    return body


def _find_time(text: str, day: str) -> str:
    """Return the time of a day that a page states with the offset from UTC; the day if there is none."""
    for found in _TIME.finditer(text) if day else ():
        with contextlib.suppress(ValueError):
            if found[0].startswith(day) and datetime.fromisoformat(found[0]).tzinfo:
                return found[0]
    return day
